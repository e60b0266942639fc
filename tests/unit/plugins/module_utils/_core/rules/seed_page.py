# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page docs/seed.md, out of the files of the procedure: ``python seed_page.py`` writes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from rule_fixtures import read

from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.report import examine

PAGE = Path(__file__).resolve().parents[6] / "docs" / "seed.md"
RELEASE = "4.3.2"
NAMES = {
    "worker": "connect-distributed.properties",
    "connector": "debezium-postgres-orders",
    "mirror": "mm2.properties",
}
HEAD = """\
# The procedure explained

This collection began as a procedure: two files and one request to start Kafka Connect and MirrorMaker 2. They are a
good beginning and, as they stand, do not work, or work for everybody on the network. Here is what the
[rules of the preflight](rules.md) say about them, and each line as it has to be.

```yaml
- name: Say what is wrong with files that were written by hand
  streamops.kafka.preflight:
    worker_files:
      connect-distributed.properties: "{{ lookup('ansible.builtin.file', 'connect-distributed.properties') }}"
    mirror_files:
      mm2.properties: "{{ lookup('ansible.builtin.file', 'mm2.properties') }}"
    connectors:
      - name: debezium-postgres-orders
        config: "{{ lookup('ansible.builtin.file', 'debezium-postgres-orders.json') | from_json }}"
```
"""
TITLES = {
    "worker": "The worker",
    "connector": "The connector",
    "mirror": "mm2.properties",
}
WORDS = {
    "worker": "The file starts a worker. It is open to all, and three copies of its topics need three brokers.",
    "connector": """\
Kafka Connect takes this configuration, apart from the key that Debezium renamed. Its dead letter queue never comes into
being, for Connect has them for sinks only: with `errors.tolerance: all` a record that cannot be converted is gone.
Debezium's connector for PostgreSQL makes one task, whatever `tasks.max` says.""",
    "mirror": """\
With its lines about security in effect, the file logs in nowhere: `primary` has a login without a mechanism, which then
is GSSAPI, and `secondary` has a mechanism without a login. The topics to look for afterwards are not
`checkpoints.internal` and `heartbeats` but `primary.checkpoints.internal` and `primary.heartbeats`. What its checklist
calls "whitelist" went with the first MirrorMaker, which Kafka 4.0 removed.""",
}


def given(kind: str, name: str) -> dict[str, Any]:
    """What the module is given."""
    seed = read("seed")
    if kind == "connector":
        return {"connectors": [{"name": NAMES[kind], "config": seed[name]}], "kafka_version": RELEASE}
    text = seed[name] + (seed["whitelist"] if name == "mirror" else "")
    return {f"{kind}_files": {NAMES[kind]: text}, "kafka_version": RELEASE}


def section(kind: str) -> str:
    """One file: as it is, what is said, as it should be."""
    rows = [
        f"| [{item['id']}](rules.md#{item['id'].lower()}) | {cell(item['seen'])} | {cell(item['fix'])} |"
        for item in examine(given(kind, kind))
    ]
    parts = [
        f"## {TITLES[kind]}\n",
        shown(kind, kind),
        WORDS[kind] + "\n",
        "\n".join(["| rule | seen | the line as it has to be |", "| --- | --- | --- |", *rows, ""]),
        "Without findings:\n",
        shown(kind, f"{kind}_mended"),
    ]
    return "\n".join(parts)


def cell(text: str) -> str:
    """Text inside a table."""
    return "`" + text.replace("|", "\\|").replace("; ", "`<br>`") + "`"


def shown(kind: str, name: str) -> str:
    """The file."""
    seed = read("seed")
    if kind == "connector":
        return "```yaml\n" + yaml.safe_dump(seed[name], sort_keys=False, width=200) + "```\n"
    return f"```properties\n{seed[name]}```\n"


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(section(kind) for kind in TITLES)])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
