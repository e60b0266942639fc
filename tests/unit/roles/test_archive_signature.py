# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role kafka asks gpgv for a good signature, where the user gives keys, before anything is unpacked."""

from __future__ import annotations

import functools
import http.server
import os
import pathlib
import re
import subprocess
import threading
from typing import Any, Iterator

import pytest
from test_install import archive, java, play, role

STRANGER, RELEASER = "stranger@example.org", "releaser@example.org"
VERSION = "4.3.1"


@pytest.fixture
def gpg(tmp_path: pathlib.Path) -> Iterator[Any]:
    """GnuPG in a folder of its own, with two keys; the agent goes with the test."""
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)

    def run(*arguments: str) -> None:
        common = ["gpg", "--homedir", str(home), "--batch", "--yes", "--passphrase", "", "--pinentry-mode", "loopback"]
        subprocess.run([*common, *arguments], check=True, capture_output=True)

    for name in (STRANGER, RELEASER):
        run("--quick-generate-key", name, "ed25519", "sign", "never")
    run("--output", str(tmp_path / "keys.gpg"), "--export", RELEASER)
    yield run
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=True, capture_output=True)


@pytest.fixture
def signed(tmp_path: pathlib.Path, gpg: Any) -> dict[str, Any]:
    """A host whose archive is signed by who may."""
    item = archive(tmp_path, VERSION)
    for name in (STRANGER, RELEASER):
        output = str(tmp_path / f"{name}.asc")
        gpg("--local-user", name, "--armor", "--output", output, "--detach-sign", item["kafka_archive"])
    return {
        **item,
        "kafka_become": False,
        "kafka_user_manage": False,
        "java_home": java(tmp_path, "17.0.15"),
        "kafka_archive_signature": str(tmp_path / f"{RELEASER}.asc"),
        "kafka_signing_keys": str(tmp_path / "keys.gpg"),
    }


@pytest.fixture
def server(tmp_path: pathlib.Path) -> Iterator[str]:
    """The folder of the test by HTTP."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}/"
        listening.shutdown()


def test_signatures_good_and_bad(tmp_path: pathlib.Path, signed: dict[str, Any], server: str) -> None:
    stranger = f"{STRANGER}.asc"
    by_address = {**signed, "kafka_archive": server + pathlib.Path(signed["kafka_archive"]).name}
    by_host = {**by_address, "kafka_download_on": "host"}
    named = {
        "path": signed,
        "address": {**by_address, "kafka_archive_signature": f"{server}{RELEASER}.asc"},
        "host": {**by_host, "kafka_archive_signature": f"{server}{RELEASER}.asc"},
        "bad-path": {**signed, "kafka_archive_signature": str(tmp_path / stranger)},
        "bad-address": {**by_address, "kafka_archive_signature": server + stranger},
        "bad-host": {**by_host, "kafka_archive_signature": server + stranger},
        "no-file": {**signed, "kafka_archive_signature": "/nowhere.asc"},
        "half": {**signed, "kafka_signing_keys": ""},
    }
    places = {"kafka_install_dir": "opt", "kafka_download_dir": "downloads"}
    hosts = {
        name: {**given, **{variable: str(tmp_path / place / name) for variable, place in places.items()}}
        for name, given in named.items()
    }
    done = play(tmp_path, role("kafka"), **hosts)
    bad = "is no good signature of kafka_archive .* by a key of kafka_signing_keys .*keys.gpg for"
    said = {
        "bad-path": rf"kafka_archive_signature \S+{stranger} {bad} bad-path .*No public key.*or install gpgv",
        "bad-address": rf"kafka_archive_signature http\S+{stranger} {bad} bad-address .*No public key",
        "bad-host": rf"kafka_archive_signature http\S+{stranger} {bad} bad-host .*No public key",
        "no-file": rf"kafka_archive_signature /nowhere.asc {bad} no-file .*No such file",
        "half": r"kafka_archive_signature and kafka_signing_keys .* belong together on half: give both or neither",
    }
    assert [name for name, text in said.items() if not re.search(text, done.stdout)] == [], done.stdout
    good = {name for name in named if (tmp_path / "opt" / name / "current/.release").is_file()}
    assert good == set(named) - set(said), done.stdout
    assert re.findall(r"failed=(\d)", done.stdout).count("1") == len(said)
    assert sorted(os.listdir(tmp_path / "opt/host/releases")) == os.listdir(tmp_path / "opt/path/releases")

    again = play(tmp_path, role("kafka"), **{name: hosts[name] for name in good})
    assert again.returncode == 0 and set(re.findall(r"changed=(\d)", again.stdout)) == {"0"}, again.stdout
