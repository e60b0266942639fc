# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen of security and of releases without a host.

Private to streamops.kafka. The predicates of the rules S1 to S10, and what an inventory is refused for (I1 to I4).
"""

from __future__ import annotations

from typing import Iterator, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.plain_secrets import plain_secret_keys
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import MASK
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Site, Worker
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rest_looks import BASIC_AUTH
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import Seen, refusals
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.worker_looks import by_cluster, listeners

POLICY = "connector.client.config.override.policy"
_CHECKED_NAMES = "ssl.endpoint.identification.algorithm"
# The first release of each line that does not corrupt records, and the first that keeps secrets out of its answers.
_Floors = Mapping[tuple[int, ...], tuple[int, ...]]
_SOUND: _Floors = {(3, 9): (3, 9, 2), (4, 0): (4, 0, 2), (4, 1): (4, 1, 2)}
_DISCREET: _Floors = {(4, 2): (4, 2, 2), (4, 3): (4, 3, 2)}


def refused_connect(site: Site) -> Iterator[Seen]:
    """I1: connect_clusters cannot be meant."""
    return refusals("I1", site)


def refused_flows(site: Site) -> Iterator[Seen]:
    """I2: mm2_flows cannot be meant."""
    return refusals("I2", site)


def refused_kafka(site: Site) -> Iterator[Seen]:
    """I3: kafka_clusters cannot be meant."""
    return refusals("I3", site)


def refused_files(site: Site) -> Iterator[Seen]:
    """I4: a file that was given is no file of properties of that kind."""
    return refusals("I4", site)


def _protocols(site: Site) -> Iterator[tuple[str, str, str]]:
    """Of each cluster and each client that was written by hand: whose, the key, the protocol."""
    for alias, cluster in site.kafka.items():
        yield f"Kafka cluster {alias}", "security_protocol", str(cluster.get("security_protocol") or "PLAINTEXT")
    for process, prefix, keys in site.clients():
        yield process.subject, f"{prefix}security.protocol", keys.get("security.protocol", "PLAINTEXT").strip()


def plain_text(site: Site) -> Iterator[Seen]:
    """S1: records and passwords on the wire for all to read."""
    for subject, key, protocol in _protocols(site):
        if not protocol.endswith("SSL"):
            yield Seen(subject, f"{key} is {protocol}", f"{key}{': ' if '_' in key else '='}SASL_SSL")


def names_unchecked(site: Site) -> Iterator[Seen]:
    """S2: any certificate of the same authority will do."""
    for process in site.processes:
        off = sorted(key for key, value in process.properties.items() if key.endswith(_CHECKED_NAMES) and not value)
        if off:
            yield Seen(process.subject, f"{off[0]} is empty", f"remove {off[0]}")


def _open_workers(site: Site) -> Iterator[tuple[str, Worker, str]]:
    for name, workers in by_cluster(site).items():
        first = workers[0]
        urls = listeners(first) or [f"http://:{first.get('rest.port', '8083')}"]
        yield (f"Connect cluster {name}" if name else first.subject), first, urls[0]


def rest_in_clear(site: Site) -> Iterator[Seen]:
    """S3: a REST interface without TLS."""
    for subject, dummy, url in _open_workers(site):
        if url.lower().startswith("http:"):
            yield Seen(subject, f"its REST interface is {url}", "rest: {scheme: https}")


def rest_open(site: Site) -> Iterator[Seen]:
    """S4: a REST interface that asks nobody who they are."""
    for subject, worker, dummy in _open_workers(site):
        certificate = worker.get("listeners.https.ssl.client.auth") or worker.get("ssl.client.auth")
        if certificate != "required" and not worker.get("rest.extension.classes"):
            fix = "rest: {credentials: <entry of connect_credentials>}"
            yield Seen(subject, "its REST interface asks for no login", fix)


def password_in_clear(site: Site) -> Iterator[Seen]:
    """S5: a password of the REST interface over plain HTTP."""
    for subject, worker, url in _open_workers(site):
        if url.lower().startswith("http:") and BASIC_AUTH in worker.get("rest.extension.classes"):
            yield Seen(subject, f"basic authentication over {url}", "rest: {scheme: https}")


def plain_secrets(site: Site) -> Iterator[Seen]:
    """S6: a secret as a text in a configuration; the mask stands for what the workers have stored already."""
    for each in site.connectors:
        given = {key: value for key, value in each.config.items() if value != MASK}
        for key in () if each.described.get("allow_plain_secrets") else plain_secret_keys(given):
            last = key.rsplit(".", 1)[-1]
            fix = f"{key}: ${{file:/etc/kafka-connect/secrets/{each.name}.properties:{last}}}"
            yield Seen(each.subject, f"{key} is a text, not a reference", fix)
    for mirror in site.mirrors:
        for key in plain_secret_keys(mirror.properties) if mirror.written else ():
            yield Seen(mirror.subject, f"{key} is a text, not a reference", f"{key}=${{file:<file>:{key}}}")


def override_policy(site: Site) -> Iterator[Seen]:
    """S7: connectors may set everything of their clients, logins included."""
    for name, workers in by_cluster(site).items():
        if workers[0].get(POLICY, "All") == "All":
            yield Seen(f"Connect cluster {name}" if name else workers[0].subject, f"{POLICY} is All")


def unsound_release(site: Site) -> Iterator[Seen]:
    """S8: a release of Kafka that corrupts records, or that nobody mends any more."""
    for subject, version in _versions(site).items():
        floor = _SOUND.get(version[:2], (3, 9, 2) if version < (3, 9) else ())
        if version < floor:
            yield Seen(subject, f"Kafka {_dotted(version)}", f"kafka_version: {_dotted(floor)} or newer")


def telling_release(site: Site) -> Iterator[Seen]:
    """S9: a release that answers validate requests with resolved secrets."""
    for subject, version in _versions(site).items():
        floor = _DISCREET.get(version[:2], (4, 2, 2) if version < (4, 2) else ())
        if version < floor:
            fix = f"kafka_version: {_dotted(floor)}, or keep REST to those who may know"
            yield Seen(subject, f"Kafka {_dotted(version)}", fix)


def _versions(site: Site) -> Mapping[str, tuple[int, ...]]:
    """The release of each Connect cluster and of each mirror process."""
    found = {}
    for process in site.processes:
        if process.version:
            name = process.cluster if isinstance(process, Worker) and process.cluster else ""
            found[f"Connect cluster {name}" if name else process.subject] = process.version
    return found


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def file_connectors(site: Site) -> Iterator[Seen]:
    """S10: a connector that reads or writes files of the worker's host."""
    for each in site.connectors:
        if each.plugin.startswith(("FileStreamSource", "FileStreamSink")):
            yield Seen(each.subject, f"{each.plugin} works on files of the hosts")
