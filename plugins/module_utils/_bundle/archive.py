# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deterministic .tgz files: the same content gives the same bytes, on every control node.

Private to streamops.kafka. Jars are compressed already, and what zlib makes of the rest differs between its builds; so
the gzip stream is written here, in stored blocks. The sha256 of an archive then depends on its content alone.
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
import tarfile
import tempfile
import zlib
from dataclasses import dataclass
from typing import IO, Any, Iterable, Union

__all__ = ["Member", "archive_digest", "write_archive"]

_TIME = 1577836800  # 2020-01-01, for every member
_BLOCK = 0xFFFF


@dataclass(frozen=True)
class Member:
    """One file of an archive: its name, and its content as bytes or as the path of a file."""

    name: str
    content: Union[bytes, str]
    mode: int = 0o644


class _StoredGzip:
    """A gzip stream without compression, written to another stream."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw, self.crc, self.size, self.waiting = raw, 0, 0, bytearray()
        raw.write(b"\x1f\x8b\x08\x00" + b"\x00" * 5 + b"\xff")

    def write(self, data: Any) -> int:
        """Take ``data``; whole blocks go out at once."""
        self.crc, self.size = zlib.crc32(data, self.crc), self.size + len(data)
        self.waiting += data
        start = 0
        while len(self.waiting) - start > _BLOCK:
            self._block(bytes(self.waiting[start : start + _BLOCK]), last=False)
            start += _BLOCK
        del self.waiting[:start]
        return len(data)

    def _block(self, data: bytes, last: bool) -> None:
        self.raw.write(struct.pack("<BHH", int(last), len(data), len(data) ^ 0xFFFF) + data)

    def finish(self) -> None:
        """Write the last block and the trailer."""
        self._block(bytes(self.waiting), last=True)
        self.raw.write(struct.pack("<II", self.crc, self.size & 0xFFFFFFFF))


class _Digest:
    """Hashes what is written, and passes it on."""

    def __init__(self, raw: Any = None) -> None:
        self.raw, self.sha256 = raw, hashlib.sha256()

    def write(self, data: Any) -> int:
        """Hash ``data`` and pass it on."""
        self.sha256.update(data)
        if self.raw is not None:
            self.raw.write(data)
        return len(data)


def _header(name: str, mode: int, kind: bytes, size: int = 0) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.type, header.mode, header.size, header.mtime = kind, mode, size, _TIME
    header.uname = header.gname = "root"
    return header


def _write(folder: str, members: Iterable[Member], sink: Any) -> None:
    gzip: Any = _StoredGzip(sink)
    with tarfile.open(fileobj=gzip, mode="w|", format=tarfile.GNU_FORMAT, bufsize=1 << 20) as tar:
        known = {""}
        for member in sorted(members, key=lambda item: item.name):
            path = f"{folder}/{member.name}"
            for end in (i for i, letter in enumerate(path) if letter == "/" and path[:i] not in known):
                known.add(path[:end])
                tar.addfile(_header(path[:end], 0o755, tarfile.DIRTYPE))
            if isinstance(member.content, bytes):
                tar.addfile(
                    _header(path, member.mode, tarfile.REGTYPE, len(member.content)), io.BytesIO(member.content)
                )
            else:
                with open(member.content, "rb") as stream:
                    tar.addfile(_header(path, member.mode, tarfile.REGTYPE, os.stat(member.content).st_size), stream)
    gzip.finish()


def archive_digest(folder: str, members: Iterable[Member]) -> str:
    """The sha256 that the archive has or would have; writes nothing."""
    sink = _Digest()
    _write(folder, members, sink)
    return sink.sha256.hexdigest()


def write_archive(path: str, folder: str, members: Iterable[Member]) -> str:
    """Write the archive in one atomic step and return its sha256."""
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=f".{os.path.basename(path)}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            sink = _Digest(stream)
            _write(folder, members, sink)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    return sink.sha256.hexdigest()
