"""What a roll-out leaves on the hosts: services that run as they should, confined, on a versioned release."""

from __future__ import annotations

import pytest

UNITS = {"broker": "kafka-broker", "connect": "kafka-connect", "mirrormaker": "kafka-mirrormaker@to-secondary"}


@pytest.fixture(params=sorted(UNITS))
def services(request, members, hosts):
    """Each kind of service with the hosts that run it."""
    return UNITS[request.param], [hosts[name] for name in members(request.param)]


def main_pid(host, unit):
    return int(host.check_output(f"systemctl show --property=MainPID --value '{unit}'"))


def test_service_runs_and_starts_at_boot(services):
    unit, where = services
    for host in where:
        service = host.service(unit)
        assert service.is_running, host.run(f"journalctl --no-pager --lines=50 --unit '{unit}'").stdout
        assert service.is_enabled


def test_service_is_confined(services):
    """The sandbox binds: asked through /proc/<process>/root, which is the file system as the process sees it.

    The same user writes the same folder outside: what refuses it inside is the sandbox.
    """
    unit, where = services
    for host in where:
        pid = main_pid(host, unit)
        assert host.check_output(f"ps -o user= -p {pid}").strip() == "kafka"
        host.check_output("mkdir -p -m 0777 /usr/probe && runuser -u kafka -- touch /usr/probe/outside")
        try:
            inside = f"/proc/{pid}/root" + "/usr/probe"
            assert host.run(f"runuser -u kafka -- test -f {inside}/outside").rc == 0
            refused = host.run(f"runuser -u kafka -- touch {inside}/inside")
            assert refused.rc != 0 and "Read-only file system" in refused.stderr, refused.stderr
        finally:
            host.check_output("rm -r /usr/probe")
        assert "NoNewPrivs:\t1" in host.check_output(f"cat /proc/{pid}/status")
        exposure = host.run(f"systemd-analyze security --no-pager --threshold=30 '{unit}'")
        assert exposure.rc == 0, exposure.stdout[-200:]


def test_stop_is_patient(services):
    """A worker may take 23 s twice, and MirrorMaker stops its herders one after another."""
    unit, where = services
    for host in where:
        text = host.check_output(f"systemctl show --property=TimeoutStopUSec --value '{unit}'")
        assert "min" in text and int(text.split("min")[0]) >= 2, text


def test_kafka_is_a_versioned_folder_behind_a_link(hosts, members):
    for group in UNITS:
        for name in members(group):
            link = hosts[name].file("/opt/kafka/current")
            assert link.is_symlink
            assert link.linked_to.startswith("/opt/kafka/releases/4.3.1-")


@pytest.mark.parametrize(("group", "plugin"), [
    ("connect_orders", "io.debezium.connector.postgresql.PostgresConnector"),
    ("connect_warehouse", "io.debezium.connector.jdbc.JdbcSinkConnector"),
])
def test_plugin_is_on_every_worker(rest, members, group, plugin):
    for name in members(group):
        assert plugin in {entry["class"] for entry in rest(name, "/connector-plugins")}


def test_internal_topics_are_compacted(tool):
    """Partitions as Kafka wants them: one for configurations, and compaction everywhere."""
    text = "\n".join(tool(broker, "kafka-topics.sh --describe") for broker in ("kafka-primary-1", "kafka-secondary-1"))
    lines = {line.split("\t")[0].split()[1]: line for line in text.splitlines() if line.startswith("Topic:")}
    wanted = {"connect-orders-configs": 1, "connect-orders-offsets": 25, "connect-orders-status": 5,
              "connect-warehouse-configs": 1, "mm2-configs.primary.internal": 1,
              "mm2-offsets.primary.internal": 25, "mm2-status.primary.internal": 5}
    for topic, partitions in wanted.items():
        assert f"PartitionCount: {partitions}\t" in lines[topic], lines[topic]
        assert "cleanup.policy=compact" in lines[topic], lines[topic]
