# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one run keeps about a mirror flow for the next one: a file of its own on the host where the module runs.

Private to streamops.kafka. Ids and offsets, never a secret.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from contextlib import suppress
from typing import Any, Callable, Mapping
from urllib.parse import quote

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_history import kept

__all__ = ["DEFAULT_FOLDER", "History"]

DEFAULT_FOLDER = "/var/lib/streamops/flows"
_MODE = 0o640


class History:
    """The file of a flow."""

    def __init__(self, folder: str, flow_name: str, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self.path = os.path.join(folder, f"{quote(flow_name, safe='')}.json")
        self._loaded: Mapping[str, Any] = {}

    def load(self) -> dict[str, Any]:
        """What the last run kept, when that was and where it stands; nothing where there is none that can be read."""
        try:
            with open(self.path, encoding="utf-8") as file:
                found = json.load(file)
            age = max(self._clock() - float(found["at"]), 0.0)
            when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(float(found["at"])))
            self._loaded = {**found, "age": age, "time": when, "file": self.path}
        except (OSError, ValueError, KeyError, TypeError):
            self._loaded = {}
        return dict(self._loaded)

    def save(self, evidence: Mapping[str, Any]) -> str:
        """Keep what the next run needs; why that could not be done, if so."""
        found = kept(evidence, self._loaded)
        if not found:
            return ""
        try:
            self._replace(json.dumps({**found, "at": self._clock()}, sort_keys=True))
        except OSError as error:
            return (
                f"{os.path.dirname(self.path)} cannot be written ({error.strerror}), so that the next run cannot tell "
                "what happened in between: set history_dir to a directory that this user may write to"
            )
        return ""

    def forget(self) -> None:
        """Remove the file: a flow of this name that is made later is another one."""
        with suppress(FileNotFoundError):
            os.unlink(self.path)

    def _replace(self, text: str) -> None:
        folder = os.path.dirname(self.path)
        os.makedirs(folder, mode=0o750, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", dir=folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(name, _MODE)
            os.replace(name, self.path)
        except OSError:
            os.unlink(name)
            raise
