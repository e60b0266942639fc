# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at the workers of a Connect cluster one by one, and at the connectors that they share.

Private to streamops.kafka. Each listed worker is asked itself and at once; one that is down or starting is an answer.
"""

from __future__ import annotations

from typing import Any, Callable, Collection

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    ApiError,
    TransportError,
    UnreachableError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.health import worker_health
from ansible_collections.streamops.kafka.plugins.module_utils._rest.overview import read_connectors
from ansible_collections.streamops.kafka.plugins.module_utils._rest.parallel import in_parallel

__all__ = ["ClusterView"]


class ClusterView:
    """The workers at the listed addresses."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def workers(self, parts: Collection[str]) -> list[dict[str, Any]]:
        """Address, health and version of each worker, and its loggers where they are among the parts."""
        workers = in_parallel(lambda url: self._worker(url, "loggers" in parts), self._client.session.urls)
        if not any(worker["status"] for worker in workers):
            told = ", ".join(f"{worker['url']} ({worker['message']})" for worker in workers)
            message = f"No Connect worker answers at {told}: start the workers or correct connect_urls."
            raise UnreachableError(message, {"workers": workers})
        return workers

    def plugins(
        self, workers: Collection[dict[str, Any]], connectors_only: bool
    ) -> tuple[dict[str, list[dict[str, Any]]], list[str]]:
        """The plugins of each worker that answered, and why one could not be asked."""
        urls = [worker["url"] for worker in workers if worker["status"]]
        answers = in_parallel(lambda url: _try(lambda: self._at(url).plugins(connectors_only)), urls)
        listed = {url: plugins for url, (plugins, error) in zip(urls, answers) if not error}
        return listed, [f"Plugins could not be read: {error}" for dummy, error in answers if error]

    def connectors(self) -> list[Found]:
        """All connectors of the cluster."""
        return list(read_connectors(self._client, None).values())

    def _worker(self, url: str, with_loggers: bool) -> dict[str, Any]:
        worker = {"url": url, **worker_health(self._client.session, url)}
        silent = not worker["status"]
        root, dummy = ({}, "") if silent else _try(self._at(url).root)
        for key in ("version", "commit", "kafka_cluster_id"):
            worker[key] = (root or {}).get(key)
        if with_loggers:
            worker["loggers"], error = (None, str(worker["message"])) if silent else _try(self._at(url).loggers)
            worker.update({"loggers_error": error} if error else {})
        return worker

    def _at(self, url: str) -> Client:
        """One worker, asked once."""
        return self._client.at(url, seconds=0)


def _try(read: Callable[[], Any]) -> tuple[Any, str]:
    """What was read, or why it could not be."""
    try:
        return read(), ""
    except (ApiError, TransportError) as error:
        return None, error.message
