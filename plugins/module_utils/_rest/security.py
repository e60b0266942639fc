# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at what workers tell somebody who does not log in, and for secrets in the configurations that they show.

Private to streamops.kafka. No secret gets into the evidence: only the names of keys.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import ApiError, TransportError
from ansible_collections.streamops.kafka.plugins.module_utils._core.plain_secrets import plain_secret_keys
from ansible_collections.streamops.kafka.plugins.module_utils._core.validation import Definitions, read_definitions
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.looks import wanted
from ansible_collections.streamops.kafka.plugins.module_utils._rest.parallel import in_parallel
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Session

__all__ = ["add_security"]


def add_security(
    client: Client, specs: Sequence[CheckSpec], evidence: dict[str, Any], found: Mapping[str, Found]
) -> None:
    """Add ``rest`` and, of each live worker, ``anonymous``; ``plain_secrets`` has a row for each connector."""
    if wanted(specs, ("rest_secured",)):
        evidence["rest"] = client.session.manner
        _add_anonymous(client.session, [worker for worker in evidence["workers"] if worker["live"]])
    if wanted(specs, ("secrets_hidden",)):
        evidence["plain_secrets"] = _plain_secrets(client, found)


def _add_anonymous(session: Session, workers: Sequence[dict[str, Any]]) -> None:
    nobody = session.anonymous()
    try:
        for worker in workers:
            try:
                status = nobody.request_at(worker["url"], "GET", "/connectors").status
                worker["anonymous"] = {"status": status, "cause": f"it answers {status}"}
            except TransportError as error:
                worker["anonymous"] = {"status": 0, "cause": error.details["cause"]}
    finally:
        nobody.close()


def _plain_secrets(client: Client, found: Mapping[str, Found]) -> list[dict[str, Any]]:
    classes = sorted({item.config["connector.class"] for item in found.values() if "connector.class" in item.config})

    def known(name: str) -> Optional[list[dict[str, Any]]]:
        try:
            return client.definitions(name)
        except (ApiError, TransportError):
            return None

    answers = dict(zip(classes, in_parallel(known, classes)))
    rows = []
    for name, item in sorted(found.items()):
        answer = answers.get(item.config.get("connector.class", ""))
        declared = (read_definitions(answer) if answer else Definitions()).password_keys
        rows.append({"connector": name, "keys": plain_secret_keys(item.config, declared), "allowed": False})
    return rows
