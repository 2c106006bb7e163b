"""What every rule looks at: the facts, the programme, and the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from msgspec import Struct

from simcred.findings.finding import Finding
from simcred.load.facts import Facts
from simcred.load.paths import folded
from simcred.model.evidence import EvidenceItem
from simcred.model.portfolio import Goal
from simcred.model.programme import Programme
from simcred.model.review import Submission
from simcred.rules.pins import Pins


class Case(Struct, frozen=True):
    """One portfolio under one programme on one day.

    `pins` compares its files with what somebody saw; `place` is its path inside the programme, if it is in it.
    """

    facts: Facts
    programme: Programme
    today: dt.date
    pins: Pins
    place: str | None = None

    @classmethod
    def of(cls, facts: Facts, programme: Programme, today: dt.date, place: str | None = None) -> Case:
        """The case of a portfolio that was read."""
        read = {path: document.digest.hex() for path, document in facts.documents.items() if document.digest}
        return cls(facts, programme, today, Pins(facts.tree, facts.digests | read), place)

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The portfolio's goals; none when portfolio.yaml cannot be used."""
        return self.facts.portfolio.goals if self.facts.portfolio is not None else ()

    def submission(self, goal: Goal) -> Submission | None:
        """A goal's newest submission, as far as its day has come."""
        papers = self.facts.papers_of(goal.id)
        made = [paper for paper in papers if isinstance(paper, Submission) and paper.date <= self.today]
        return made[-1] if made else None

    def items(self) -> Iterator[EvidenceItem]:
        """Every item that could be read, by folder name."""
        yield from (self.facts.items[slug] for slug in sorted(self.facts.items))

    def goal_name(self, goal: Goal) -> str:
        """A goal's name for people: the intervention's name, or the track's."""
        known = self.programme.interventions.get(goal.intervention or "")
        if known is not None:
            return known.name
        return goal.intervention or {"cer": "Content Enhancement", "ls": "Learning Strategies"}.get(goal.track or "", goal.id)


def plain(name: str) -> str:
    """A name without its capitals and spare spaces, in whatever letters it is written."""
    return " ".join(folded(name).split())


def ancestors(case: Case, item: EvidenceItem) -> list[str]:
    """The items that one grew from, nearest first, each once; the item itself, too, when they lead back to it."""
    chain: dict[str, None] = {}
    slug = item.follows
    while slug is not None and slug not in chain:
        chain[slug] = None
        parent = case.facts.items.get(slug)
        slug = parent.follows if parent is not None else None
    return list(chain)


Rule = Callable[[Case], Iterator[Finding]]
