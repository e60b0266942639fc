# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Assembles archives on the control node; the options are documented with the module of the same name."""

from __future__ import annotations

import os
from typing import Any, Callable, Optional

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.streamops.kafka.plugins.module_utils._bundle.assemble import Assembled, assemble, predict
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.failure import BundleError
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.fetch import Progress
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.lock import Archive, read_lock
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.repository import open_repository

ARGUMENT_SPEC: dict[str, dict[str, Any]] = {
    "lock": {"type": "path", "required": True},
    "dest": {"type": "path", "required": True},
    "cache": {"type": "path", "default": "~/.cache/streamops-kafka/maven"},
    "names": {"type": "list", "elements": "str"},
    "maven_repository_url": {"type": "str", "default": "https://repo1.maven.org/maven2"},
    "url_username": {"type": "str"},
    "url_password": {"type": "str", "no_log": True},
    "ca_path": {"type": "path"},
    "timeout": {"type": "int", "default": 30},
    "parallel": {"type": "int", "default": 8},
}
SKELETON = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "playbooks", "files", "kafka")
_MEGABYTE = 1_000_000

display = Display()


def reporter(archive: Archive) -> Callable[[Progress], None]:
    """What shows how far an archive is."""

    def report(progress: Progress) -> None:
        done, total = round(progress.size / _MEGABYTE), round(progress.size_total / _MEGABYTE)
        what = "files" if archive.verbatim else "jars"
        files = f"{progress.files} of {progress.files_total} {what}"
        display.display(f"{archive.name} {archive.version}: {files}, {done} of {total} MB")

    return report


def described(result: Assembled) -> dict[str, Any]:
    """An archive as it stands in the task's result."""
    return {
        "name": result.archive.name,
        "version": result.archive.version,
        "path": result.path,
        "checksum": f"sha256:{result.sha256}" if result.sha256 else None,
        "classes": list(result.archive.classes),
        "drivers": [
            {"archive": path, "checksum": f"sha256:{driver.sha256}"}
            for path, driver in zip(result.drivers, result.archive.drivers)
        ],
        "changed": result.changed,
    }


def selected(archives: tuple[Archive, ...], names: Optional[list[str]], lock: str) -> list[Archive]:
    """The archives asked for, all of the lock when no names are given."""
    unknown = sorted(set(names or ()) - {archive.name for archive in archives})
    if unknown:
        known = ", ".join(archive.name for archive in archives)
        raise BundleError(f"'names' holds {', '.join(unknown)}, which {lock} does not; it has {known}.")
    return [archive for archive in archives if names is None or archive.name in names]


class ActionModule(ActionBase):
    """Runs where the playbook runs; nothing is sent to a host."""

    _supports_check_mode = True
    _requires_connection = False

    def run(self, tmp: Optional[str] = None, task_vars: Optional[dict[str, Any]] = None) -> dict[str, Any]:
        """Assemble what the lock lists."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        options = self.validate_argument_spec(argument_spec=ARGUMENT_SPEC)[1]
        try:
            done = self._assemble(options)
        except BundleError as error:
            raise AnsibleActionFail(str(error)) from error
        except OSError as error:
            where = error.filename or options["dest"]
            raise AnsibleActionFail(f"{where}: {error.strerror}; check 'dest' and 'cache'.") from error
        archives = [described(item) for item in done]
        result.update(changed=any(item.changed for item in done), archives=archives)
        if len(archives) == 1:
            result.update(path=archives[0]["path"], checksum=archives[0]["checksum"])
        return result

    def _assemble(self, options: dict[str, Any]) -> list[Assembled]:
        wanted = selected(read_lock(options["lock"]), options["names"], options["lock"])
        cache, dest = os.path.expanduser(options["cache"]), os.path.abspath(os.path.expanduser(options["dest"]))
        repository = open_repository(
            options["maven_repository_url"],
            options["url_username"] or "",
            options["url_password"] or "",
            options["ca_path"] or "",
            options["timeout"],
        )
        if self._task.check_mode:
            return [predict(archive, cache, dest, SKELETON) for archive in wanted]
        parallel = max(1, options["parallel"])
        return [assemble(archive, repository, cache, dest, SKELETON, reporter(archive), parallel) for archive in wanted]
