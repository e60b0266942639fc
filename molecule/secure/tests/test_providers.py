"""Secrets by file, folder and environment reach a connector, and no topic holds more than references."""

from __future__ import annotations

import base64
import json
import re
import time

import pytest

READ = (
    "KAFKA_HEAP_OPTS=-Xmx128m timeout 60 /opt/kafka/current/bin/kafka-console-consumer.sh --topic heartbeats"
    " --bootstrap-server kafka-near-1:9094 --command-config /etc/kafka-broker/admin.properties"
    " --max-messages 8 --formatter-property print.key=true | tr -cd '[:print:]'"
)
GIVEN = ("from-a-folder", "from-the-environment")
FOLDER = "/etc/kafka-connect/secrets/mounted"


@pytest.fixture
def told(hosts):
    """What the task writes; the worker's converter makes base64 of the bytes that it is given."""

    def read() -> str:
        payloads = re.findall('"payload":"([^"]+)"', hosts["kafka-near-1"].check_output(READ))
        return " ".join(base64.b64decode(payload).decode("ascii", "replace") for payload in payloads)

    return read


@pytest.fixture
def running(rest):
    """Wait until the task runs."""

    def wait():
        deadline = time.monotonic() + 60
        while True:
            tasks = json.loads(rest("/connectors/told/status")[1])["tasks"]
            if [task["state"] for task in tasks] == ["RUNNING"]:
                return
            assert time.monotonic() < deadline, tasks
            time.sleep(1)

    return wait


def test_a_task_gets_what_the_providers_hold(told, running):
    running()
    seen = told()
    assert [word for word in GIVEN if word not in seen] == []


def test_secrets_as_kubernetes_mounts_them(hosts, rest, told, running):
    """There each file is a link into a folder that is itself a link."""
    host = hosts["worker-1"]
    host.check_output(
        f"cd {FOLDER} && mkdir ..2026 && printf from-a-mount > ..2026/alias && chown -R kafka ..2026 &&"
        " chmod 0400 ..2026/alias && ln -s ..2026 ..data && mv alias .kept && ln -s ..data/alias alias"
    )
    try:
        assert rest("/connectors/told/restart?includeTasks=true", method="POST")[0] in (202, 204)
        time.sleep(3)
        running()
        assert "from-a-mount" in told()
    finally:
        host.check_output(f"cd {FOLDER} && mv .kept alias && rm -r ..data ..2026")
        assert rest("/connectors/told/restart?includeTasks=true", method="POST")[0] in (202, 204)


def test_topics_and_rest_hold_references_only(hosts, rest, secret):
    status, text = rest("/connectors/told")
    assert status == 200 and "${dir:" in text and not [word for word in GIVEN if word in text]
    for name in ("kafka-near-1", "kafka-far-1"):
        for word in ("far-operator", "far-mm2", "connect-rest"):
            assert hosts[name].run(f"grep -rlaF {secret(word)} /var/lib/kafka-broker/data").stdout == ""
        configs = "find /var/lib/kafka-broker/data -path '*config*' -name '*.log' -exec grep -laF"
        assert hosts[name].run(f"{configs} from-the-environment {{}} +").stdout == ""
