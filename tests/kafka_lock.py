# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write playbooks/locks/kafka-VERSION.json: a maintainer's command, ``make kafka-lock KAFKA=4.3.1``.

A version of which the repository lacks programs can be locked without them for the conformance tests alone:
``make kafka-lock KAFKA=4.2.2 WITHOUT="connect-mirror kafka-tools" LOCKS=tests/conformance/locks``.

Maven resolves the programs of a Kafka version with all they need; this notes every jar with its sha256 and size, and
for every launcher the main class that the jars really hold. It needs ``mvn`` and Java; installing needs neither.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from typing import Any, Iterable, Mapping

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / ".ansible" / "collections"))

from ansible_collections.streamops.kafka.plugins.module_utils._bundle.launchers import CANDIDATES
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.lock import parse_lock

SCALA = "2.13"
PROGRAMS = (
    f"kafka_{SCALA}",
    "kafka-tools",
    "connect-runtime",
    "connect-mirror",
    "connect-mirror-client",
    "connect-json",
    "connect-transforms",
    "connect-file",
    "connect-basic-auth-extension",
)
# Kafka 4 compiles against SLF4J; these connect it with log4j-core, at the version that came along. 4.0 brings none:
# it gets the one of its own archive.
LOGGING = ("log4j-core", "log4j-slf4j-impl", "log4j-1.2-api")
LOG4J_OF_4_0 = "2.24.3"
# Kafka 3.9 logs through Log4j 1; the binding has the version of SLF4J itself.
LOGGING_LOG4J1 = "org.slf4j:slf4j-reload4j"
YAML = "com.fasterxml.jackson.dataformat:jackson-dataformat-yaml"
REQUIRED = {
    "kafka-server-start.sh": f"kafka_{SCALA}",
    "kafka-storage.sh": f"kafka_{SCALA}",
    "connect-distributed.sh": "connect-runtime",
    "connect-mirror-maker.sh": "connect-mirror",
    "kafka-topics.sh": "kafka-tools",
}
LOCKS = pathlib.Path(__file__).resolve().parent.parent / "playbooks" / "locks"


def resolve(coordinates: Iterable[str], folder: pathlib.Path) -> dict[str, pathlib.Path]:
    """Have Maven copy the coordinates and their run-time dependencies; ``group:name:version`` -> jar."""
    wanted = [dict(zip(("groupId", "artifactId", "version"), item.split(":"))) for item in coordinates]
    entries = ["".join(f"<{key}>{value}</{key}>" for key, value in item.items()) for item in wanted]
    folder.mkdir()
    pom = folder / "pom.xml"
    pom.write_text(
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>lock</groupId>'
        "<artifactId>lock</artifactId><version>1</version><dependencies>"
        + "".join(f"<dependency>{entry}</dependency>" for entry in entries)
        + "</dependencies></project>",
        encoding="utf-8",
    )
    command = ["mvn", "-B", "-q", "-f", str(pom), "dependency:copy-dependencies", "-DincludeScope=runtime"]
    subprocess.run([*command, "-Dmdep.useRepositoryLayout=true", f"-DoutputDirectory={folder / 'jars'}"], check=True)
    found = {}
    for jar in (folder / "jars").rglob("*.jar"):
        *group, name, version, file = jar.relative_to(folder / "jars").parts
        if file != f"{name}-{version}.jar":
            sys.exit(f"{file} has a classifier or is a snapshot, which a lock cannot name.")
        found[f"{'.'.join(group)}:{name}:{version}"] = jar
    return found


def main_classes(jars: Iterable[pathlib.Path]) -> dict[str, str]:
    """The launchers whose main class is in one of the jars."""
    names: set[str] = set()
    for jar in jars:
        with zipfile.ZipFile(jar) as archive:
            names.update(archive.namelist())
    chosen = {}
    for launcher, candidates in CANDIDATES.items():
        held = [item for item in candidates if item.replace(".", "/") + ".class" in names]
        if held:
            chosen[launcher] = held[0]
    return chosen


def logging(version: str, versions: Mapping[str, str]) -> list[str]:
    """What is added so that the programs log, by what came along."""
    core = versions.get("org.apache.logging.log4j:log4j-core", LOG4J_OF_4_0)
    if version.startswith("3."):
        return [f"{LOGGING_LOG4J1}:{versions['org.slf4j:slf4j-api']}"]
    extra = [f"org.apache.logging.log4j:{name}:{core}" for name in LOGGING]
    if YAML not in versions:
        extra.append(f"{YAML}:{versions['com.fasterxml.jackson.core:jackson-databind']}")
    return extra


def lock(version: str, without: Iterable[str], work: pathlib.Path) -> dict[str, Any]:
    """The lock of one Kafka version."""
    programs = [f"org.apache.kafka:{name}:{version}" for name in PROGRAMS if name not in without]
    first = resolve(programs, work / "first")
    extra = logging(version, {item.rpartition(":")[0]: item.rpartition(":")[2] for item in first})
    jars = resolve(programs + extra, work / "second")
    launchers = main_classes(jars.values())
    lacking = [name for name, program in REQUIRED.items() if name not in launchers and program not in without]
    if lacking:
        sys.exit(f"Kafka {version} lacks the main classes of {', '.join(lacking)}.")
    artifacts = [
        {
            "artifact": item,
            "sha256": hashlib.sha256(jars[item].read_bytes()).hexdigest(),
            "size": jars[item].stat().st_size,
        }
        for item in sorted(jars)
    ]
    archive = {
        "name": "kafka",
        "version": version,
        "folder": f"kafka_{SCALA}-{version}",
        "launchers": launchers,
        "artifacts": artifacts,
    }
    return {"schema_version": 1, "archives": [archive]}


def main() -> None:
    """Write the lock file of the version given."""
    parser = argparse.ArgumentParser(description="Write the lock file of a Kafka version.")
    parser.add_argument("version", help="for instance 4.3.1")
    parser.add_argument("--without", nargs="*", default=[], choices=PROGRAMS, help="what the repository does not have")
    parser.add_argument("--to", type=pathlib.Path, default=LOCKS, help="folder of the lock file")
    arguments = parser.parse_args()
    version = arguments.version
    if shutil.which("mvn") is None:
        sys.exit("mvn is not on PATH: install Maven (only regenerating a lock needs it).")
    with tempfile.TemporaryDirectory() as work:
        document = lock(version, arguments.without, pathlib.Path(work))
    target = arguments.to / f"kafka-{version}.json"
    parse_lock(document, str(target))
    target.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    archive = document["archives"][0]
    print(f"{target}: {len(archive['artifacts'])} jars, {len(archive['launchers'])} launchers")


if __name__ == "__main__":
    main()
