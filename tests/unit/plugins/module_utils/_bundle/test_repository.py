# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses, credentials and trust of a repository."""

from __future__ import annotations

import base64
import pathlib

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._bundle.failure import BundleError
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.repository import open_repository


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://repo.example.com/maven2/", "https://repo.example.com/maven2"),
        ("http://user:p%40ss@repo.example.com:8081/r", "http://repo.example.com:8081/r"),
        ("/srv/my mirror", "file:///srv/my%20mirror"),
        ("file:///srv/mirror/", "file:///srv/mirror"),
    ],
)
def test_addresses(url: str, root: str) -> None:
    assert open_repository(url).address("org/example/a b/1.0.jar") == f"{root}/org/example/a%20b/1.0.jar"


def test_credentials_of_the_address() -> None:
    repository = open_repository("http://user:p%40ss@repo.example.com")
    assert base64.b64decode(repository.authorization.removeprefix("Basic ")) == b"user:p@ss"


def test_options_win_over_the_address() -> None:
    repository = open_repository("http://user:old@repo.example.com", "reader", "new")
    assert base64.b64decode(repository.authorization.removeprefix("Basic ")) == b"reader:new"


def test_no_credentials() -> None:
    assert open_repository("https://repo.example.com").authorization == ""


@pytest.mark.parametrize("url", ["", "repo.example.com", "https://", "s3://bucket/path", "ftp://host/path"])
def test_no_address(url: str) -> None:
    with pytest.raises(BundleError, match="maven_repository_url must be"):
        open_repository(url)


@pytest.mark.parametrize("content", [None, "not PEM"])
def test_unusable_certificates(tmp_path: pathlib.Path, content: str | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(BundleError, match=r"ca_path .*ca.pem cannot be read as PEM certificates"):
        open_repository("https://repo.example.com", ca_path=str(path))
