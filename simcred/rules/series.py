"""Days that come one after another inside one item, such as the stages of a strategy: how many are there, in order, with scores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import pairwise

from msgspec import Struct

from simcred.findings.finding import About, Finding, found
from simcred.load.shape import evidence_schema, field_shape
from simcred.model.evidence import EvidenceItem, field
from simcred.model.programme import Kind, Series, SeriesPart
from simcred.rules.case import Case


class Progress(Struct, frozen=True):
    """How many parts of an item's series are there, of how many, and which are not (none where only a number is asked for)."""

    have: int
    need: int
    missing: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return self.have >= self.need


def _of(kind: Kind | None, item: EvidenceItem) -> Iterator[Series]:
    """The series that an item of a kind is to have, by its own fields."""
    for series in kind.series if kind is not None else ():
        if all(field(item, name) == value for name, value in series.when.items()):
            yield series


class Day(Struct, frozen=True):
    """A day of a series: the part it is of, by its key or number and in words."""

    key: str | int
    title: str
    day: dt.date


def _days(item: EvidenceItem, series: Series) -> list[Day]:
    """The days that are there, in the order they should have."""
    held = field(item, series.field)
    if isinstance(held, list):
        return [Day(number, f"Number {number + 1}", dt.date.fromisoformat(str(day))) for number, day in enumerate(held)]
    days = []
    for part in series.parts:
        said = held.get(part.id) if isinstance(held, Mapping) else None
        day = said.get("date") if isinstance(said, Mapping) else said
        if isinstance(day, str):
            days.append(Day(part.id, part.title, dt.date.fromisoformat(day)))
    return days


def progress(kind: Kind | None, item: EvidenceItem) -> Progress:
    """How far an item is with what its kind takes for a whole; nothing of nothing where there is no such series."""
    have, need, missing = 0, 0, []
    for series in _of(kind, item):
        if series.of is not None:
            days, wanted = field(item, series.field), field(item, series.of)
            need += wanted if isinstance(wanted, int) else 1
            have += len(days) if isinstance(days, list) else 0
            continue
        there = {each.key for each in _days(item, series)}
        need += len(series.parts)
        have += len(there)
        missing += [part.title for part in series.parts if part.id not in there]
    return Progress(have, max(need, 1), tuple(missing))


def next_day(kind: Kind | None, item: EvidenceItem) -> str | None:
    """The dotted field of the first day that an item's series lacks; None where none is, or its days have no names."""
    for series in _of(kind, item):
        there = {each.key for each in _days(item, series)}
        part = next((part for part in series.parts if part.id not in there), None)
        if part is not None and kind is not None:
            name = f"{series.field}.{part.id}"
            return f"{name}.date" if field_shape(evidence_schema(kind), f"{name}.date") else name
    return None


def order(case: Case) -> Iterator[Finding]:
    """Parts whose days are not in their order."""
    for item in case.items():
        for series in _of(case.programme.kinds.get(item.kind), item):
            for before, part in pairwise(_days(item, series)):
                if part.day < before.day:
                    message = f"{part.title} ({part.day}) is dated before {before.title} ({before.day})"
                    place = case.facts.place(item.manifest, *series.field.split("."), part.key)
                    hint = "Correct the dates; the one comes after the other."
                    yield found("MC211", message, place, hint=hint, about=About(evidence=item.slug), subject=str(part.key))


def future(case: Case) -> Iterator[Finding]:
    """Days inside an item that lie in the future: what has not been yet does not count as done."""
    for item in case.items():
        kind = case.programme.kinds.get(item.kind)
        days = [(series.field, each) for series in _of(kind, item) for each in _days(item, series)]
        days += [(name, each) for name in (kind.past if kind is not None else ()) for each in _plain(field(item, name))]
        for name, each in days:
            if each.day > case.today:
                message = f"{each.title or name} is dated {each.day}, which lies in the future (today is {case.today})"
                place = case.facts.place(item.manifest, *name.split("."), *([] if each.key == "" else [each.key]))
                hint = "Write it when it has been; or correct the date."
                subject = f"{name} {each.key}"
                yield found("MC209", message, place, hint=hint, about=About(evidence=item.slug), subject=subject)


def _plain(value: object) -> Iterator[Day]:
    """The day, or the days, that a field gives."""
    if isinstance(value, list):
        yield from (Day(number, "", dt.date.fromisoformat(str(day))) for number, day in enumerate(value))
    elif isinstance(value, str):
        yield Day("", "", dt.date.fromisoformat(value))


def gates(case: Case) -> Iterator[Finding]:
    """Mastery gates without a score, and scores below what the catalogue says of the strategy."""
    for item in case.items():
        for series in _of(case.programme.kinds.get(item.kind), item):
            held = field(item, series.field)
            for part in series.parts:
                said = held.get(part.id) if isinstance(held, Mapping) else None
                if part.mastery and isinstance(said, Mapping):
                    yield from _gate(case, item, series, part, said)


def _gate(case: Case, item: EvidenceItem, series: Series, part: SeriesPart, said: Mapping[str, object]) -> Iterator[Finding]:
    """One gate. A pretest's score is compared with nothing: mastery there would mean another strategy."""
    place = case.facts.place(item.manifest, *series.field.split("."), part.id, key=True)
    about = About(evidence=item.slug)
    reached, of = said.get("reached"), said.get("of")
    if not isinstance(reached, (int, float)) or not isinstance(of, (int, float)):
        message = f"{part.title} is a mastery gate and has no score"
        yield found("MC323", message, place, hint="Add the score (reached, of).", about=about, subject=part.id)
        return
    if reached > of:
        message = f"{part.title}: {reached:g} of {of:g} is more than there is"
        yield found("MC323", message, place, hint="Correct the score.", about=about, subject=part.id)
        return
    for name in item.intervention:
        known = case.programme.interventions.get(name)
        wanted = known.mastery.get(part.id) if known is not None and part.id != "pretest" else None
        if wanted is not None and 100 * reached / of < wanted:
            message = f"{part.title}: {100 * reached / of:.0f} percent, and mastery of {name} is {wanted:g}"
            hint = "Go on practising, or explain in the log."
            yield found("MC323", message, place, hint=hint, about=about, subject=f"{part.id} {name}")
