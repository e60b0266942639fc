# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bring artifacts into the cache: in parallel, resumed where an earlier run stopped, verified before they are named.

Private to streamops.kafka. A file in the cache under its own name is complete; its digest is still taken every time,
because disks and people change files. What is being downloaded is called ``*.part``. One run at a time fills a cache.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import fcntl
import hashlib
import http.client
import os
import threading
import time
import urllib.error
from dataclasses import dataclass
from typing import Callable, Iterable, Iterator, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._bundle.failure import BundleError
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.lock import Artifact
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.repository import Repository

__all__ = ["Progress", "cached_path", "fetch_all", "missing", "sha256_of"]

_CHUNK = 1 << 18
_ATTEMPTS = 4
_TRANSIENT = (408, 425, 429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Progress:
    """How far a set of artifacts is."""

    files: int
    files_total: int
    size: int
    size_total: int


class _CancelledError(Exception):
    """Another artifact failed, this one was given up."""


def sha256_of(path: str) -> str:
    """The digest of a file, empty when there is no such file."""
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as stream:
            for chunk in iter(lambda: stream.read(_CHUNK), b""):
                digest.update(chunk)
    except FileNotFoundError:
        return ""
    return digest.hexdigest()


def cached_path(cache: str, artifact: Artifact) -> str:
    """Where the cache keeps an artifact."""
    return os.path.join(cache, *artifact.path.split("/"))


def missing(cache: str, artifacts: Iterable[Artifact]) -> list[Artifact]:
    """The artifacts that the cache does not hold, or holds with other content."""
    return [artifact for artifact in artifacts if sha256_of(cached_path(cache, artifact)) != artifact.sha256]


class _Download:
    """One artifact on its way into the cache."""

    def __init__(
        self, repository: Repository, cache: str, artifact: Artifact, stop: threading.Event, pause: float
    ) -> None:
        self.repository, self.artifact, self.stop, self.pause = repository, artifact, stop, pause
        self.target = cached_path(cache, artifact)
        self.part = self.target + ".part"
        self.done = 0

    def run(self) -> None:
        """Download, verify, rename; tries again what may pass."""
        os.makedirs(os.path.dirname(self.target), exist_ok=True)
        reason = ""
        for attempt in range(_ATTEMPTS):
            if attempt and self.stop.wait(self.pause * attempt):
                raise _CancelledError
            reason = self._attempt()
            if not reason:
                return
        address = self.repository.address(self.artifact.path)
        raise BundleError(f"{address} failed {_ATTEMPTS} times ({reason}); run again, it goes on where it stopped.")

    def _attempt(self) -> str:
        """One try; the reason why it may be tried again, or nothing."""
        resumed = _size(self.part)
        try:
            self._copy(0 if resumed >= self.artifact.size else resumed)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 416:
                os.unlink(self.part)
            elif error.code not in _TRANSIENT:
                raise BundleError(self._refusal(error.code)) from error
            return f"HTTP {error.code}"
        except (OSError, http.client.HTTPException) as error:
            return str(getattr(error, "reason", "") or error or type(error).__name__)
        if self.done < self.artifact.size:
            return f"cut off after {self.done} of {self.artifact.size} bytes"
        return self._verify(resumed > 0)

    def _copy(self, offset: int) -> None:
        with contextlib.closing(self.repository.read(self.artifact.path, offset)) as response:
            if response.status != 206:
                offset = 0
            with open(self.part, "r+b" if offset else "wb") as stream:
                stream.seek(offset)
                self.done = offset
                while self.done <= self.artifact.size:
                    if self.stop.is_set():
                        raise _CancelledError
                    chunk = response.read(_CHUNK)
                    if not chunk:
                        break
                    stream.write(chunk)
                    self.done += len(chunk)
                stream.flush()
                os.fsync(stream.fileno())

    def _verify(self, resumed: bool) -> str:
        found = sha256_of(self.part)
        if found == self.artifact.sha256:
            os.replace(self.part, self.target)
            return ""
        os.unlink(self.part)
        self.done = 0
        if resumed:
            return "what an earlier run had left did not fit"
        raise BundleError(
            f"{self.repository.address(self.artifact.path)} has sha256 {found}, the lock says {self.artifact.sha256}: "
            "the repository serves another file; check maven_repository_url."
        )

    def _refusal(self, code: int) -> str:
        address = self.repository.address(self.artifact.path)
        if code in (401, 403, 407):
            return f"{address} is refused (HTTP {code}); check url_username and url_password, or the proxy's."
        return f"{address} is not served (HTTP {code}); check that maven_repository_url mirrors Maven Central."


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0


@contextlib.contextmanager
def _exclusive(cache: str) -> Iterator[None]:
    os.makedirs(cache, exist_ok=True)
    with open(os.path.join(cache, ".lock"), "w", encoding="ascii") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def fetch_all(
    repository: Repository,
    cache: str,
    artifacts: Sequence[Artifact],
    report: Callable[[Progress], None],
    parallel: int = 8,
    pause: float = 1.0,
    interval: float = 1.0,
) -> int:
    """Have every artifact in the cache, report on the way, and say how many had to be downloaded."""
    with _exclusive(cache):
        wanted = missing(cache, artifacts)
        if wanted:
            size = sum(artifact.size for artifact in artifacts)
            total = Progress(len(artifacts), len(artifacts), size, size)
            stop = threading.Event()
            downloads = [_Download(repository, cache, artifact, stop, pause) for artifact in wanted]
            _run(downloads, stop, total, report, parallel, interval)
    return len(wanted)


def _run(
    downloads: Sequence[_Download],
    stop: threading.Event,
    total: Progress,
    report: Callable[[Progress], None],
    parallel: int,
    interval: float,
) -> None:
    """Run the downloads side by side; the first failure ends all."""
    cached = total.size_total - sum(download.artifact.size for download in downloads)
    with concurrent.futures.ThreadPoolExecutor(max_workers=parallel) as pool:
        pending = {pool.submit(download.run) for download in downloads}
        try:
            reported = time.monotonic()
            while pending:
                finished, pending = concurrent.futures.wait(pending, interval, concurrent.futures.FIRST_COMPLETED)
                for future in finished:
                    future.result()
                if not pending or time.monotonic() - reported >= interval:
                    reported = time.monotonic()
                    size = cached + sum(download.done for download in downloads)
                    report(Progress(total.files_total - len(pending), total.files_total, size, total.size_total))
        except BaseException:
            stop.set()
            for future in pending:
                future.cancel()
            raise
