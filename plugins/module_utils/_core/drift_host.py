# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where one unit of a host differs from what its role would lay there.

Private to streamops.kafka. Input are the lines of the probe of role ``service``; contents are compared by digest, so
that no text of a file, secret or not, gets into a result.
"""

from __future__ import annotations

import hashlib
from typing import Any, Iterable, Mapping, Optional, Sequence

__all__ = ["service_drift"]

_RUNNING = ("active", "activating", "reloading")


def service_drift(
    seen: Sequence[str],
    unit: str,
    manage: str,
    directories: Iterable[Mapping[str, Any]],
    files: Iterable[Mapping[str, Any]],
    exclusive: Iterable[str] = (),
) -> list[dict[str, str]]:
    """What would change: directories and files, files that would go, and the unit."""
    found = _found(seen)
    wanted_files = list(files)
    entries = [
        _entry("directory", item["path"], found, _directory(item))
        for item in directories
    ] + [_entry("file", item["dest"], found, _file(item)) for item in wanted_files]  # fmt: skip
    paths = {str(item["dest"]) for item in wanted_files}
    for folder in exclusive:
        head = f"child f {folder}/"
        strays = {line[len("child f ") :].strip() for line in seen if line.startswith(head)} - paths
        entries.extend({"kind": "file", "name": path, "change": "is wanted by nobody"} for path in sorted(strays))
    changed = [entry for entry in entries if entry]
    changed.extend(_unit(seen, unit, manage, restarts=not changed))
    return changed


def _found(seen: Sequence[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    found = {}
    for line in seen:
        kind = line.split(" ", 1)[0]
        if kind in ("directory", "file"):
            fields = line.split(" ", 4 if kind == "directory" else 5)
            found[kind, fields[-1]] = tuple(fields[1:-1])
    return found


def _directory(item: Mapping[str, Any]) -> dict[str, str]:
    owner = {key: str(item.get(key) or "root") for key in ("owner", "group")}
    return {"mode": str(item["mode"]), **owner}


def _file(item: Mapping[str, Any]) -> dict[str, str]:
    digest = hashlib.sha256(str(item["content"]).encode("utf-8")).hexdigest()
    return {**_directory({"mode": "0644", **item}), "content": digest}


def _entry(
    kind: str, path: str, found: Mapping[tuple[str, str], Sequence[str]], wanted: Mapping[str, str]
) -> Optional[dict[str, str]]:
    there = found.get((kind, path))
    if there is None:
        return {"kind": kind, "name": path, "change": "is missing"}
    is_now = dict(zip(wanted, there))
    told = [
        "content differs" if key == "content" else f"{key} is {is_now[key]}, wanted {value}"
        for key, value in wanted.items()
        if is_now[key] != value
    ]
    return {"kind": kind, "name": path, "change": "; ".join(told)} if told else None


def _unit(seen: Sequence[str], unit: str, manage: str, restarts: bool) -> list[dict[str, str]]:
    """What would happen to the unit. A restart that may follow from a file is not told beside that file."""
    if manage == "none":
        return []
    states = dict(line.split("=", 1) for line in seen if "=" in line and not line.startswith("print "))
    running = states.get("ActiveState") in _RUNNING
    told = {
        "is not loaded": states.get("LoadState") != "loaded",
        "is not running": not running,
        "is not enabled": states.get("UnitFileState") != "enabled",
        "systemd has not read its files yet": states.get("NeedDaemonReload") == "yes",
        "runs with other files than those that are there": running and restarts and states.get("digest") == "differs",
    }
    return [{"kind": "unit", "name": unit, "change": change} for change, due in told.items() if due]
