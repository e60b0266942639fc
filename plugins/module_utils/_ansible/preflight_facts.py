# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the module ``preflight`` looks at: this host, and clusters and databases from here.

Private to streamops.kafka. Whatever cannot be looked at becomes an entry of ``unknown`` that says why.
"""

from __future__ import annotations

from typing import Any, Callable, Iterable, Iterator, Mapping, NamedTuple

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_module import connected
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.host_facts import host_facts
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.kafka_facts import kafka_facts
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.source_databases import databases_of
from ansible_collections.streamops.kafka.plugins.module_utils._core.database_evidence import (
    captured_tables,
    catalogue_view,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import (
    PostgresSettings,
    is_debezium_postgres,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    ApiError,
    StreamopsError,
    TransportError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.build import build_site
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Connector, Site
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.unseen import unseen
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.cluster_view import ClusterView

__all__ = ["gather_facts"]

_Found = dict[str, Any]


class _Look(NamedTuple):
    """What is looked at, and where is kept what could not be."""

    context: Context
    site: Site
    unknown: list[dict[str, str]]


def gather_facts(context: Context) -> tuple[_Found, list[dict[str, str]]]:
    """The facts that the live part of rules reads, and what could not be had."""
    params = context.params
    site = build_site(params)
    unknown: list[dict[str, str]] = []
    facts: _Found = {"name": params["host"] or "this host"}
    facts.update(worker=bool(site.workers), mirror=bool(site.mirrors))
    for part in params["look"]:
        facts.update(_PARTS[part](_Look(context, site, unknown)))
    return facts, unknown


def _host(look: _Look) -> _Found:
    host: Mapping[str, Any] = next(iter(look.context.params["hosts"] or ()), {})
    return host_facts(look.site, host)


def _kafka(look: _Look) -> _Found:
    return {"kafka": kafka_facts(look.site, look.context.params, look.unknown)}


def _connect(look: _Look) -> _Found:
    """The plugins of each worker of the cluster that ``connect_urls`` reaches."""
    if not look.context.params["connect_urls"] or not look.site.connect:
        return {}
    name = next(iter(look.site.connect))
    try:
        with connected(look.context) as client:
            workers = ClusterView(client).workers(())
            plugins = dict(_plugins(client, workers, look.unknown))
    except StreamopsError as problem:
        look.unknown.append(unseen(f"Connect cluster {name}", problem))
        return {}
    return {"connect": {name: {"problem": "", "plugins": plugins}}}


def _plugins(
    client: Client, workers: Iterable[Mapping[str, Any]], unknown: list[dict[str, str]]
) -> Iterator[tuple[str, list[str]]]:
    """The classes of each worker that tells them."""
    for worker in workers:
        url = str(worker["url"])
        try:
            if not worker["status"]:
                raise TransportError(str(worker["message"]))
            yield url, [str(plugin.get("class")) for plugin in client.at(url, seconds=0).plugins(False)]
        except (ApiError, TransportError) as problem:
            unknown.append(unseen(f"worker {url}", problem))


def _databases(look: _Look) -> _Found:
    found = {}
    for each in look.site.connectors:
        if is_debezium_postgres(each.config):
            try:
                found[each.name] = _database(look.context, each)
            except StreamopsError as problem:
                found[each.name] = {"problem": problem.message, "kind": problem.details.get("kind", "")}
                if found[each.name]["kind"] not in ("unreachable", "login", "database"):
                    look.unknown.append(unseen(each.subject, problem))
    return {"databases": found}


def _database(context: Context, each: Connector) -> Mapping[str, Any]:
    settings = PostgresSettings(each.config)
    session: Any = databases_of(context.add_secrets)(each.config)
    try:
        catalogue = session.catalogue(settings.publication)
        position = session.position(settings.slot, [])
        slot = position["slot"]
        behind = None if slot is None or slot["confirmed"] is None else position["position"] - slot["confirmed"]
        return {
            **catalogue_view(settings, catalogue),
            **session.readiness(),
            "problem": "",
            "slot": slot,
            "lag_bytes": behind,
            "autocreate": settings.get("publication.autocreate.mode", "all_tables"),
            "foreign": [table["name"] for table in captured_tables(settings, catalogue) if not table["owned"]],
        }
    finally:
        session.close()


_Part = Callable[[_Look], _Found]
_PARTS: Mapping[str, _Part] = {"host": _host, "kafka": _kafka, "connect": _connect, "databases": _databases}
