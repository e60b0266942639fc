# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a host says about itself: Java, ports, names, clock, disks, limits, buffers, certificates.

Private to streamops.kafka. Reads and asks, changes nothing. A fact that is not to be had is left out.
"""

from __future__ import annotations

import calendar
import ctypes
import glob
import os
import re
import shutil
import socket
import ssl
import time
import zipfile
from typing import Any, Iterable, Iterator, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import is_debezium_postgres
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.pem import certificate
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Site

__all__ = ["days_left", "host_facts"]

_SECONDS = 5
_UNSYNCHRONISED = 5  # what adjtimex returns then, TIME_ERROR
_JAVA = re.compile(r'^JAVA_VERSION="(?:1\.)?(\d+)', re.MULTILINE)
_OURS = re.compile(r"ConnectDistributed|MirrorMaker|kafka\.Kafka")
_BUFFERS = ("net.core.rmem_max", "net.core.wmem_max")
_PATHS = ("/opt", "/var/lib", "/var/log")


def host_facts(site: Site, host: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that rules of hosts read."""
    facts: dict[str, Any] = {
        "names": {name: _resolves(name) for name in sorted(set(_names(site)))},
        "ports": {str(port): _holder(port) for port in sorted(set(_ports(site)))},
        "clock": {"synchronised": _synchronised()},
        "disk": {path: shutil.disk_usage(path).free for path in _PATHS if os.path.isdir(path)},
        "files": dict(_open_files()),
        "buffers": {key: size for key in _BUFFERS for size in [_sysctl(key)] if size is not None},
        "folders": {path: _folder(path) for path in host.get("connect_plugin_path_extra") or ()},
        "certificates": dict(_certificates(site)),
    }
    major = _java(host.get("java_home"))
    return {**facts, "java": {"major": major}} if major else facts


def _servers(site: Site) -> Iterator[tuple[str, int, bool]]:
    """Brokers that are talked to: name, port, whether by TLS."""
    for cluster in site.kafka.values():
        tls = str(cluster.get("security_protocol") or "").endswith("SSL")
        given = cluster.get("bootstrap_servers") or ""
        for server in given if isinstance(given, (list, tuple)) else str(given).split(","):
            name, dummy, port = str(server).strip().rpartition(":")
            if name and port.isdigit():
                yield name.strip("[]"), int(port), tls


def _names(site: Site) -> Iterator[str]:
    for name, dummy_port, dummy_tls in _servers(site):
        yield name
    for each in site.connectors:
        if (
            is_debezium_postgres(each.config)
            and each.get("database.hostname")
            and "${" not in each.get("database.hostname")
        ):
            yield each.get("database.hostname")


def _resolves(name: str) -> bool:
    try:
        socket.getaddrinfo(name, None)
    except (OSError, UnicodeError):
        return False
    return True


def _ports(site: Site) -> Iterator[int]:
    for process in site.processes:
        for listener in process.get("listeners").split(","):
            port = listener.rsplit(":", 1)[-1].strip()
            if port.isdigit():
                yield int(port)


def _holder(port: int) -> str:
    """Who listens on the port, if it is neither of ours nor unknown; '' otherwise."""
    wanted = f"{port:04X}"
    inodes = {
        fields[9]
        for table in ("tcp", "tcp6")
        for fields in (line.split() for line in _lines(f"/proc/net/{table}")[1:])
        if len(fields) > 9 and fields[3] == "0A" and fields[1].endswith(f":{wanted}")
    }
    for process in glob.glob("/proc/[0-9]*") if inodes else ():
        if any(_link(path) in {f"socket:[{inode}]" for inode in inodes} for path in glob.glob(f"{process}/fd/*")):
            command = " ".join(_lines(f"{process}/cmdline")).replace("\0", " ")
            program = command.split(" ", maxsplit=1)[0]
            return "" if _OURS.search(command) else f"PID {os.path.basename(process)} ({program})"
    return ""


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().splitlines()
    except OSError:
        return []


def _link(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


def _synchronised() -> Optional[bool]:
    """What the kernel says; None where it does not."""
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(1024))
    except (AttributeError, OSError):
        return None
    return None if state < 0 else state != _UNSYNCHRONISED


def _open_files() -> Iterator[tuple[str, int]]:
    """Each of our processes, and how many files it may open."""
    for process in glob.glob("/proc/[0-9]*"):
        command = _OURS.search(" ".join(_lines(f"{process}/cmdline")))
        for fields in (line.split() for line in _lines(f"{process}/limits") if command):
            if fields[:3] == ["Max", "open", "files"] and fields[3].isdigit() and command:
                yield f"{command[0]} (PID {os.path.basename(process)})", int(fields[3])


def _sysctl(key: str) -> Optional[int]:
    text = "".join(_lines("/proc/sys/" + key.replace(".", "/"))[:1])
    return int(text) if text.isdigit() else None


def _java(home: Any) -> int:
    """The major version of the Java that was chosen for this host; 0 where none was."""
    found = _JAVA.search("\n".join(_lines(f"{home}/release"))) if home else None
    return int(found[1]) if found else 0


def _folder(path: str) -> dict[str, Any]:
    """Whether a folder of plugins can be read, and which of its plugins have no manifest."""
    if not os.path.isdir(path):
        return {"problem": "is no folder", "bare": []}
    if not os.access(path, os.R_OK | os.X_OK):
        return {"problem": "cannot be read", "bare": []}
    plugins = sorted(entry for entry in os.listdir(path) if os.path.isdir(os.path.join(path, entry)))
    return {
        "problem": "",
        "bare": [name for name in plugins if _bare(glob.glob(f"{path}/{name}/**/*.jar", recursive=True))],
    }


def _bare(jars: Iterable[str]) -> bool:
    there = list(jars)
    return bool(there) and not any(_manifest(jar) for jar in there)


def _manifest(jar: str) -> bool:
    try:
        with zipfile.ZipFile(jar) as archive:
            return any(name.startswith("META-INF/services/org.apache.kafka.connect.") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def _certificates(site: Site) -> Iterator[tuple[str, int]]:
    """Files that this host's clients read, and what brokers show: where, days left."""
    paths = {str(cluster.get(key)) for cluster in site.kafka.values() for key in ("ca_path", "client_cert")}
    texts = [(path, "\n".join(_lines(path))) for path in sorted(paths - {"None", ""})]
    texts += [(f"{name}:{port}", _shown(name, port)) for name, port, tls in _servers(site) if tls]
    for place, text in texts:
        left = days_left(text, time.time()) if text else None
        if left is not None:
            yield place, left


def _shown(name: str, port: int) -> str:
    try:
        return ssl.get_server_certificate((name, port), timeout=_SECONDS)
    except (OSError, ValueError, TypeError):
        return ""


def days_left(text: str, now: float) -> Optional[int]:
    """Whole days until the certificate expires, negative after that; None where there is none."""
    try:
        end = time.strptime(certificate(text).not_after, "%Y-%m-%d %H:%M:%S")
    except (InputError, ValueError):
        return None
    return int((calendar.timegm(end) - now) // 86400)
