"""Rows that ask for different routines or strategies, over several groups of the catalogue and in a mix."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from simcred.model.checklist import EvidenceAsk
from simcred.model.evidence import EvidenceItem, field
from simcred.model.portfolio import Goal
from simcred.rules.case import Case
from simcred.rules.counting import different, is_about
from simcred.words import count


class Variety(Struct, frozen=True):
    """How many different things count, and what is still missing in their variety (None: nothing)."""

    have: int
    lack: str | None = None


def variety(case: Case, goal: Goal, ask: EvidenceAsk, items: Sequence[EvidenceItem]) -> Variety:
    """What the items that count for a part amount to."""
    if not ask.distinct_by:
        return Variety(len(items))
    if ask.distinct_by != ("intervention",):
        return Variety(len(different(items, ask.distinct_by)))
    names = sorted({name for item in items for name in item.intervention if is_about(goal, case, name)})
    have, lack = len(names), None
    if ask.spread is not None:
        held = {value for name in names for value in _values(case, items, name, ask.spread.field)}
        held = held & set(ask.spread.of) if ask.spread.of else held
        if len(held) < ask.spread.at_least:
            word = "strand or group" if ask.spread.field == "group" else ask.spread.field
            lack = f"{len(held)} of {ask.spread.at_least} different: {word}"
    for value, amount in (ask.mix.of if ask.mix is not None else {}).items():
        field_name = ask.mix.field if ask.mix is not None else "format"
        only = sum(_values(case, items, name, field_name) == {value} for name in names)
        some = sum(value in _values(case, items, name, field_name) for name in names)
        if amount.at_most is not None:
            have -= max(0, only - amount.at_most)
        if some < amount.at_least:
            lack = lack or f"{some} of {amount.at_least} with {field_name} {value}"
    if have < ask.at_least <= len(names):
        lack = lack or f"{count(len(names), 'different one')} there, but too many of one {ask.mix.field if ask.mix else 'kind'}"
    return Variety(have, lack)


def _values(case: Case, items: Sequence[EvidenceItem], name: str, field_name: str) -> set[object]:
    """What a routine or strategy has in a field of the catalogue; where that does not know, what its items say."""
    known = case.programme.interventions.get(name)
    held = getattr(known, field_name) if known is not None else None
    if held not in (None, "unknown"):
        return {held}
    said = (field(item, field_name) for item in items if name in item.intervention)
    return {value for value in said if isinstance(value, str)}
