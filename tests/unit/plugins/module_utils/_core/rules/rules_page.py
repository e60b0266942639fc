# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page docs/rules.md, out of the rules and their fixtures: ``python rules_page.py`` writes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

import yaml
from rule_fixtures import fixtures, is_live, listed, options, rule_of

from ansible_collections.streamops.kafka.plugins.module_utils._core.kinds import KINDS
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.report import RULES, examine
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import Rule

PAGE = Path(__file__).resolve().parents[6] / "docs" / "rules.md"
HEAD = """\
# Rules of the preflight

`ansible-playbook streamops.kafka.preflight -i inventory` holds an inventory against these rules, changes nothing, and
prints all that it found in one table. The rules that need no host are the first step of every playbook that rolls
something out (`site`, `brokers`, `access`, `connect`, `connectors`, `mirror`, `rotate`, `certificates`), run on the
control node, and fit into the CI of an inventory:

```bash
ansible-playbook streamops.kafka.preflight -i inventory -e preflight_look=false
```

With `preflight_look` (true in the playbook, false in roll-outs) every host looks at itself, and asks its clusters and
databases, too. What it may not look at is a line with `not_permitted`, what did not answer one with `not_run`;
neither is a finding, and neither a pass. Whether a topic can be made is asked by a request that makes none.

**refuse** ends the run before anything is touched. **warn** and **info** are told. A finding that you know and accept
goes by the number of its rule into the variable `preflight_accept`: it is told as `[accepted]` in every report, and
refuses nothing any more. `I1` to `I4` cannot be accepted, because the roles refuse the same.

```yaml
preflight_accept: [S4, M12]   # group_vars/all; with the reason beside it
```

Files that were written by hand are held against the same rules: options `worker_files`, `mirror_files` and
`connectors` of the module `streamops.kafka.preflight`; [the procedure explained](seed.md) shows it.

This page is generated from the rules and from the fixtures that test them.
"""
KINDS_HEAD = """\
## Kinds of Kafka clusters

`kafka_clusters.<alias>.kind` says who runs a cluster (`self` unless given), and by that what cannot be done on it
through Kafka's protocol. Rules K2 to K4 hold the inventory against this table, and the settings of brokers are not
asked for where a service does not show them: the report has `not_permitted` for that.

| kind | | copies of a topic | SASL | in clear | settings of brokers | ACLs | SCRAM users |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""
FAMILIES = (
    ("I", "Inventory"), ("S", "Security"), ("A", "Logins in files written by hand"), ("W", "Workers"),
    ("C", "Connectors"), ("Q", "Dead letter queues"), ("D", "Debezium and PostgreSQL"), ("M", "MirrorMaker"),
    ("K", "Kafka clusters and their services"), ("H", "Hosts"), ("T", "Certificates"),
)  # fmt: skip
STATES = (("broken", "Broken"), ("mended", "Instead"))


def page() -> str:
    """The whole page."""
    parts = [HEAD, table(), KINDS_HEAD + kinds()]
    for letter, title in FAMILIES:
        parts.append(f"## {title}\n")
        parts += [section(rule) for rule in RULES if rule.id[0] == letter]
    return "\n".join(parts)


def table() -> str:
    """All rules in short."""
    rows = [f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity} | {rule.title} | {needs(rule)} |" for rule in RULES]
    return "\n".join(["| rule | | | needs |", "| --- | --- | --- | --- |", *rows, ""])


def kinds() -> str:
    """What services allow, and where the rest is done."""
    rows = []
    for kind in KINDS.values():
        numbers = [str(kind.replication_factor or "any"), ", ".join(kind.mechanisms) or "any"]
        allowed = (not kind.tls_only, kind.broker_configs, kind.acls, kind.scram_users)
        cells = [f"`{kind.name}`", kind.title, *numbers, *("yes" if each else "no" for each in allowed)]
        rows.append(f"| {' | '.join(cells)} |")
    elsewhere = [f"- `{kind.name}`: {kind.access}" for kind in KINDS.values() if kind.access]
    return "\n".join([*rows, "", "Users and rights are made elsewhere on:", "", *elsewhere, ""])


def needs(rule: Rule) -> str:
    """What the rule looks at."""
    looks = ["no host"] if rule.look else []
    return ", ".join([*looks, *(["a look from the host"] if rule.live else [])])


def section(rule: Rule) -> str:
    """One rule with an example of each way in which it is seen."""
    titles = [title for title in fixtures() if rule_of(title) == rule.id]
    shown = [next(title for title in titles if is_live(title) == live) for live in (False, True) if has(rule, live)]
    examples = [example(rule, title, fixtures()[title]) for title in shown]
    return "\n".join(
        [f"### {rule.id}\n", f"**{rule.title}** ({rule.severity}; needs {needs(rule)}). {rule.why}\n", *examples]
    )


def has(rule: Rule, live: bool) -> bool:
    """Whether the rule can be seen that way."""
    return bool(rule.live if live else rule.look)


def example(rule: Rule, title: str, fixture: Mapping[str, Any]) -> str:
    """What is broken, what is said, what is right."""
    found = next(item for item in examine(options(fixture, "broken")) if item["id"] == rule.id)
    said = f"> {found['subject']}: {found['seen']}  \n> fix: {found['fix']}\n".replace("<", "\\<")
    blocks = [f"{word}:\n\n{block(fixture, state)}" for state, word in STATES]
    where = "Looked up on a host" if is_live(title) else ""
    return "\n".join([*([f"{where}, in short:\n"] if where else []), blocks[0], said, blocks[1]])


def block(fixture: Mapping[str, Any], state: str) -> str:
    """The lines that differ from a site in which nothing is wrong."""
    patch = fixture[state]
    if fixture["kind"] in ("worker", "workers", "mirror", "mirrors", "environment"):
        files = [lines(each) for each in listed(patch)]
        return "```properties\n" + "\n# the other\n".join(files) + "\n```\n"
    return "```yaml\n" + yaml.safe_dump(patch, sort_keys=False, width=110) + "```\n"


def lines(patch: Mapping[str, Any]) -> str:
    """Lines of a file of properties."""
    shown = [f"# no {key}" if value is None else f"{key}={value}" for key, value in patch.items()]
    return "\n".join(shown or ["# as in a file in which nothing is wrong"])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
