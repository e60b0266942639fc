"""The sandbox binds: asked from inside, not read from the unit.

``/proc/<process>/root`` is the file system as the process sees it, and the service's user may look through it. Entering
the namespace needs a right that these hosts do not have: a command that fails for that reason would prove nothing.
"""

from __future__ import annotations

import pytest


def pid_of(host, unit):
    return int(host.check_output(f"systemctl show --property=MainPID --value '{unit}'"))


@pytest.fixture
def inside(service):
    """Run a command as the service's user; ``{}`` is the root of its process."""
    host, unit = service

    def run(command: str):
        root = f"/proc/{pid_of(host, unit)}/root"
        return host.run(f"runuser -u kafka -- {command.format(root)}")

    return run


def test_exposure_is_three_at_most(service):
    host, unit = service
    told = host.run(f"systemd-analyze security --no-pager --threshold=30 '{unit}'")
    assert told.rc == 0, told.stdout[-300:]


@pytest.mark.parametrize("folder", ["/usr", "/etc", "/opt/kafka", "/var/log", "/srv"])
def test_nothing_can_be_written_where_it_has_no_business(service, inside, folder):
    host, dummy = service
    host.check_output(f"mkdir -p -m 0777 {folder}/probe && runuser -u kafka -- touch {folder}/probe/outside")
    try:
        assert inside(f"test -f {{}}{folder}/probe/outside").rc == 0
        refused = inside(f"touch {{}}{folder}/probe/inside")
        assert refused.rc != 0 and "Read-only file system" in refused.stderr
    finally:
        host.check_output(f"rm -r {folder}/probe")


def test_what_it_needs_can_be_written(service, inside):
    dummy, unit = service
    path = "{}/var/lib/" + unit.replace("@", "/") + "/probe"
    assert inside(f"touch {path}").rc == 0
    assert inside(f"rm {path}").rc == 0


def test_temporary_files_of_others_homes_and_devices_are_not_there(service, inside):
    host, dummy = service
    host.check_output("mkdir -p -m 0755 /home/stranger && touch /tmp/stranger")
    assert inside("test -e {}/tmp").rc == 0
    for path in ("/tmp/stranger", "/home/stranger", "/dev/kmsg", "/dev/mem", "/dev/fuse"):
        assert inside(f"test -e {{}}{path}").rc != 0, path


def test_kernel_sees_no_rights_and_a_filter(service):
    host, unit = service
    lines = host.check_output(f"cat /proc/{pid_of(host, unit)}/status").splitlines()
    status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"
    assert {status[name] for name in ("CapEff", "CapPrm", "CapBnd", "CapAmb")} == {16 * "0"}
    assert status["Uid"].split()[1] != "0"


def test_keys_and_secrets_are_for_the_service_alone(hosts):
    for name, host in hosts.items():
        for path in ("/etc/streamops/tls/keystore.pem", "/etc/streamops/tls/keystore.jks"):
            key = host.file(path)
            assert (key.user, oct(key.mode)) == ("kafka", "0o400"), name
    folders = "/etc/kafka-connect/secrets /etc/kafka-mirrormaker/to-far/secrets.properties"
    assert hosts["worker-1"].check_output(f"find {folders} -type f -perm /077") == ""


def test_rest_is_bound_to_what_the_inventory_says(hosts):
    host = hosts["worker-1"]
    bound = host.check_output("ss --listening --tcp --numeric --no-header 'sport = :8443'")
    assert bound and "*:8443" not in bound and "0.0.0.0:8443" not in bound, bound
