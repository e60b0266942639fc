# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a Connect cluster keeps others out: from Kafka, from its REST interface, from the secrets of its connectors.

Private to streamops.kafka. What the inventory leaves open is ``not_configured``; what it closes and is open all the
same has failed.
"""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult

__all__ = ["kafka_secured", "rest_secured", "secrets_hidden"]

_Evidence = Mapping[str, Any]
_REFUSED = (401, 403)


def kafka_secured(spec: CheckSpec, evidence: _Evidence) -> CheckResult:
    """Whether the brokers, which answered in this run, know who asks and let nobody read what is said.

    A listener speaks one protocol, so where a client with TLS or a login is answered, one in plain text is not.
    """
    plane = evidence["data_plane"]
    if plane["outcome"]:
        return CheckResult(spec.name, plane["outcome"], plane["reason"])
    seen = evidence["kafka_login"]
    state, reason = _kafka(seen, f"kafka_clusters.{seen['alias']}")
    return CheckResult(spec.name, state, reason, None, dict(seen))


def _kafka(seen: _Evidence, entry: str) -> tuple[str, str]:
    protocol = seen["security_protocol"]
    if protocol == "PLAINTEXT":
        return outcome.NOT_CONFIGURED, f"{entry}.security_protocol is PLAINTEXT: everybody may do everything there"
    if protocol == "SASL_PLAINTEXT":
        return outcome.NOT_CONFIGURED, (
            f"{entry}.security_protocol is SASL_PLAINTEXT: the brokers want a login, and whoever is on the network "
            "reads what is said; set SASL_SSL"
        )
    if not seen["login"]:
        return outcome.NOT_CONFIGURED, (
            f"{entry}.security_protocol is SSL without client_cert: nobody reads what is said, and nobody logs in"
        )
    if not seen["names_verified"]:
        return outcome.NOT_CONFIGURED, (
            f"{entry}.extra switches ssl.endpoint.identification.algorithm off: any host with a certificate of the "
            "same authority passes for a broker"
        )
    return outcome.PASSED, f"the brokers of {seen['alias']} answer {protocol} with a login by {seen['login']}"


def rest_secured(spec: CheckSpec, evidence: _Evidence) -> CheckResult:
    """Whether the workers refuse who does not log in, and are asked in a way that nobody can read."""
    seen = evidence["rest"]
    anonymous = {worker["url"]: worker["anonymous"] for worker in evidence["workers"] if "anonymous" in worker}
    state, reason = _rest(seen, anonymous)
    return CheckResult(spec.name, state, reason, None, {**seen, "anonymous": anonymous})


def _rest(seen: _Evidence, anonymous: Mapping[str, _Evidence]) -> tuple[str, str]:
    let_in = [url for url, answer in anonymous.items() if answer["status"] == 200]
    told = ", ".join(let_in)
    if let_in and seen["login"]:
        return outcome.FAILED, (
            f"{told} lets everybody in although there is a login by {seen['login']}: rest.credentials or "
            "rest.client_auth of connect_clusters is not in effect there; run the playbook connect"
        )
    if let_in:
        return outcome.NOT_CONFIGURED, (
            f"whoever reaches {told} may change connectors and so run code: set rest.credentials of connect_clusters, "
            "or rest.client_auth: required"
        )
    unsure = [f"{url} ({answer['cause']})" for url, answer in anonymous.items() if not _refused(seen, answer)]
    if unsure or not anonymous:
        return outcome.INCONCLUSIVE, f"whether a request without a login is refused is not known of {', '.join(unsure)}"
    if seen["scheme"] != "https":
        return outcome.NOT_CONFIGURED, (
            "the workers want a login, which goes over the network in clear: set rest.scheme: https of connect_clusters"
        )
    if not seen["verified"]:
        return outcome.NOT_CONFIGURED, "rest.validate_certs of connect_clusters is false: any host passes for a worker"
    return outcome.PASSED, f"{len(anonymous)} workers speak https and refuse a request without {seen['login']}"


def _refused(seen: _Evidence, answer: _Evidence) -> bool:
    """By an answer that says so; where a certificate is demanded, by a connection that does not come about."""
    return answer["status"] in _REFUSED or (not answer["status"] and seen["login"] == "certificate")


def secrets_hidden(spec: CheckSpec, evidence: _Evidence) -> CheckResult:
    """Whether the configurations, which a topic keeps and REST shows, hold references instead of secrets."""
    rows = evidence["plain_secrets"]
    bad = {row["connector"]: row["keys"] for row in rows if row["keys"]}
    allowed = [row["connector"] for row in rows if row["keys"] and row["allowed"]]
    state, reason = _secrets(bad, allowed, len(rows))
    return CheckResult(spec.name, state, reason, {}, bad)


def _secrets(bad: Mapping[str, Any], allowed: list[str], count: int) -> tuple[str, str]:
    told = "; ".join(f"{name}: {', '.join(keys)}" for name, keys in bad.items() if name not in allowed)
    if told:
        return outcome.FAILED, (
            f"secrets stand in clear in a topic and in what REST shows ({told}): put them into connect_secrets and "
            "write ${file:...} instead, and change them, since they were seen"
        )
    if allowed:
        return outcome.NOT_CONFIGURED, f"allow_plain_secrets has secrets in clear for {', '.join(allowed)}"
    if not count:
        return outcome.NOT_APPLICABLE, "there is no connector to check"
    return outcome.PASSED, f"the configurations of {count} connectors hold no secret in clear"
