# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Downloads: verified, resumed, retried where that helps, and otherwise one sentence."""

from __future__ import annotations

import base64
import pathlib
import time
from typing import Any

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._bundle.failure import BundleError
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.fetch import (
    Progress,
    cached_path,
    fetch_all,
    missing,
)
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.repository import open_repository
from ansible_collections.streamops.kafka.tests.unit.stub_maven import Store

CONTENT = bytes(range(256)) * 4000


def run(
    store: Store, cache: pathlib.Path, *artifacts: Any, pause: float = 0.01, **options: Any
) -> tuple[int, list[Progress]]:
    """Fetch with short pauses; the number downloaded, and what was reported."""
    seen: list[Progress] = []
    repository = open_repository(store.url, timeout=5, **options)
    return fetch_all(repository, str(cache), artifacts, seen.append, pause=pause, interval=0.01), seen


def held(cache: pathlib.Path, artifact: Any) -> bytes:
    return pathlib.Path(cached_path(str(cache), artifact)).read_bytes()


def test_downloads_once_and_reports_all(store: Store, tmp_path: pathlib.Path) -> None:
    artifacts = [store.add(f"jar{number}", CONTENT + bytes([number])) for number in range(20)]
    count, seen = run(store, tmp_path, *artifacts)
    assert count == 20
    total = sum(artifact.size for artifact in artifacts)
    assert seen[-1] == Progress(20, 20, total, total)
    assert [held(tmp_path, artifact) for artifact in artifacts] == [CONTENT + bytes([n]) for n in range(20)]
    store.requests.clear()
    assert run(store, tmp_path, *artifacts) == (0, [])
    assert store.requests == []


def test_what_is_cached_counts_as_done(store: Store, tmp_path: pathlib.Path) -> None:
    first, second = store.add("first", CONTENT), store.add("second", CONTENT + b"2")
    run(store, tmp_path, first)
    count, seen = run(store, tmp_path, first, second)
    assert count == 1
    assert seen[-1] == Progress(2, 2, first.size + second.size, first.size + second.size)


def test_a_damaged_file_of_the_cache_is_downloaded_again(store: Store, tmp_path: pathlib.Path) -> None:
    artifact = store.add("jar", CONTENT)
    run(store, tmp_path, artifact)
    pathlib.Path(cached_path(str(tmp_path), artifact)).write_bytes(CONTENT[:-1] + b"x")
    assert missing(str(tmp_path), [artifact]) == [artifact]
    assert run(store, tmp_path, artifact)[0] == 1
    assert held(tmp_path, artifact) == CONTENT


@pytest.mark.parametrize("served", [CONTENT[:-1] + b"x", CONTENT + b"more"], ids=["other", "longer"])
def test_another_file_is_refused_and_not_kept(store: Store, tmp_path: pathlib.Path, served: bytes) -> None:
    artifact = store.add("jar", CONTENT)
    store.files["/" + artifact.path] = served
    with pytest.raises(BundleError) as caught:
        run(store, tmp_path, artifact)
    text = str(caught.value)
    assert f"{store.url}/{artifact.path} has sha256 " in text
    assert artifact.sha256 in text
    assert "check maven_repository_url" in text
    assert list(tmp_path.rglob("*.jar*")) == []


def test_not_served(store: Store, tmp_path: pathlib.Path) -> None:
    artifact = store.add("jar", CONTENT)
    store.files.clear()
    with pytest.raises(BundleError, match=r"is not served \(HTTP 404\); check that maven_repository_url mirrors"):
        run(store, tmp_path, artifact)
    assert len(store.requests) == 1


def test_first_failure_ends_the_others(store: Store, tmp_path: pathlib.Path) -> None:
    artifacts = [store.add(f"jar{number}", CONTENT) for number in range(200)]
    del store.files["/" + artifacts[0].path]
    with pytest.raises(BundleError, match=r"jar0-1.0.jar is not served"):
        run(store, tmp_path, *artifacts)
    assert len(store.requests) < 150


def test_a_failure_ends_the_pause_of_another(store: Store, tmp_path: pathlib.Path) -> None:
    busy, gone = store.add("busy", CONTENT), store.add("gone", CONTENT)
    store.statuses["/" + busy.path] = [503]
    store.delay["/" + gone.path] = 0.2
    del store.files["/" + gone.path]
    began = time.monotonic()
    with pytest.raises(BundleError, match=r"gone-1.0.jar is not served"):
        run(store, tmp_path, busy, gone, pause=60)
    assert time.monotonic() - began < 10


def test_a_busy_server_is_asked_again(store: Store, tmp_path: pathlib.Path) -> None:
    artifact = store.add("jar", CONTENT)
    store.statuses["/" + artifact.path] = [503, 429, 500]
    assert run(store, tmp_path, artifact)[0] == 1
    assert len(store.requests) == 4


def test_a_server_that_stays_busy(store: Store, tmp_path: pathlib.Path) -> None:
    artifact = store.add("jar", CONTENT)
    store.statuses["/" + artifact.path] = [503] * 9
    with pytest.raises(BundleError, match=r"failed 4 times \(HTTP 503\); run again"):
        run(store, tmp_path, artifact)


def test_nobody_listens(store: Store, tmp_path: pathlib.Path) -> None:
    artifact = store.add("jar", CONTENT)
    store.url = "http://127.0.0.1:9"
    with pytest.raises(BundleError, match=r"failed 4 times \(.*refused.*\)"):
        run(store, tmp_path, artifact)


def test_a_cut_connection_is_resumed(store: Store, tmp_path: pathlib.Path) -> None:
    artifact = store.add("jar", CONTENT)
    store.cut["/" + artifact.path] = [1000, 300_000]
    run(store, tmp_path, artifact)
    ranges = [headers.get("range") for headers in store.asked(artifact)]
    assert ranges == [None, "bytes=1000-", "bytes=301000-"]
    assert held(tmp_path, artifact) == CONTENT


def test_a_connection_that_is_always_cut(store: Store, tmp_path: pathlib.Path) -> None:
    artifact = store.add("jar", CONTENT)
    store.cut["/" + artifact.path] = [10] * 9
    with pytest.raises(BundleError, match=rf"cut off after 40 of {len(CONTENT)} bytes"):
        run(store, tmp_path, artifact)


def partial(cache: pathlib.Path, artifact: Any, content: bytes) -> pathlib.Path:
    part = pathlib.Path(cached_path(str(cache), artifact) + ".part")
    part.parent.mkdir(parents=True)
    part.write_bytes(content)
    return part


@pytest.mark.parametrize("ranges", [True, False])
def test_an_interrupted_run_is_resumed(store: Store, tmp_path: pathlib.Path, ranges: bool) -> None:
    artifact = store.add("jar", CONTENT)
    store.ranges = ranges
    part = partial(tmp_path, artifact, CONTENT[:5000])
    run(store, tmp_path, artifact)
    assert [headers.get("range") for headers in store.asked(artifact)] == ["bytes=5000-"]
    assert held(tmp_path, artifact) == CONTENT
    assert not part.exists()


@pytest.mark.parametrize("left", [b"x" * 5000, b"x" * len(CONTENT), b"x" * (len(CONTENT) + 1)])
def test_wrong_remains_do_no_harm(store: Store, tmp_path: pathlib.Path, left: bytes) -> None:
    artifact = store.add("jar", CONTENT)
    partial(tmp_path, artifact, left)
    run(store, tmp_path, artifact)
    assert held(tmp_path, artifact) == CONTENT


def test_a_server_that_cannot_continue_is_asked_from_the_start(store: Store, tmp_path: pathlib.Path) -> None:
    artifact = store.add("jar", CONTENT)
    partial(tmp_path, artifact, CONTENT[:5000])
    store.statuses["/" + artifact.path] = [416]
    run(store, tmp_path, artifact)
    assert [headers.get("range") for headers in store.asked(artifact)] == ["bytes=5000-", None]


def test_credentials(store: Store, tmp_path: pathlib.Path) -> None:
    artifact = store.add("jar", CONTENT)
    store.authorization = "Basic " + base64.b64encode(b"reader:s3cret").decode()
    assert run(store, tmp_path, artifact, username="reader", password="s3cret")[0] == 1


@pytest.mark.parametrize("password", ["", "wr0ng"])
def test_refused_credentials_are_not_shown(store: Store, tmp_path: pathlib.Path, password: str) -> None:
    artifact = store.add("jar", CONTENT)
    store.authorization = "Basic nothing"
    store.url = store.url.replace("://", f"://reader:{password}@")
    with pytest.raises(BundleError, match=r"is refused \(HTTP 401\); check url_username and url_password") as caught:
        run(store, tmp_path, artifact)
    assert "reader" not in str(caught.value)
    assert "wr0ng" not in str(caught.value)


def test_credentials_do_not_follow_a_redirect(store: Store, other: Store, tmp_path: pathlib.Path) -> None:
    artifact = store.add("jar", CONTENT)
    store.redirect["/" + artifact.path] = f"{other.url}/blob"
    other.files["/blob"] = CONTENT
    run(store, tmp_path, artifact, username="reader", password="s3cret")
    assert store.requests[0][1]["authorization"].startswith("Basic ")
    assert "authorization" not in other.requests[0][1]


def test_the_proxy_of_the_environment(
    store: Store, other: Store, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    artifact = other.add("jar", CONTENT)
    monkeypatch.setenv("http_proxy", other.url)
    store.url = "http://maven.example.com/maven2"
    other.files[f"/maven2/{artifact.path}"] = CONTENT
    run(store, tmp_path, artifact)
    assert other.requests[0][0] == f"http://maven.example.com/maven2/{artifact.path}"


def test_no_proxy_of_the_environment(
    store: Store, other: Store, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    artifact = store.add("jar", CONTENT)
    monkeypatch.setenv("http_proxy", other.url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    run(store, tmp_path, artifact)
    assert other.requests == []


@pytest.mark.parametrize("prefix", ["", "file://"])
def test_a_folder_is_a_repository(store: Store, tmp_path: pathlib.Path, prefix: str) -> None:
    artifact = store.add("jar", CONTENT)
    mirror = tmp_path / "mirror of central"
    (mirror / artifact.path).parent.mkdir(parents=True)
    (mirror / artifact.path).write_bytes(CONTENT)
    store.url = prefix + (str(mirror).replace(" ", "%20") if prefix else str(mirror))
    run(store, tmp_path / "cache", artifact)
    assert held(tmp_path / "cache", artifact) == CONTENT


def test_a_folder_that_lacks_the_file(store: Store, tmp_path: pathlib.Path) -> None:
    artifact = store.add("jar", CONTENT)
    store.url = str(tmp_path)
    with pytest.raises(BundleError, match="No such file"):
        run(store, tmp_path / "cache", artifact)
