# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a rule is: data and one or two small predicates over the inventory as a value.

Private to streamops.kafka. ``look`` needs no host; ``live`` reads what was looked up on one (``site.facts``), under the
key that ``needs`` names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterator, NamedTuple, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Site

__all__ = ["INFO", "REFUSE", "SEVERITIES", "WARN", "Finding", "Rule", "Seen", "refusals"]

REFUSE, WARN, INFO = "refuse", "warn", "info"
SEVERITIES = (REFUSE, WARN, INFO)
PAGE = "https://github.com/streamops/streamops.kafka/blob/main/docs/rules.md"


class Seen(NamedTuple):
    """What a predicate saw: of what, what, and the fix where it can say more than the rule."""

    subject: str
    text: str
    fix: str = ""


def refusals(rule: str, site: Site) -> Iterator[Seen]:
    """What readers of options and files refused under the number of a rule; the fix is behind the last semicolon."""
    for subject, sentence in site.refused.get(rule, ()):
        text, dummy, fix = sentence.rpartition("; ")
        yield Seen(subject, text, fix) if text else Seen(subject, sentence)


Predicate = Callable[[Site], Iterator[Seen]]


@dataclass(frozen=True)
class Finding:
    """One rule that one part of the inventory does not keep."""

    id: str
    severity: str
    subject: str
    seen: str
    why: str
    fix: str
    link: str

    def as_dict(self) -> dict[str, str]:
        """The finding as plain data."""
        return dict(self.__dict__)


@dataclass(frozen=True)
class Rule:
    """A misconfiguration: how much it matters, why it hurts, how it is mended, and how it is seen."""

    id: str
    severity: str
    title: str
    why: str
    fix: str
    look: Optional[Predicate] = None
    live: Optional[Predicate] = None
    needs: str = ""

    @property
    def link(self) -> str:
        """Where the rule is explained with an example."""
        return f"{PAGE}#{self.id.lower()}"

    def findings(self, site: Site) -> Iterator[Finding]:
        """Everything that the rule has to say about the inventory, or about what was looked up on a host."""
        predicate = self.live if site.is_live else self.look
        if predicate is None or (site.is_live and not site.facts.get(self.needs)):
            return
        for seen in predicate(site):
            yield self._finding(seen)

    def _finding(self, seen: Seen) -> Finding:
        return Finding(self.id, self.severity, seen.subject, seen.text, self.why, seen.fix or self.fix, self.link)
