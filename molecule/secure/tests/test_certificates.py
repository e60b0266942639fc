"""What ends soon is said; a renewal restarts whoever reads it, and nobody else; an expired one gets nobody in."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from conftest import STATE

PLAYBOOK = "streamops.kafka.certificates"
BROKER = {("kafka-far-1", "kafka-broker")}
WORKER = {("worker-1", "kafka-connect"), ("worker-1", "kafka-mirrormaker@to-far")}


@pytest.fixture
def ends(tmp_path):
    """Let the certificate of a host be one that ends then; put back at the end."""
    folder = STATE / "authority"
    kept = tmp_path / "kept"
    shutil.copytree(folder, kept)

    def issue(name: str, end: str) -> None:
        request, names = tmp_path / "request", tmp_path / "names"
        names.write_text(f"subjectAltName=DNS:{name}\nextendedKeyUsage=serverAuth,clientAuth\n", encoding="ascii")
        run = [["req", "-new", "-key", folder / f"{name}.key", "-subj", f"/CN={name}", "-out", request],
               ["x509", "-req", "-in", request, "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-days", end,
                "-extfile", names, "-out", folder / f"{name}.pem"]]  # fmt: skip
        for arguments in run:
            subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)

    yield issue
    shutil.copytree(kept, folder, dirs_exist_ok=True)


@pytest.mark.long
def test_what_lasts_changes_nothing(restarted):
    units, result = restarted(PLAYBOOK)
    assert result.returncode == 0, result.stdout[-3000:]
    assert units == set()
    assert "CN=kafka-far-1" in result.stdout and " days" in result.stdout


@pytest.mark.long
def test_what_ends_soon_is_said_and_nothing_is_touched(restarted, ends):
    ends("kafka-far-1", "5")
    units, result = restarted(PLAYBOOK, "--check")
    assert "A certificate would be issued for kafka-far-1" in result.stdout
    assert units == set()


def test_a_renewal_restarts_who_reads_it(restarted, hosts):
    before = hosts["kafka-far-1"].file("/etc/streamops/tls/keystore.pem").sha256sum
    (STATE / "authority" / "kafka-far-1.pem").unlink()
    units, result = restarted(PLAYBOOK)
    assert result.returncode == 0, result.stdout[-3000:]
    assert units == BROKER
    assert hosts["kafka-far-1"].file("/etc/streamops/tls/keystore.pem").sha256sum != before


@pytest.mark.long
def test_a_given_certificate_that_ends_soon_is_a_failure_with_its_fix(restarted, hosts, ends):
    ends("worker-1", "5")
    folder = STATE / "authority"
    given = {"certificates_authority": "", "certificates_ca": str(folder / "ca.pem"),
             "certificates_chain": str(folder / "{{ inventory_hostname }}.pem"),
             "certificates_key": str(folder / "{{ inventory_hostname }}.key")}  # fmt: skip
    before = hosts["worker-1"].file("/etc/streamops/tls/keystore.pem").sha256sum
    units, result = restarted(PLAYBOOK, "--limit=worker-1", **given)
    assert result.returncode != 0
    assert "The certificate of worker-1 (CN=worker-1) is valid until" in result.stdout.replace("\n", " ")
    assert (units, hosts["worker-1"].file("/etc/streamops/tls/keystore.pem").sha256sum) == (set(), before)


def test_an_expired_certificate_gets_nobody_in(hosts, client, ends):
    host = hosts["worker-1"]
    ends("worker-1", "0")
    expired = "".join((STATE / "authority" / f"worker-1.{part}").read_text("ascii") for part in ("key", "pem"))
    host.check_output(f"umask 077; printf %s '{expired}' > /tmp/expired.pem; sleep 2")
    code, text = client(
        "near", security_protocol="SSL", ssl_truststore_type="PEM", ssl_truststore_location="/etc/streamops/tls/ca.pem",
        ssl_keystore_type="PEM", ssl_keystore_location="/tmp/expired.pem",
        request_timeout_ms="8000", default_api_timeout_ms="10000",
    )  # fmt: skip
    assert code != 0 and "certificate" in text.lower(), text
