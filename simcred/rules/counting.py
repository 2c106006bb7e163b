"""Which evidence counts for which row of a goal, and why the rest does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.json import decode, encode

from simcred.load.validator import Validator, prepare
from simcred.model.checklist import Checklist, EvidenceAsk, Row
from simcred.model.days import Relation, Span, stands_in
from simcred.model.evidence import MISSING, EvidenceItem, field
from simcred.model.portfolio import LAST_OF_ONE, Goal
from simcred.rules.case import Case, ancestors
from simcred.rules.series import Progress, progress


class Miss(Struct, frozen=True):
    """Why an item does not count, and how near it comes: 0 not at all, 4 but for a mistake in it.

    `progress` is how far it is where only parts of it are missing; `order`: it is only out of order; `lacks`: something is
    still to be written in it; `spoiled`: it has a mistake in it; `first`: the row that must have something before.
    """

    near: int
    reason: str = ""
    progress: Progress | None = None
    order: bool = False
    lacks: bool = False
    slug: str = ""
    spoiled: bool = False
    first: str | None = None


@cache
def _shape(text: bytes) -> Validator:
    """A prepared `where` schema, by its canonical text."""
    return prepare(decode(text))


def fits_shape(value: object, shape: Mapping[str, Any]) -> bool:
    """Whether a field's value has the shape that a row asks for."""
    if len(shape) == 1 and isinstance(wanted := shape.get("const"), (str, bool)):
        return type(value) is type(wanted) and value == wanted
    return not shape or _shape(encode(shape, order="sorted")).is_valid(value)


def is_about(goal: Goal, case: Case, name: str) -> bool:
    """Whether a routine or strategy is what the goal is about: its own, or one of its track."""
    if goal.intervention is not None and goal.level <= LAST_OF_ONE:
        return name == goal.intervention
    known = case.programme.interventions.get(name)
    return known is not None and known.track == goal.track


def is_for_goal(goal: Goal, case: Case, item: EvidenceItem) -> bool:
    """Whether an item is about what the goal is about; an item that names no intervention is about all of them."""
    return not item.intervention or any(is_about(goal, case, name) for name in item.intervention)


class Counting:
    """The evidence of one goal, row by row. `blocked` are items with a mistake, which count for nothing."""

    def __init__(self, case: Case, goal: Goal, checklist: Checklist, blocked: frozenset[str]) -> None:
        self._case, self._goal, self._checklist, self._blocked = case, goal, checklist, blocked
        self._by_row: dict[str, list[EvidenceItem]] = {}
        self._by_kind: dict[str, list[EvidenceItem]] = {}
        for item in case.items():
            self._by_kind.setdefault(item.kind, []).append(item)
        self._busy: set[str] = set()

    def of(self, goal: Goal, checklist: Checklist, barred: frozenset[str]) -> Counting:
        """The evidence of the same portfolio for another goal, without some items."""
        return Counting(self._case, goal, checklist, self._blocked | barred)

    def barred_from(self, row_id: str) -> frozenset[str]:
        """The items that are kept from a row (`not_for`)."""
        return frozenset(item.slug for item in self._case.items() if row_id in item.not_for)

    def row(self, row_id: str) -> list[EvidenceItem]:
        """The items that count for any evidence part of a row; none for a row that (in a circle) asks for itself."""
        row = self._checklist.row(row_id)
        if row is None or row_id in self._busy:
            return []
        if row_id not in self._by_row:
            self._busy.add(row_id)
            found = {item.slug: item for ask in row.evidence_asks() for item in self.ask(ask, row)}
            self._busy.discard(row_id)
            self._by_row[row_id] = [found[slug] for slug in sorted(found)]
        return self._by_row[row_id]

    def all(self) -> list[EvidenceItem]:
        """Every item that counts for some row of the goal."""
        found = {item.slug: item for row in self._checklist.rows for item in self.row(row.id)}
        return [found[slug] for slug in sorted(found)]

    def ask(self, ask: EvidenceAsk, row: Row) -> list[EvidenceItem]:
        """The items that count for one evidence part."""
        return [item for item in self._of_kinds(ask) if self._against(ask, row, item) is None]

    def _of_kinds(self, ask: EvidenceAsk) -> list[EvidenceItem]:
        """The items of the kinds that are asked for, by folder name."""
        items = [item for kind in ask.kind for item in self._by_kind.get(kind, ())]
        return sorted(items, key=lambda item: item.slug) if len(ask.kind) > 1 else items

    def nearest_miss(self, ask: EvidenceAsk, row: Row) -> Miss | None:
        """Why the item that comes closest does not count; None when there is nothing worth saying."""
        misses = [miss for item in self._of_kinds(ask) if (miss := self._against(ask, row, item)) is not None]
        best = max(misses, default=None, key=lambda miss: (miss.near, miss.progress.have if miss.progress is not None else 0))
        return best if best is not None and best.near > 0 else None

    def why_not(self, ask: EvidenceAsk, row: Row, item: EvidenceItem) -> str | None:
        """Why an item does not count for one evidence part, in a sentence; None when it counts."""
        miss = self._against(ask, row, item)
        return None if miss is None else miss.reason or f"it is not what {row.id} asks for"

    def _against(self, ask: EvidenceAsk, row: Row, item: EvidenceItem) -> Miss | None:
        """Why an item does not count; None when it does."""
        if item.kind not in ask.kind or item.status == "withdrawn" or row.id in item.not_for:
            return Miss(0)
        if not is_for_goal(self._goal, self._case, item):
            if {goal.intervention for goal in self._case.goals} & set(item.intervention):
                return Miss(0)  # it is meant for another goal
            return Miss(
                1, f"{item.slug} is about {', '.join(item.intervention)}, not {self._goal.intervention or self._goal.track}"
            )
        for name, shape in ask.where.items():
            value = field(item, name)
            if value is MISSING:
                return Miss(2, f"{item.slug} has no `{name}`", lacks=True, slug=item.slug)
            if not fits_shape(value, shape):
                return _unfit(item, name, value, shape)
        if ask.teacher not in (item.teacher, "any"):
            return Miss(0 if ask.teacher == "own" else 2, f"{item.slug} {_WHOSE[ask.teacher]}")
        if item.slug in self._blocked:
            return Miss(4, f"{item.slug} has a mistake in it (see simcred check)", slug=item.slug, spoiled=True)
        if item.date.start > self._case.today:
            return Miss(4, f"{item.slug} is dated in the future")
        return self._relations(ask, item) or self._within_itself(ask, item)

    def _within_itself(self, ask: EvidenceAsk, item: EvidenceItem) -> Miss | None:
        """What an item still lacks in itself: parts of its series, or days on which it must hold."""
        if ask.whole:
            far = progress(self._case.programme.kinds.get(item.kind), item)
            if not far.whole:
                missing = f"; not yet: {', '.join(far.missing).lower()}" if far.missing else ""
                return Miss(3, f"{far.have} of {far.need} in {item.slug}{missing}", far, lacks=True, slug=item.slug)
        if ask.valid_on is not None:
            submission = self._case.submission(self._goal)
            day = submission.date if submission is not None else self._case.today
            start, end = (str(field(item, f"valid.{end}")) for end in ("start", "end"))
            if not start <= day.isoformat() <= end:
                return Miss(3, f"{item.slug} holds from {start} to {end}, not on {day}")
        return None

    def _relations(self, ask: EvidenceAsk, item: EvidenceItem) -> Miss | None:
        """How an item stands to the items of the rows that the ask names."""
        asked: tuple[tuple[Relation, str | None, str], ...] = (
            ("after", ask.after, "is dated before"),
            ("within", ask.within, "lies outside the dates of"),
        )
        for relation, name, words in asked:
            if name is None:
                continue
            spans = {other.slug: _span(other, ask.after_day if relation == "after" else None) for other in self.row(name)}
            if not any(stands_in(relation, item.date, span) for span in spans.values()):
                if not spans:
                    return Miss(3, f"nothing counts for {name} yet, and this row goes by its dates", order=True, first=name)
                slug, span = next(iter(spans.items()))
                return Miss(3, f"{item.slug} ({item.date}) {words} {name} ({slug}, {span})", order=True)
        if ask.follows is not None:
            roots = {other.slug for other in self.row(ask.follows)}
            if not roots & set(ancestors(self._case, item)):
                reason = f"{item.slug} does not say which item of {ask.follows} it grew from (`follows`)"
                return Miss(3, reason, order=True)
        return None

    def broken_for(self, ask: EvidenceAsk) -> list[str]:
        """Manifests that cannot be used and might count, for all that can be told."""
        broken = self._case.facts.broken
        return [slug for slug in sorted(broken) if broken[slug] is None or broken[slug] in ask.kind]


_WHOSE = {
    "own": "is the work of a teacher whom you guide (`teacher: guided`), and this row asks for your own",
    "guided": "is your own work, and this row asks for that of a teacher whom you guide (`teacher: guided`)",
}


def _span(item: EvidenceItem, day: str | None) -> Span:
    """The days of an item, or the one day that a field of it gives, where it does."""
    said = field(item, day) if day is not None else MISSING
    if not isinstance(said, str):
        return item.date
    return Span(dt.date.fromisoformat(said), dt.date.fromisoformat(said))


def _unfit(item: EvidenceItem, name: str, value: object, shape: Mapping[str, Any]) -> Miss:
    """Why a field's value does not fit; a plain no, and a number that is too small, come near to counting."""
    wanted, least = shape.get("const"), shape.get("minimum")
    if isinstance(least, (int, float)) and isinstance(value, (int, float)) and value < least:
        return Miss(2, f"{item.slug} has {name}: {value}, and this row asks for {least} or more")
    if not isinstance(wanted, (str, bool)) or not isinstance(value, (str, bool)):
        return Miss(0)
    said, asked = (str(each).lower() if isinstance(each, bool) else each for each in (value, wanted))
    return Miss(2 if isinstance(wanted, bool) else 0, f"{item.slug} has {name}: {said}, and this row asks for {asked}")


def different(items: Sequence[EvidenceItem], names: tuple[str, ...]) -> set[bytes]:
    """The different values of the first of `names` that each item has; a list counts each of its entries."""
    values: set[bytes] = set()
    for item in items:
        value = next((v for name in names if (v := field(item, name)) is not MISSING), None)
        entries = value if isinstance(value, list) else [] if value is None else [value]
        values.update(encode(entry, order="sorted") for entry in entries)
    return values
