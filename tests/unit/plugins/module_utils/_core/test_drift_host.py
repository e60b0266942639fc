# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would change on a host, out of the lines of one probe."""

from __future__ import annotations

import hashlib

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.drift_host import service_drift

DIRECTORIES = [{"path": "/etc/x", "mode": "0750", "group": "kafka"}]
FILES = [{"dest": "/etc/x/a b", "content": "hello\n", "mode": "0640", "owner": "root", "group": "kafka"}]
SUM = hashlib.sha256(b"hello\n").hexdigest()
HEALTHY = [
    "directory 0750 root kafka /etc/x",
    f"file 0640 root kafka {SUM} /etc/x/a b",
    "print /etc/x/other ActiveState=failed",
    "LoadState=loaded",
    "ActiveState=active",
    "UnitFileState=enabled",
    "NeedDaemonReload=no",
    "digest=same",
]


def drift(seen, manage="unit", files=None, exclusive=()):
    return service_drift(seen, "x.service", manage, DIRECTORIES, FILES if files is None else files, exclusive)


def swapped(old, new):
    return [line.replace(old, new) for line in HEALTHY]


def test_a_healthy_unit():
    assert drift(HEALTHY) == []


@pytest.mark.parametrize(
    ("old", "new", "kind", "change"),
    [
        (HEALTHY[0], "", "directory", "is missing"),
        (
            "directory 0750 root",
            "directory 0755 me",
            "directory",
            "mode is 0755, wanted 0750; owner is me, wanted root",
        ),
        (HEALTHY[1], "", "file", "is missing"),
        (SUM, "0" * 64, "file", "content differs"),
        (
            "file 0640 root kafka",
            "file 0644 root root",
            "file",
            "mode is 0644, wanted 0640; group is root, wanted kafka",
        ),
        ("LoadState=loaded", "LoadState=not-found", "unit", "is not loaded"),
        ("ActiveState=active", "ActiveState=failed", "unit", "is not running"),
        ("UnitFileState=enabled", "UnitFileState=disabled", "unit", "is not enabled"),
        ("NeedDaemonReload=no", "NeedDaemonReload=yes", "unit", "systemd has not read its files yet"),
        ("digest=same", "digest=differs", "unit", "runs with other files than those that are there"),
    ],
)
def test_one_thing_differs(old, new, kind, change):
    name = {"directory": "/etc/x", "file": "/etc/x/a b", "unit": "x.service"}[kind]
    assert drift(swapped(old, new)) == [{"kind": kind, "name": name, "change": change}]


def test_a_restart_that_may_follow_from_a_file_is_not_told_beside_it():
    lines = [line.replace(SUM, "0" * 64).replace("digest=same", "digest=differs") for line in HEALTHY]
    assert [entry["change"] for entry in drift(lines)] == ["content differs"]


def test_a_unit_of_somebody_else_is_not_looked_at():
    assert drift(HEALTHY[:3], manage="none") == []


def test_files_that_nobody_wants():
    lines = [*HEALTHY, "child f /etc/x/a b ", "child f /etc/x/old ", "child d /etc/x/folder ", "child f /etc/y/z "]
    assert drift(lines, exclusive=["/etc/x"]) == [
        {"kind": "file", "name": "/etc/x/old", "change": "is wanted by nobody"}
    ]


def test_what_is_not_said_is_the_default_of_the_role():
    lines = [HEALTHY[0], f"file 0644 root root {SUM} /f", *HEALTHY[2:]]
    assert drift(lines, files=[{"dest": "/f", "content": "hello\n"}]) == []
