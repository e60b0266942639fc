# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fixtures of rules: a broken and a mended site for each, laid over one in which nothing is wrong."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, Mapping

import yaml

FOLDER = Path(__file__).parent
FAMILIES = ("sites", "workers", "connectors", "databases", "mirrors")
ENVIRONMENT = {"KAFKA_OPTS": "-Djava.security.auth.login.config=/etc/kafka-connect/jaas.conf"}


@cache
def read(name: str) -> dict[str, Any]:
    """One of the files."""
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


def fixtures() -> dict[str, dict[str, Any]]:
    """All of them by title; a title begins with the number of its rule."""
    return {title: each for family in FAMILIES for title, each in read(family).items()}


def laid(base: Any, patch: Any) -> Any:
    """The patch over the base: dictionaries key by key, null takes a key away."""
    if not isinstance(base, Mapping) or not isinstance(patch, Mapping):
        return deepcopy(patch)
    merged = {**base, **{key: laid(base.get(key), value) for key, value in patch.items()}}
    return {key: value for key, value in merged.items() if value is not None}


def text(name: str, patch: Mapping[str, Any]) -> str:
    """A file of properties: the base and what is laid over it."""
    lines = dict(line.split("=", 1) for line in read("base")[name].splitlines())
    return "\n".join(f"{key}={value}" for key, value in laid(lines, patch).items())


def connectors(kind: str, patches: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Connectors of cluster orders."""
    base = read("base")[kind]
    listed = [
        {"name": "connector" if number == 1 else f"connector-{number}", "config": laid(base, patch)}
        for number, patch in enumerate(patches, start=1)
    ]
    return {"connect_clusters": {"orders": {"connectors": listed}}}


def options(fixture: Mapping[str, Any], state: str) -> dict[str, Any]:
    """What the module is given; ``state`` is broken or mended."""
    base, kind, patch = read("base"), fixture["kind"], fixture[state]
    site = laid(base["site"], fixture.get("site", {}))
    release = site["kafka_version"]
    if kind in ("worker", "workers"):
        files = {f"worker-{at}.properties": text("worker", each) for at, each in enumerate(listed(patch), start=1)}
        return {"worker_files": files, "environment": ENVIRONMENT, "kafka_version": release}
    if kind in ("mirror", "mirrors"):
        files = {f"mm2-{at}.properties": text("mirror", each) for at, each in enumerate(listed(patch), start=1)}
        return {"mirror_files": files, "kafka_version": release}
    if kind == "environment":
        files = {"worker.properties": text("worker", {})}
        return {"worker_files": files, "environment": {**ENVIRONMENT, **patch}, "kafka_version": release}
    if kind in ("source", "sources", "sink"):
        return laid(site, connectors(kind.rstrip("s") if kind == "sources" else kind, listed(patch)))
    if kind == "site":
        return laid(site, patch)
    return {**site, "facts": facts(kind, patch)}


def facts(kind: str, patch: Mapping[str, Any]) -> dict[str, Any]:
    """What was looked up on a host."""
    base = read("base")
    found = {
        "kafka": {"worker": True, "kafka": {"primary": {**base["kafka"], **patch}}},
        "database": {"databases": {"connector": {**base["database"], **patch}}},
        "plugins": {"connect": {"orders": {"problem": "", "plugins": patch}}},
        "facts": patch,
    }[kind]
    return {"name": "connect-primary-1", **found}


def listed(patch: Any) -> list[Mapping[str, Any]]:
    """One or several."""
    return patch if isinstance(patch, list) else [patch]


def rule_of(title: str) -> str:
    """The number of the rule that the fixture is for."""
    return title.split(" ", maxsplit=1)[0]


def is_live(title: str) -> bool:
    """Whether the fixture holds facts."""
    return "(live" in title
