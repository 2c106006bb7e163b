"""Which evidence counts for which row of a goal, and why the rest does not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from simcred.load.validator import Validator, prepare
from simcred.model.checklist import Checklist, EvidenceAsk, Row
from simcred.model.days import Relation, stands_in
from simcred.model.evidence import MISSING, EvidenceItem, field
from simcred.model.portfolio import Goal
from simcred.rules.case import Case, ancestors

OUT_OF_ORDER = 3
"""How near an item comes that is only out of order, on the scale of `nearest_miss` (4: it has a mistake in it)."""


@cache
def _shape(text: str) -> Validator:
    """A prepared `where` schema, by its canonical text."""
    return prepare(json.loads(text))


def fits_shape(value: object, shape: Mapping[str, Any]) -> bool:
    """Whether a field's value has the shape that a row asks for."""
    if len(shape) == 1 and isinstance(wanted := shape.get("const"), (str, bool)):
        return type(value) is type(wanted) and value == wanted
    return not shape or _shape(json.dumps(shape, sort_keys=True)).is_valid(value)


def aim_of(goal: Goal, case: Case, item: EvidenceItem) -> bool:
    """Whether an item is about what the goal is about; an item that names no intervention is about all of them."""
    if not item.intervention:
        return True
    if goal.intervention is not None:
        return goal.intervention in item.intervention
    tracks = {known.track for name in item.intervention if (known := case.programme.interventions.get(name))}
    return goal.track in tracks


class Counting:
    """The evidence of one goal, row by row. `blocked` are items with a mistake, which count for nothing."""

    def __init__(self, case: Case, goal: Goal, checklist: Checklist, blocked: frozenset[str]) -> None:
        self._case, self._goal, self._checklist, self._blocked = case, goal, checklist, blocked
        self._by_row: dict[str, list[EvidenceItem]] = {}
        self._busy: set[str] = set()

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
        return [item for item in self._case.items() if self._against(ask, row, item) is None]

    def nearest_miss(self, ask: EvidenceAsk, row: Row) -> tuple[int, str] | None:
        """How near the item that comes closest is to counting, and why it does not; None when there is nothing worth saying."""
        misses = [miss for item in self._case.items() if (miss := self._against(ask, row, item)) is not None]
        best = max(misses, default=None, key=lambda miss: miss[0])
        return best if best is not None and best[0] > 0 else None

    def why_not(self, ask: EvidenceAsk, row: Row, item: EvidenceItem) -> str | None:
        """Why an item does not count for one evidence part, in a sentence; None when it counts."""
        miss = self._against(ask, row, item)
        return None if miss is None else miss[1] or f"it is not what {row.id} asks for"

    def _against(self, ask: EvidenceAsk, row: Row, item: EvidenceItem) -> tuple[int, str] | None:
        """Why an item does not count: how near it comes, and the reason; None when it counts."""
        if item.kind not in ask.kind or item.status == "withdrawn" or row.id in item.not_for:
            return 0, ""
        if not aim_of(self._goal, self._case, item):
            return 1, f"{item.slug} is about {', '.join(item.intervention)}, not {self._goal.intervention or self._goal.track}"
        if item.teacher != ask.teacher:
            return 0, ""
        for name, shape in ask.where.items():
            value = field(item, name)
            if value is MISSING:
                return 2, f"{item.slug} has no `{name}`"
            if not fits_shape(value, shape):
                return _unfit(item, name, value, shape)
        if item.slug in self._blocked:
            return 4, f"{item.slug} has a mistake in it (see simcred check)"
        if item.date.start > self._case.today:
            return 4, f"{item.slug} is dated in the future"
        return self._relations(ask, item)

    def _relations(self, ask: EvidenceAsk, item: EvidenceItem) -> tuple[int, str] | None:
        """How an item stands to the items of the rows that the ask names."""
        asked: tuple[tuple[Relation, str | None, str], ...] = (
            ("after", ask.after, "is dated before"),
            ("within", ask.within, "lies outside the dates of"),
        )
        for relation, name, words in asked:
            if name is not None and not self._stands(relation, item, name):
                others = self.row(name)
                if not others:
                    return OUT_OF_ORDER, f"nothing counts for {name} yet, and this row is measured by it"
                return OUT_OF_ORDER, f"{item.slug} ({item.date}) {words} {name} ({others[0].slug}, {others[0].date})"
        if ask.follows is not None:
            roots = {other.slug for other in self.row(ask.follows)}
            if not roots & set(ancestors(self._case, item)):
                return OUT_OF_ORDER, f"{item.slug} does not say which item of {ask.follows} it grew from (`follows`)"
        return None

    def _stands(self, relation: Relation, item: EvidenceItem, row_id: str) -> bool:
        """Whether the item stands in that relation to some item of the row; never when the row is empty."""
        return any(stands_in(relation, item.date, other.date) for other in self.row(row_id))

    def broken_for(self, ask: EvidenceAsk) -> list[str]:
        """Manifests that cannot be used and might count, for all that can be told."""
        broken = self._case.facts.broken
        return [slug for slug in sorted(broken) if broken[slug] is None or broken[slug] in ask.kind]


def _unfit(item: EvidenceItem, name: str, value: object, shape: Mapping[str, Any]) -> tuple[int, str]:
    """Why a field's value does not fit; only a plain no to what is asked for comes near to counting."""
    wanted = shape.get("const")
    if not isinstance(wanted, (str, bool)) or not isinstance(value, (str, bool)):
        return 0, ""
    said, asked = (str(each).lower() if isinstance(each, bool) else each for each in (value, wanted))
    return (2 if isinstance(wanted, bool) else 0), f"{item.slug} has {name}: {said}, and this row asks for {asked}"


def different(items: list[EvidenceItem], names: tuple[str, ...]) -> set[str]:
    """The different values of the first of `names` that each item has; a list counts each of its entries."""
    values: set[str] = set()
    for item in items:
        value = next((v for name in names if (v := field(item, name)) is not MISSING), None)
        entries = value if isinstance(value, list) else [] if value is None else [value]
        values.update(json.dumps(entry, sort_keys=True) for entry in entries)
    return values
