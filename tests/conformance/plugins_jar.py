# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plugins that misbehave on demand: connectors that block or fail, converters that cannot be used.

No published connector blocks, and a failure has to begin and end when a test says so:

- ``Gated*`` connector and tasks start only while the file ``<gate.prefix>connector`` or ``<gate.prefix><task>`` exists.
- ``BlockedIn*`` sleeps in one method of its life; so does the task of ``ZombieSinkConnector`` when it is to stop.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from classfile import Method, class_file

PACKAGE = "io.streamops.conformance."
BLOCKED_FOR = 45.0  # seconds
_PATH = PACKAGE.replace(".", "/")
_TOOLS = "org/apache/kafka/connect/tools/"
_STRING_CONVERTER = "org/apache/kafka/connect/storage/StringConverter"
_MAP = "(Ljava/util/Map;)V"
_CONFIG_DEF = "()Lorg/apache/kafka/common/config/ConfigDef;"
_TASK_CLASS = "()Ljava/lang/Class;"
_BLOCKED = {
    "BlockedInValidate": ("validate", "(Ljava/util/Map;)Lorg/apache/kafka/common/config/Config;"),
    "BlockedInConfig": ("config", _CONFIG_DEF),
    "BlockedInInitialize": ("initialize", "(Lorg/apache/kafka/connect/connector/ConnectorContext;)V"),
    "BlockedInStart": ("start", _MAP),
    "BlockedInStop": ("stop", "()V"),
}


def _constructor(base: str, *rest: tuple, descriptor: str = "()V") -> Method:
    call = ("invokespecial", base, "<init>", "()V")
    return Method("<init>", descriptor, [("aload", 0), call, *(rest or [("return",)])])


def _super(base: str, name: str, descriptor: str) -> list[tuple]:
    """Call what the base class does, and return it."""
    loads = [("aload", 0)] + ([("aload", 1)] if descriptor.startswith("(L") else [])
    end = ("return",) if descriptor.endswith("V") else ("areturn",)
    return [*loads, ("invokespecial", base, name, descriptor), end]


def _sleep() -> list[tuple]:
    return [("ldc_long", int(BLOCKED_FOR * 1000)), ("invokestatic", "java/lang/Thread", "sleep", "(J)V")]


def _get(key: str) -> list[tuple]:
    """A string out of the map that is the first argument."""
    get = ("invokeinterface", "java/util/Map", "get", "(Ljava/lang/Object;)Ljava/lang/Object;", 2)
    return [("aload", 1), ("ldc", key), get, ("checkcast", "java/lang/String")]


def _gate(last: list[tuple]) -> list[tuple]:
    """Read the file whose name is the prefix and ``last``: without that file this throws."""
    text = "(Ljava/lang/String;)"
    path = [*_get("gate.prefix"), *last, ("invokevirtual", "java/lang/String", "concat", f"{text}Ljava/lang/String;")]
    opened = [
        ("new", "java/io/FileReader"),
        ("dup",),
        *path,
        ("invokespecial", "java/io/FileReader", "<init>", f"{text}V"),
    ]
    return [*opened, ("invokevirtual", "java/io/FileReader", "close", "()V")]


def _task_class(task: str) -> Method:
    return Method("taskClass", _TASK_CLASS, [("ldc_class", _PATH + task), ("areturn",)])


def _classes() -> dict[str, bytes]:
    source, source_task = _TOOLS + "VerifiableSourceConnector", _TOOLS + "VerifiableSourceTask"
    sink, sink_task, mock = _TOOLS + "MockSinkConnector", _TOOLS + "MockSinkTask", _TOOLS + "MockSourceConnector"

    def made(name: str, base: str, *methods: Method, abstract: bool = False) -> tuple[str, bytes]:
        return name, class_file(_PATH + name, base, methods, abstract)

    found = [
        made(
            "GatedSourceConnector",
            source,
            _constructor(source),
            _task_class("GatedSourceTask"),
            Method("start", _MAP, [*_gate([("ldc", "connector")]), *_super(source, "start", _MAP)]),
        ),
        made(
            "GatedSourceTask",
            source_task,
            _constructor(source_task),
            Method("start", _MAP, [*_gate(_get("id")), *_super(source_task, "start", _MAP)]),
        ),
        made("ZombieSinkConnector", sink, _constructor(sink), _task_class("ZombieSinkTask")),
        made("ZombieSinkTask", sink_task, _constructor(sink_task), Method("stop", "()V", [*_sleep(), ("return",)])),
        made("AbstractConverter", _STRING_CONVERTER, _constructor(_STRING_CONVERTER), abstract=True),
        made(
            "NoDefaultConstructorConverter",
            _STRING_CONVERTER,
            _constructor(_STRING_CONVERTER, descriptor="(Ljava/lang/String;)V"),
        ),
        made("ThrowingConverter", _STRING_CONVERTER, _constructor(_STRING_CONVERTER, ("aconst_null",), ("athrow",))),
        made(
            "NoDefinitionConverter",
            _STRING_CONVERTER,
            _constructor(_STRING_CONVERTER),
            Method("config", _CONFIG_DEF, [("aconst_null",), ("areturn",)]),
        ),
    ]
    for name, (method, descriptor) in _BLOCKED.items():
        code = [*_sleep(), *_super(mock, method, descriptor)]
        found.append(made(name, mock, _constructor(mock), Method(method, descriptor, code)))
    return dict(found)


def write_jars(connectors: Path, converters: Path) -> None:
    """Write the connectors, with the manifests by which workers find them, and the converters for the class path."""
    classes = _classes()
    sources = [name for name in classes if name.startswith("BlockedIn") or name == "GatedSourceConnector"]
    services = {"source.SourceConnector": sources, "sink.SinkConnector": ["ZombieSinkConnector"]}
    for path in (connectors, converters):
        with zipfile.ZipFile(path, "w") as jar:
            for name, content in classes.items():
                if name.endswith("Converter") is (path is converters):
                    jar.writestr(f"{_PATH}{name}.class", content)
    with zipfile.ZipFile(connectors, "a") as jar:
        for service, names in services.items():
            text = "".join(f"{PACKAGE}{name}\n" for name in names)
            jar.writestr(f"META-INF/services/org.apache.kafka.connect.{service}", text)
