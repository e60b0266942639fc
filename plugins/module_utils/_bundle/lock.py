# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lock files: which artifacts make up an archive, each with its sha256 and size.

Private to streamops.kafka. A lock is JSON: ``{"schema_version": 1, "archives": [...]}``. An archive has ``name``,
``version``, ``folder`` and ``artifacts``; with ``launchers`` it becomes a Kafka distribution (``bin``, ``config``,
``libs``), without them a plugin. ``drivers`` are artifacts that a plugin needs and does not bring. An artifact has
``artifact`` (``group:name:version``), ``sha256``, ``size`` and, when it is not a plain jar, ``packaging`` and
``classifier``.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._bundle.failure import BundleError

__all__ = ["Archive", "Artifact", "parse_lock", "read_lock"]

SCHEMA_VERSION = 1
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True)
class Artifact:
    """One file of a Maven repository."""

    group: str
    name: str
    version: str
    sha256: str
    size: int
    packaging: str = "jar"
    classifier: str = ""

    @property
    def filename(self) -> str:
        """The file's name in the repository and in the archive."""
        suffix = f"-{self.classifier}" if self.classifier else ""
        return f"{self.name}-{self.version}{suffix}.{self.packaging}"

    @property
    def path(self) -> str:
        """The file's path below the root of a Maven repository."""
        return "/".join([*self.group.split("."), self.name, self.version, self.filename])


@dataclass(frozen=True)
class Archive:
    """One archive and what goes into it."""

    name: str
    version: str
    folder: str
    artifacts: tuple[Artifact, ...]
    launchers: tuple[tuple[str, str], ...] = ()
    classes: tuple[str, ...] = ()
    drivers: tuple[Artifact, ...] = ()

    @property
    def verbatim(self) -> bool:
        """Whether the one artifact already is the archive."""
        return len(self.artifacts) == 1 and self.artifacts[0].packaging != "jar"

    @property
    def log4j1(self) -> bool:
        """Whether the programs log through Log4j 1, as those of Kafka 3.9 do."""
        return any(artifact.name == "slf4j-reload4j" for artifact in self.artifacts)

    @property
    def filename(self) -> str:
        """The name of the file that the archive is written to."""
        return self.artifacts[0].filename if self.verbatim else f"{self.folder}.tgz"

    @property
    def size(self) -> int:
        """Bytes to download when nothing is cached."""
        return sum(artifact.size for artifact in (*self.artifacts, *self.drivers))


def _text(entry: Mapping[str, Any], key: str, where: str, default: Optional[str] = None) -> str:
    value = entry.get(key, default)
    if not isinstance(value, str) or (value != default and not _NAME.match(value)):
        raise BundleError(f"{where}: '{key}' must be a plain name, not {value!r}; generate the lock again.")
    return value


def _artifact(entry: Any, where: str) -> Artifact:
    coordinates = entry.get("artifact") if isinstance(entry, Mapping) else None
    parts = coordinates.split(":") if isinstance(coordinates, str) else []
    if len(parts) != 3 or not all(_NAME.match(part) for part in parts):
        raise BundleError(
            f"{where}: 'artifact' must be group:name:version, not {coordinates!r}; generate the lock again."
        )
    sha256, size = entry.get("sha256"), entry.get("size")
    if not isinstance(sha256, str) or not _SHA256.match(sha256):
        raise BundleError(
            f"{where}: {coordinates} has no valid sha256 (64 lower-case hex digits); generate the lock again."
        )
    if not isinstance(size, int) or isinstance(size, bool) or size <= 0:
        raise BundleError(f"{where}: {coordinates} has no valid size in bytes; generate the lock again.")
    packaging = _text(entry, "packaging", where, "jar")
    return Artifact(parts[0], parts[1], parts[2], sha256, size, packaging, _text(entry, "classifier", where, ""))


def _archive(entry: Any, where: str) -> Archive:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("artifacts"), list) or not entry["artifacts"]:
        raise BundleError(
            f"{where}: every archive needs a list 'artifacts' that is not empty; generate the lock again."
        )
    name, version = _text(entry, "name", where), _text(entry, "version", where)
    artifacts = tuple(_artifact(item, where) for item in entry["artifacts"])
    drivers = tuple(_artifact(item, where) for item in entry.get("drivers", ()))
    names = [artifact.filename for artifact in (*artifacts, *drivers)]
    doubles = sorted({item for item in names if names.count(item) > 1})
    if doubles:
        raise BundleError(f"{where}: {name} lists {', '.join(doubles)} twice; generate the lock again.")
    launchers: Mapping[str, str] = entry.get("launchers", {})
    return Archive(
        name=name,
        version=version,
        folder=_text(entry, "folder", where, f"{name}-{version}"),
        artifacts=artifacts,
        launchers=tuple(sorted((key, _text(launchers, key, where)) for key in launchers)),
        classes=tuple(entry.get("classes", ())),
        drivers=drivers,
    )


def parse_lock(document: Any, where: str) -> tuple[Archive, ...]:
    """The archives of a decoded lock file; ``where`` names it in errors."""
    if not isinstance(document, Mapping) or document.get("schema_version") != SCHEMA_VERSION:
        raise BundleError(f"{where} is not a lock file of schema_version {SCHEMA_VERSION}; generate it again.")
    entries: Sequence[Any] = document.get("archives") or ()
    if not entries:
        raise BundleError(f"{where} lists no archives; generate it again.")
    return tuple(_archive(entry, where) for entry in entries)


def read_lock(path: str) -> tuple[Archive, ...]:
    """The archives of the lock file at ``path``."""
    try:
        with open(path, encoding="utf-8") as stream:
            document = json.load(stream)
    except OSError as error:
        raise BundleError(
            f"The lock file {path} cannot be read ({os.strerror(error.errno or 0)}); check 'lock'."
        ) from error
    except ValueError as error:
        raise BundleError(f"The lock file {path} is not JSON ({error}); generate it again.") from error
    return parse_lock(document, path)
