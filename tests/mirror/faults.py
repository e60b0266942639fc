# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults made for real on one dedicated node, behind which MirrorMaker goes on to say RUNNING.

Each fault has a flow or a topic of its own, so that they do not hide each other and one node serves them all.
"""

from __future__ import annotations

import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping

from confluent_kafka import Producer, TopicPartition
from confluent_kafka.admin import (
    AclBinding,
    AclOperation,
    AclPermissionType,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourcePatternType,
    ResourceType,
)
from regions import Mirror, Regions

from ansible_collections.streamops.kafka.tests.processes.process import free_ports, wait_for
from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

__all__ = ["Faults"]

# Names of this machine, so that one broker can be several clusters of an inventory.
_NAMES = {
    "policy": ("east", "localhost"),
    "copies": ("east", "127.1"),
    "slow": ("east", "127.0.1"),
    "six": ("east", "2130706433"),
    "twin": ("west", "localhost"),
    "login": ("vault", "localhost"),
    "rights": ("vault", "127.1"),
    "absent": ("vault", "127.0.1"),
}
_PASSIVE = {"heartbeats": False, "offset_syncs_location": "target"}
_QUICK = {"admin.timeout.ms": "3000"}
_DATA = ("anew", "minisr", "remade", "truncated")
_SLOW = ("deleted", "fewer")
_RECORDS = 60
_AT_ONCE = 7  # they mostly watch; more starve each other, and a client that starves takes a broker for dead
_BLOCKED = 2
_DAY = 24 * 3600 * 1000
_USERS = {"admin": "admin-1", "mirror": "mirror-1"}


@dataclass
class Faults:
    """The flows, what was done to them, and what the module says about each."""

    regions: Regions
    module: Callable[..., Ran]
    flows: dict[str, dict[str, Any]] = field(default_factory=dict)
    found: dict[str, Ran] = field(default_factory=dict)
    mirror: Any = None

    def start(self) -> None:
        """Flows that run, those of them that can with everything copied."""
        self._clusters()
        self._topics()
        self._describe()
        self.mirror = self.regions.mirror("faults", list(self.flows.values()), ["west"])
        copies = [f"east.fault.{name}" for name in _DATA] + [f"slow.fault.{name}" for name in _SLOW]
        for copy in [*copies, "six.fault.six", "fault.policy"]:
            self.regions.await_count("west", copy, _RECORDS, 120)

    def _clusters(self) -> None:
        ahead = {"log.message.timestamp.after.max.ms": str(2**63 - 1)}  # as brokers before 4.0 have it
        self.regions.broker("vault", users=_USERS, acls=True, **ahead)
        for alias, (of, host) in _NAMES.items():
            self.regions.named(alias, of, host, **({"credentials": alias} if of == "vault" else {}))
        self.regions.login("absent", "admin", _USERS["admin"])
        self.regions.login("login", "mirror", "a wrong one")
        self.regions.login("rights", "mirror", _USERS["mirror"])
        self._allow("mirror", "fault.secret", AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS)
        self.regions.clusters["gone"] = {"bootstrap_servers": f"127.0.0.1:{free_ports(1)[0]}", "replication_factor": 1}

    def _allow(self, user: str, topic: str, *operations: AclOperation) -> None:
        acls = [
            AclBinding(ResourceType.TOPIC, topic, ResourcePatternType.LITERAL, f"User:{user}", "*", operation, allow)
            for allow in [AclPermissionType.ALLOW]
            for operation in operations
        ]
        for done in self.regions.traffic("vault").admin.create_acls(acls).values():
            done.result(30)

    def _topics(self) -> None:
        for name in (*_DATA, *_SLOW, "policy"):
            self.regions.topic("east", f"fault.{name}", partitions=2)
            self.regions.produce("east", f"fault.{name}", _RECORDS)
        self.regions.topic("east", "fault.six", partitions=6)
        self.regions.produce("east", "fault.six", _RECORDS)
        self.regions.topic("west", "fault.twin")
        self.regions.produce("west", "fault.twin", _RECORDS)
        self.regions.topic("vault", "fault.secret", partitions=2)
        self.regions.produce("vault", "fault.secret", _RECORDS)
        self.regions.topic("vault", "fault.future")

    def _describe(self) -> None:
        flow = self.regions.flow
        self.flows = {
            "data": flow("east", "west", topics=[f"fault.{name}" for name in _DATA], groups=["fault-.*"]),
            "slow": flow("slow", "west", topics=[f"fault.{name}" for name in _SLOW], **_PASSIVE)
            | {"refresh_topics_interval": 600},
            "six": flow("six", "west", topics=["fault.six"], tasks_max=6, **_PASSIVE),
            "policy": flow("policy", "west", topics=["fault.policy"], replication_policy="identity", **_PASSIVE),
            "copies": flow("copies", "west", topics=["fault.policy"], replication_factor=3, **_PASSIVE),
            "twin": flow("twin", "west", topics=["fault.twin"], **_PASSIVE),
            "gone": flow("gone", "west", topics=["fault.policy"], config=_QUICK, **_PASSIVE),
            "login": flow("login", "west", topics=["fault.secret"], config=_QUICK, **_PASSIVE),
            "rights": flow("rights", "west", topics=["fault.secret"], **_PASSIVE),
            "absent": flow("absent", "west", topics=["no-such-topic"], **_PASSIVE),
            "future": flow("vault", "west", topics=["fault.future"], **_PASSIVE),
        }

    def make(self) -> None:
        """Every fault that needs a flow that ran well before."""
        self._in_its_absence()
        self._on_the_target()
        producer = Producer(self.regions.plane("vault").cluster.librdkafka())
        producer.produce("fault.future", b"tomorrow", timestamp=int(time.time() * 1000) + _DAY)
        assert producer.flush(30) == 0

    def _in_its_absence(self) -> None:
        """What happens to the source while MirrorMaker does not look."""
        node = self.mirror.processes[0]
        node.ask(signal.SIGSTOP)
        time.sleep(1.0)  # what was asked of the brokers before is answered without these records
        for name in ("truncated", "six"):
            self.regions.produce("east", f"fault.{name}", _RECORDS)
        admin = self.regions.traffic("east").admin
        kept = [TopicPartition("fault.truncated", number, _RECORDS - 5) for number in range(2)]
        for done in admin.delete_records(kept).values():
            done.result(30)
        self.regions.traffic("east").delete_topic("fault.remade")
        self.regions.topic("east", "fault.remade", partitions=2)
        self.regions.produce("east", "fault.remade", 10)
        self._spoil(f"fault.six-{_BLOCKED}")
        node.ask(signal.SIGCONT)

    def _spoil(self, partition: str) -> None:
        """Turn one bit of the last record in the log: a consumer that checks cannot get past it."""
        log = self.regions.brokers["east"].folder / "east" / partition / f"{0:020d}.log"
        with log.open("r+b") as stream:
            end = stream.seek(0, 2)
            while end and not self._bytes(stream, end - 1).strip(b"\0"):
                end -= 1
            last = self._bytes(stream, end - 2)
            stream.seek(end - 2)
            stream.write(bytes([last[0] ^ 1]))

    @staticmethod
    def _bytes(stream: Any, at: int) -> bytes:
        stream.seek(at)
        return bytes(stream.read(1))

    def _on_the_target(self) -> None:
        """What happens to copies."""
        target = self.regions.traffic("west")
        for copy in ("slow.fault.deleted", "slow.fault.fewer", "east.fault.anew"):
            target.delete_topic(copy)
        self.regions.topic("west", "slow.fault.fewer")  # what a broker makes by itself
        entry = ConfigEntry("min.insync.replicas", "2", incremental_operation=AlterConfigOpType.SET)
        topic = ConfigResource(ConfigResource.Type.TOPIC, "east.fault.minisr", incremental_configs=[entry])
        for done in target.admin.incremental_alter_configs([topic]).values():
            done.result(30)
        for name in ("minisr", *_SLOW):
            self.regions.produce("east", f"fault.{name}", 10)
        wait_for("the copy is made again", lambda: "east.fault.anew" in target.topics(), 30)

    def known_better(self) -> dict[str, dict[str, Any]]:
        """Options for who has another address or login than MirrorMaker has."""
        self.regions.login("login", "admin", _USERS["admin"])
        self.regions.login("rights", "admin", _USERS["admin"])
        self.regions.clusters["gone"] = {**self.regions.clusters["six"]}
        return {f"{name} seen": self.options(name) for name in ("login", "rights", "gone")}

    def run(self, wanted: Mapping[str, Mapping[str, Any]]) -> None:
        """Run the module for each of these sets of options, several at the same time."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            asked = {name: pool.submit(self.module, "mm2_flow", **options) for name, options in wanted.items()}
        self.found.update({name: ran.result() for name, ran in asked.items()})

    def options(self, name: str, *topics: str, **changes: Any) -> dict[str, Any]:
        """Options for a flow, or for a part of its topics with the evidence of the last run of the whole."""
        options = {**self.regions.flow_options(self.flows[name]), "history_dir": str(self._history(name)), **changes}
        if topics:
            own = self._history("-".join([name, *topics]))
            shutil.copytree(self._history(name), own, dirs_exist_ok=True)
            options.update(topics=[f"fault.{topic}" for topic in topics], history_dir=str(own))
        return options

    def _history(self, name: str) -> Any:
        path = self.regions.folder / "history" / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def failed(self, name: str) -> dict[str, str]:
        """The reasons of the checks that failed."""
        ran = self.found[name]
        assert "checks" in ran.result, ran.everything
        return {check["name"]: check["reason"] for check in ran.result["checks"] if check["outcome"] == "failed"}

    def outcome(self, name: str, check: str) -> str:
        """The outcome of one check."""
        return {item["name"]: item["outcome"] for item in self.found[name].result["checks"]}[check]

    def states(self, name: str) -> set[str]:
        """What MirrorMaker itself says of the connectors and tasks of a flow."""
        return {status["state"] for status in self.found[name].result["evidence"]["statuses"]}

    def end(self) -> None:
        """Leave the shared clusters to others."""
        if isinstance(self.mirror, Mirror):
            self.mirror.kill()
        self.regions.kill("vault")
