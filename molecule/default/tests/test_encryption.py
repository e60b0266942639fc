"""Nothing travels in clear between the hosts, and nobody is let in without a name."""

from __future__ import annotations

import re
import socket
import ssl

import pytest
from workers import STATE, Worker, ask, operator

BROKERS = {"primary": "kafka-primary-1", "secondary": "kafka-secondary-1"}
# PostgreSQL changes to TLS inside its own protocol: its connections are looked at below.
POSTGRESQL = 5432
LOOPBACK = ("127.", "[::1]", "[::ffff:127.")
LOGINS = {
    "kafka-primary-1": {"connect-orders", "mm2-to-secondary", "operator", "orders-app"},
    "kafka-secondary-1": {"connect-warehouse", "mm2-to-secondary", "operator", "orders-app"},
}


def listening(host) -> set[int]:
    """TCP ports that other hosts can reach."""
    places = [line.split()[3] for line in host.check_output("ss -H -l -n -t").splitlines()]
    return {int(place.rpartition(":")[2]) for place in places if not place.startswith(LOOPBACK)}


def test_every_port_speaks_tls_with_the_host_s_certificate(host, address, members):
    """Whatever listens: with the lab's authority and the name of the inventory, and not with TLS 1.1."""
    name = host.check_output("hostname")
    ports = listening(host) - {POSTGRESQL}
    assert ports or name not in {*members("broker"), *members("connect")}
    trusted = ssl.create_default_context(cafile=str(STATE / "authority" / "ca.pem"))
    for port in ports:
        plain = socket.create_connection((address(name), port), 10)
        with trusted.wrap_socket(plain, server_hostname=name) as encrypted:
            assert encrypted.version() in ("TLSv1.2", "TLSv1.3"), port
            assert encrypted.getpeercert()["subject"] == ((("commonName", name),),)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic b3BlcmF0b3I6bm90LXRoZS1wYXNzd29yZA=="}],
                         ids=["no password", "wrong password"])
def test_workers_let_nobody_in_without_a_password(members, address, headers):
    for name in members("connect"):
        assert ask(Worker(name, address(name)), "/connectors", headers=headers)[0] == 401
        assert ask(Worker(name, address(name)), "/connectors", headers=operator())[0] == 200


@pytest.mark.parametrize("broker", BROKERS.values())
def test_brokers_know_the_logins_of_the_inventory_and_no_other(tool, broker):
    described = tool(broker, "kafka-configs.sh --describe --entity-type users")
    assert set(re.findall(r"user-principal '(\S+)'", described)) == LOGINS[broker]
    assert "SCRAM-SHA-256" not in described


@pytest.mark.parametrize("broker", BROKERS.values())
def test_access_is_for_these_logins_and_for_nobody_else(tool, broker):
    listed = tool(broker, "kafka-acls.sh --list")
    assert set(re.findall(r"principal=User:([^,]+),", listed)) == LOGINS[broker]
    assert "operation=ALL" not in listed
    # Of everything, the operator's probes see that it is there, and how it is set.
    everything = re.search(r"resourceType=TOPIC, name=\*,.*?(?:\n\s*\n|$)", listed, re.DOTALL).group()
    rights = set(re.findall(r"principal=User:(\S+), host=\*, operation=(\w+)", everything))
    assert rights == {("operator", "DESCRIBE"), ("operator", "DESCRIBE_CONFIGS")}


@pytest.mark.parametrize(("name", "users"), [
    ("postgres-primary-1", {"debezium"}), ("postgres-secondary-1", {"warehouse"}),
])
def test_connections_to_the_databases_are_encrypted(hosts, name, users):
    query = ("SELECT usename, coalesce(ssl, false) FROM pg_stat_activity LEFT JOIN pg_stat_ssl USING (pid)"
             " WHERE client_addr IS NOT NULL")
    rows = hosts[name].check_output(f"runuser -u postgres -- psql -qtA -c \"{query}\"").split()
    assert {row.partition("|")[0] for row in rows} >= users
    assert {row.partition("|")[2] for row in rows} == {"t"}


@pytest.mark.parametrize(("name", "user"), [("postgres-primary-1", "debezium"), ("postgres-secondary-1", "observer")])
def test_databases_refuse_a_connection_in_clear(hosts, name, user):
    """Also of a role that needs no password."""
    place = f"host={name} dbname=app user={user} sslmode=disable"
    refused = hosts[name].run(f"runuser -u postgres -- psql --no-password -c 'SELECT 1' '{place}'")
    assert refused.rc == 2
    assert "no encryption" in refused.stderr, refused.stderr
