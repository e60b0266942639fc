"""Two Connect clusters on the same brokers do not see, slow or stop each other; one of them is taken away again."""

from __future__ import annotations

import hashlib
import os
import pathlib
import zipfile

import pytest
import yaml

pytestmark = pytest.mark.long
ROOT = pathlib.Path(__file__).resolve().parents[3]
LIGHT = "connect-primary-3"
INVENTORY = f"--inventory={ROOT / 'molecule/default/isolation'}"
TEAM = (INVENTORY, f"--limit={LIGHT}")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    """The plugins of the bundle, one of them with a driver beside it."""
    driver = tmp_path_factory.mktemp("driver") / "driver-1.0.jar"
    with zipfile.ZipFile(driver, "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
    digest = hashlib.sha256(driver.read_bytes()).hexdigest()
    plugins = yaml.safe_load(pathlib.Path(os.environ["LAB_BUNDLE"]).read_text(encoding="utf-8"))["connect_plugins"]
    plugins["kafka-file"]["drivers"] = [{"archive": str(driver), "checksum": f"sha256:{digest}"}]
    return plugins


@pytest.fixture(scope="module")
def light(play, hosts, catalogue):
    """Cluster light and its connector, rolled out from an inventory that knows no other; gone at the end."""

    def rolled_out(playbook, **variables):
        result = play(playbook, *TEAM, connect_plugins=catalogue, **variables)
        assert result.returncode == 0, result.stdout[-3000:]
        return result

    login = play("streamops.kafka.access", INVENTORY)
    assert login.returncode == 0, login.stdout[-3000:]
    rolled_out("streamops.kafka.connect")
    rolled_out("streamops.kafka.connectors")
    yield hosts[LIGHT]
    rolled_out("streamops.kafka.connect", connect_state="absent")
    assert hosts[LIGHT].run("systemctl cat kafka-connect.service").rc != 0
    assert not hosts[LIGHT].file("/etc/kafka-connect").exists


@pytest.mark.usefixtures("light")
def test_each_cluster_has_its_own_connectors(rest):
    assert rest(LIGHT, "/connectors") == ["light.os-release"]
    assert rest("connect-primary-1", "/connectors") == ["debezium-postgres-orders"]


@pytest.mark.usefixtures("light")
def test_records_come_through_the_light_cluster(tool):
    read = "kafka-console-consumer.sh --topic light.os-release --from-beginning --max-messages 1 --timeout-ms 20000"
    assert "Debian" in tool("kafka-primary-1", read)


def test_driver_is_laid_beside_the_plugin(light):
    folder = light.check_output("readlink -f /opt/kafka-connect/plugins/current/kafka-file")
    assert "driver-1.0.jar" in light.check_output(f"ls {folder}").split()


def test_the_light_worker_dies_and_orders_goes_on(hosts, light, rest):
    """No rebalance over there: every worker of orders keeps the generation that it has."""
    joined = "journalctl --unit=kafka-connect --output=cat --no-pager | grep -c 'Joined group at generation'"
    before = {name: hosts[name].run(joined).stdout for name in ("connect-primary-1", "connect-primary-2")}
    light.check_output("systemctl kill --signal=KILL kafka-connect.service")
    assert rest("connect-primary-1", "/connectors") == ["debezium-postgres-orders"]
    assert {name: hosts[name].run(joined).stdout for name in before} == before
