# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a lock to archives in a folder.

Private to streamops.kafka. A Kafka archive has the layout and the launcher names of Apache's (``bin``, ``config``,
``libs``); a plugin that is published as an archive is taken as it is, a set of jars becomes a folder of jars.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from typing import Callable

from ansible_collections.streamops.kafka.plugins.module_utils._bundle.archive import (
    Member,
    archive_digest,
    write_archive,
)
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.failure import BundleError
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.fetch import (
    Progress,
    cached_path,
    fetch_all,
    missing,
    sha256_of,
)
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.launchers import launcher_script
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.lock import Archive
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.repository import Repository

__all__ = ["Assembled", "assemble", "predict"]


@dataclass(frozen=True)
class Assembled:
    """An archive of the control node, and the paths of its drivers; ``sha256`` is empty when it cannot be known yet."""

    archive: Archive
    path: str
    sha256: str
    changed: bool
    downloaded: int
    drivers: tuple[str, ...] = ()


def _skeleton(folder: str, below: str, mode: int) -> list[Member]:
    members = []
    try:
        for name in sorted(os.listdir(os.path.join(folder, below))):
            with open(os.path.join(folder, below, name), "rb") as stream:
                members.append(Member(f"{below}/{name}", stream.read(), mode))
    except OSError as error:
        raise BundleError(f"The collection is not complete ({error}); install it again.") from error
    return members


def _members(archive: Archive, cache: str, skeleton: str) -> list[Member]:
    """What the archive holds."""
    below = "libs/" if archive.launchers else ""
    members = [Member(below + artifact.filename, cached_path(cache, artifact)) for artifact in archive.artifacts]
    if archive.launchers:
        members += _skeleton(skeleton, "bin", 0o755)
        others = "log4j2.yaml" if archive.log4j1 else "log4j.properties"
        members += [item for item in _skeleton(skeleton, "config", 0o644) if not item.name.endswith(others)]
        scripts = {name: launcher_script(name, cls, archive.log4j1) for name, cls in archive.launchers}
        members += [Member(f"bin/{name}", script.encode(), 0o755) for name, script in scripts.items()]
    return members


def predict(archive: Archive, cache: str, dest: str, skeleton: str) -> Assembled:
    """What `assemble` would do; touches nothing."""
    path = os.path.join(dest, archive.filename)
    drivers = {os.path.join(dest, driver.filename): driver.sha256 for driver in archive.drivers}
    wanted = missing(cache, archive.artifacts)
    if archive.verbatim:
        digest = archive.artifacts[0].sha256
    else:
        digest = "" if wanted else archive_digest(archive.folder, _members(archive, cache, skeleton))
    changed = not digest or any(sha256_of(name) != known for name, known in {path: digest, **drivers}.items())
    return Assembled(archive, path, digest, changed, len(wanted) + len(missing(cache, archive.drivers)), tuple(drivers))


def assemble(
    archive: Archive,
    repository: Repository,
    cache: str,
    dest: str,
    skeleton: str,
    report: Callable[[Progress], None],
    parallel: int = 8,
) -> Assembled:
    """Download what is missing and write the archive, unless it is there with the same content."""
    downloaded = fetch_all(repository, cache, (*archive.artifacts, *archive.drivers), report, parallel)
    plan = predict(archive, cache, dest, skeleton)
    if not plan.changed:
        return replace(plan, downloaded=downloaded)
    os.makedirs(dest, exist_ok=True)
    for driver, path in zip(archive.drivers, plan.drivers):
        _copy(cached_path(cache, driver), path)
    if archive.verbatim:
        _copy(cached_path(cache, archive.artifacts[0]), plan.path)
        return replace(plan, downloaded=downloaded)
    digest = write_archive(plan.path, archive.folder, _members(archive, cache, skeleton))
    return replace(plan, sha256=digest, downloaded=downloaded)


def _copy(source: str, dest: str) -> None:
    """The file under its new name, whole or not at all."""
    shutil.copyfile(source, dest + ".part")
    os.replace(dest + ".part", dest)
