# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a lock to an archive, and what check mode says about it."""

from __future__ import annotations

import hashlib
import pathlib
import subprocess
import tarfile

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._bundle.assemble import Assembled, assemble, predict
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.failure import BundleError
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.lock import Archive
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.repository import open_repository
from ansible_collections.streamops.kafka.tests.unit.stub_maven import Store

SKELETON = pathlib.Path(__file__).resolve().parents[5] / "playbooks" / "files" / "kafka"


@pytest.fixture
def kafka(store: Store) -> Archive:
    jars = (store.add("kafka-clients", b"clients"), store.add("connect-file", b"file"))
    launchers = (("kafka-server-start.sh", "kafka.Kafka"), ("kafka-topics.sh", "org.example.Topics"))
    return Archive("kafka", "1.0", "kafka_2.13-1.0", jars, launchers)


def build(store: Store, archive: Archive, folder: pathlib.Path, skeleton: pathlib.Path = SKELETON) -> Assembled:
    repository = open_repository(store.url)
    return assemble(
        archive, repository, str(folder / "cache"), str(folder / "dest"), str(skeleton), lambda progress: None
    )


def ahead(archive: Archive, folder: pathlib.Path) -> Assembled:
    return predict(archive, str(folder / "cache"), str(folder / "dest"), str(SKELETON))


def test_layout(store: Store, kafka: Archive, tmp_path: pathlib.Path) -> None:
    done = build(store, kafka, tmp_path)
    assert done.changed
    assert done.downloaded == 2
    assert done.path == str(tmp_path / "dest" / "kafka_2.13-1.0.tgz")
    assert done.sha256 == hashlib.sha256(pathlib.Path(done.path).read_bytes()).hexdigest()
    with tarfile.open(done.path) as tar:
        names = {name.removeprefix("kafka_2.13-1.0/"): tar.getmember(name).mode for name in tar.getnames()}
    assert names["bin/kafka-topics.sh"] == names["bin/kafka-run-class.sh"] == names["bin/kafka-server-stop.sh"] == 0o755
    assert names["libs/connect-file-1.0.jar"] == names["config/connect-log4j2.yaml"] == 0o644


def logs(path: str) -> tuple[set[str], str]:
    """The log configurations of an archive, and what its broker's launcher selects."""
    with tarfile.open(path) as tar:
        names = {pathlib.Path(name).name for name in tar.getnames() if "log4j" in name and "/config/" in name}
        launcher = tar.extractfile("kafka_2.13-1.0/bin/kafka-server-start.sh")
        assert launcher is not None
        return names, next(line for line in launcher.read().decode().splitlines() if "LOG4J_OPTS" in line)


def test_log_configuration_follows_the_library(store: Store, kafka: Archive, tmp_path: pathlib.Path) -> None:
    names, line = logs(build(store, kafka, tmp_path).path)
    assert names == {"connect-log4j2.yaml", "log4j2.yaml", "tools-log4j2.yaml"}
    assert "-Dlog4j2.configurationFile=$bin/../config/log4j2.yaml" in line
    jars = (*kafka.artifacts, store.add("slf4j-reload4j", b"binding"))
    names, line = logs(build(store, Archive("kafka", "1.0", kafka.folder, jars, kafka.launchers), tmp_path).path)
    assert names == {"connect-log4j.properties", "log4j.properties", "tools-log4j.properties"}
    assert "-Dlog4j.configuration=file:$bin/../config/log4j.properties" in line


def test_second_run_changes_nothing(store: Store, kafka: Archive, tmp_path: pathlib.Path) -> None:
    first = build(store, kafka, tmp_path)
    before = pathlib.Path(first.path).stat()
    second = build(store, kafka, tmp_path)
    assert (second.changed, second.downloaded, second.sha256) == (False, 0, first.sha256)
    assert pathlib.Path(first.path).stat().st_mtime_ns == before.st_mtime_ns


def test_a_damaged_archive_is_written_again(store: Store, kafka: Archive, tmp_path: pathlib.Path) -> None:
    first = build(store, kafka, tmp_path)
    pathlib.Path(first.path).write_bytes(b"half")
    assert build(store, kafka, tmp_path).changed
    assert not build(store, kafka, tmp_path).changed


def test_check_mode_before_during_and_after(store: Store, kafka: Archive, tmp_path: pathlib.Path) -> None:
    bare = ahead(kafka, tmp_path)
    assert (bare.changed, bare.sha256, bare.downloaded) == (True, "", 2)
    assert not (tmp_path / "cache").exists()
    assert not (tmp_path / "dest").exists()
    done = build(store, kafka, tmp_path)
    pathlib.Path(done.path).unlink()
    cached = ahead(kafka, tmp_path)
    assert (cached.changed, cached.sha256, cached.downloaded) == (True, done.sha256, 0)
    build(store, kafka, tmp_path)
    assert not ahead(kafka, tmp_path).changed


def test_a_plugin_is_taken_as_it_is(store: Store, tmp_path: pathlib.Path) -> None:
    artifact = store.add("connector", b"an archive", packaging="tar.gz", classifier="plugin")
    archive = Archive("connector", "1.0", "connector-1.0", (artifact,))
    bare = ahead(archive, tmp_path)
    assert (bare.changed, bare.sha256) == (True, artifact.sha256)
    done = build(store, archive, tmp_path)
    assert (done.changed, done.sha256) == (True, artifact.sha256)
    assert pathlib.Path(done.path).name == "connector-1.0-plugin.tar.gz"
    assert pathlib.Path(done.path).read_bytes() == b"an archive"
    assert not build(store, archive, tmp_path).changed


def test_a_plugin_of_jars_is_a_folder_of_jars(store: Store, tmp_path: pathlib.Path) -> None:
    jars = (store.add("connector", b"1"), store.add("driver", b"2"))
    done = build(store, Archive("jdbc", "1.0", "jdbc-1.0", jars), tmp_path)
    with tarfile.open(done.path) as tar:
        assert tar.getnames() == ["jdbc-1.0", "jdbc-1.0/connector-1.0.jar", "jdbc-1.0/driver-1.0.jar"]


def test_an_incomplete_collection(store: Store, kafka: Archive, tmp_path: pathlib.Path) -> None:
    with pytest.raises(BundleError, match=r"The collection is not complete .*; install it again"):
        build(store, kafka, tmp_path, tmp_path / "nowhere")


def test_a_failed_download_keeps_the_old_archive(store: Store, kafka: Archive, tmp_path: pathlib.Path) -> None:
    first = build(store, kafka, tmp_path)
    content = pathlib.Path(first.path).read_bytes()
    newer = Archive("kafka", "1.0", kafka.folder, (*kafka.artifacts, store.add("more", b"x")), kafka.launchers)
    store.files.clear()
    with pytest.raises(BundleError, match="is not served"):
        build(store, newer, tmp_path)
    assert pathlib.Path(first.path).read_bytes() == content


def test_launchers_hand_over_to_the_runner(store: Store, kafka: Archive, tmp_path: pathlib.Path) -> None:
    """Every launcher, with a Java that prints its arguments instead of running."""
    subprocess.run(["tar", "-xzf", build(store, kafka, tmp_path).path, "-C", str(tmp_path)], check=True)
    home = tmp_path / "kafka_2.13-1.0"
    java = tmp_path / "jdk/bin/java"
    java.parent.mkdir(parents=True)
    java.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    java.chmod(0o755)

    def run(launcher: str, *arguments: str, **environment: str) -> list[str]:
        command = [str(home / "bin" / launcher), *arguments]
        known = {"PATH": "/usr/bin:/bin", "JAVA_HOME": str(java.parent.parent), "LOG_DIR": str(tmp_path / "log")}
        done = subprocess.run(command, env={**known, **environment}, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    tool = run("kafka-topics.sh", "--list", "two words")
    assert tool[-3:] == ["org.example.Topics", "--list", "two words"]
    assert "-Xmx256M" in tool
    assert tool[tool.index("-cp") + 1] == str(home / "libs/kafka-clients-1.0.jar")
    assert f"-Dlog4j2.configurationFile={home}/config/tools-log4j2.yaml" in tool
    assert not any("jmxremote.port" in argument for argument in tool)

    broker = run("kafka-server-start.sh", "server.properties")
    assert broker[-2:] == ["kafka.Kafka", "server.properties"]
    assert {"-Xmx1G", "-Xms1G"} <= set(broker)
    assert f"-Xlog:gc*:file={tmp_path}/log/kafkaServer-gc.log:time,tags:filecount=10,filesize=100M" in broker
    assert any(argument.endswith("/config/log4j2.yaml") for argument in broker)

    told = run(
        "kafka-server-start.sh",
        "server.properties",
        KAFKA_HEAP_OPTS="-Xmx64m",
        KAFKA_OPTS="-Da=1 -Db=2",
        KAFKA_JVM_PERFORMANCE_OPTS="-XX:+UseSerialGC",
        KAFKA_LOG4J_OPTS="-Dlog4j2.configurationFile=/etc/x.yaml",
        CLASSPATH="/opt/extra/*",
        JMX_PORT="9999",
        EXTRA_ARGS="",
        KAFKA_DEBUG="y",
        JAVA_DEBUG_PORT="6006",
    )
    assert {"-Xmx64m", "-Da=1", "-Db=2", "-XX:+UseSerialGC", "-Dlog4j2.configurationFile=/etc/x.yaml"} <= set(told)
    assert not {"-Xmx1G", "-XX:+UseG1GC"} & set(told)
    assert told[told.index("-cp") + 1].startswith("/opt/extra/*:")
    assert {"-Dcom.sun.management.jmxremote.port=9999", "-Dcom.sun.management.jmxremote.rmi.port=9999"} <= set(told)
    assert any(argument.endswith("suspend=n,address=6006") for argument in told)
    assert not any("-Xlog:gc" in argument for argument in told)


def test_drivers_are_laid_beside_the_plugin(store: Store, tmp_path: pathlib.Path) -> None:
    jar, driver = store.add("plugin", b"plugin"), store.add("driver", b"driver")
    plugin = Archive("plugin", "1.0", "plugin-1.0", (jar,), drivers=(driver,))
    assert (ahead(plugin, tmp_path).changed, ahead(plugin, tmp_path).downloaded) == (True, 2)
    done = build(store, plugin, tmp_path)
    assert (done.changed, done.downloaded) == (True, 2)
    assert [pathlib.Path(path).read_bytes() for path in done.drivers] == [b"driver"]
    assert not build(store, plugin, tmp_path).changed
    pathlib.Path(done.drivers[0]).write_bytes(b"other")
    assert ahead(plugin, tmp_path).changed
    assert build(store, plugin, tmp_path).changed
    assert pathlib.Path(done.drivers[0]).read_bytes() == b"driver"
