"""What was said on the command line about a new item: which kind it makes it, its day and its fields."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from simcred.app.binding import Links
from simcred.exits import Stop
from simcred.load.paths import ending_of, slug_of
from simcred.load.shape import evidence_schema, field_shape
from simcred.load.validator import Schema
from simcred.model.checklist import EvidenceAsk, Row
from simcred.model.portfolio import Goal
from simcred.model.programme import Kind, Programme
from simcred.words import both, cut, did_you_mean, either

ELSEWHERE = {
    "schema": "the program itself",
    "kind": "--kind",
    "title": "--title",
    "date": "--date",
    "files": "naming the files",
    "links": "--link and --media",
}
"""What an item has that is not said by --set, so that nothing is said twice and half of it lost."""


class Addition(Struct, frozen=True):
    """What was said on the command line about a new item; `media` are files that stay where they are, `access` says where."""

    row: str | None
    files: tuple[Path, ...]
    goal: str | None
    kind: str | None
    date: str | None
    title: str | None
    links: tuple[str, ...]
    sets: tuple[str, ...]
    media: tuple[Path, ...] = ()
    access: str | None = None

    @property
    def elsewhere(self) -> Links:
        """What was said of evidence that is kept elsewhere."""
        return Links(self.links, self.media, self.access)


class Target(Struct, frozen=True):
    """What an item is added for: the goal, its row, the evidence part of the row, and the kind that the item becomes.

    `grown_from` are the items that it may follow, where the row asks for that; `named` whom it should name.
    """

    goal: Goal
    row: Row
    ask: EvidenceAsk
    kind: Kind
    grown_from: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()


def possible(row: Row, programme: Programme) -> list[tuple[EvidenceAsk, Kind]]:
    """The evidence parts of a row, each with the kinds that it takes."""
    return [(ask, programme.kinds[name]) for ask in row.evidence_asks() for name in ask.kind if name in programme.kinds]


def choice(told: Addition, row: Row, programme: Programme, wanting: EvidenceAsk | None) -> tuple[EvidenceAsk, Kind]:
    """The evidence part of the row that is meant, and the kind; where nobody says, those that fit best what was given.

    `wanting` is the part that is still open; it is meant where nothing else tells.
    """
    pairs = possible(row, programme)
    if not pairs:
        lower = [name for ask in row.from_goals() for name in ask.rows]
        hint = f"Add for one of those rows: {both(lower)}." if lower else row.how
        raise Stop(f"{row.id} is not met by adding evidence of its own: {row.title}", hint)
    said = dict(entry.partition("=")[::2] for entry in told.sets)
    meant = [pair for pair in pairs if not _contradicts(said, pair[0])]
    pairs = meant or pairs
    if told.kind is not None:
        kinds = {kind.id: kind.title for _, kind in pairs}
        pairs = [pair for pair in pairs if told.kind.casefold() in (pair[1].id, pair[1].title.casefold())]
        if not pairs:
            near = did_you_mean(told.kind, [*kinds, *kinds.values()])
            raise Stop(
                f"{row.id} does not take the kind {cut(str(told.kind))}", f"{near} It takes {either(list(kinds))}.".strip()
            )
    return max(pairs, key=lambda pair: (_fit(told, pair[1]), pair[0] == wanting))


def _contradicts(said: Mapping[str, str], ask: EvidenceAsk) -> bool:
    """Whether a field was given another value than the one that a part asks for."""
    fixed = {name: shape["const"] for name, shape in ask.where.items() if isinstance(shape.get("const"), str)}
    return any(said.get(name, value) != value for name, value in fixed.items())


def _fit(told: Addition, kind: Kind) -> tuple[bool, ...]:
    """How well a kind fits what was given: it has the fields; a file is called so; it takes the files, and is complete by them."""
    names = {entry.partition("=")[0].partition(".")[0] for entry in told.sets}
    words = bool(names & {"narrative", "narrative_file"})
    parts = (
        ("links", told.links or told.media),
        ("files", told.files),
        ("narrative", words),
        ("fields", names & set(kind.fields)),
    )
    given = {what for what, there in parts if there} or {"fields", "date"}
    named = (*told.files, *told.media)
    endings = {ending_of(path.name) for path in named}
    return (
        names <= {*kind.fields, *evidence_schema(kind)["properties"]},
        any(kind.id in slug_of(path.stem) for path in named),
        not endings or not kind.formats or endings <= set(kind.formats),
        bool(given & set(kind.enough)),
        set(kind.enough) <= given | {"links", "files"},
    )


def fields_of(sets: Sequence[str], shape: Schema, elsewhere: Mapping[str, str] = ELSEWHERE) -> dict[str, Any]:
    """The fields of --set, each turned into what its schema says it is; a list's entries may come one by one.

    `elsewhere` are the fields that are said in another way, and how.
    """
    fields: dict[str, Any] = {}
    for entry in sets:
        name, equals, text = entry.partition("=")
        if not equals or not name:
            raise Stop(f"--set {cut(entry)} is not KEY=VALUE", 'Write it as --set stage=draft or --set log.ideas="...".')
        if other := elsewhere.get(name.partition(".")[0]):
            raise Stop(f"--set {cut(name)} cannot be used", f"It is said by {other}.")
        _there(name, shape)
        at, steps = fields, name.split(".")
        for step in steps[:-1]:
            at = at.setdefault(step, {})
            if not isinstance(at, dict):
                raise Stop(f"--set {cut(name)} does not fit another --set", "Leave one of them out.")
        value, before = typed(text, field_shape(shape, name)), at.get(steps[-1])
        if isinstance(before, list) and isinstance(value, list):
            value = [*before, *value]
        elif before is not None:
            raise Stop(f"--set {cut(name)} is given twice", "Leave one of them out.")
        at[steps[-1]] = value
    return fields


def _there(name: str, shape: Schema) -> None:
    """Raises `Stop` for a field that there is none of, with the nearest that there is."""
    node, so_far = shape, ""
    for step in name.split("."):
        known = node.get("properties", {})
        if step not in known and not step.startswith("x-") and node.get("additionalProperties") is False:
            near = did_you_mean(name, [f"{so_far}{key}" for key in known]) or f"There are: {', '.join(sorted(known))}."
            raise Stop(f"there is no field {cut(name)} for --set", near)
        so_far = f"{so_far}{step}."
        node = field_shape(shape, so_far.rstrip("."))


def typed(text: str, shape: Schema) -> Any:
    """Text as the type its schema asks for; left as text where it does not fit, so that the schema can say so."""
    wanted = shape.get("type")
    if wanted == "array":
        entries = [part.strip() for part in text.split(",") if part.strip() and part.strip() not in ("none", "nobody")]
        people = "name" in shape.get("items", {}).get("properties", {})
        return [{"name": entry} for entry in entries] if people else entries
    if wanted in ("integer", "number"):
        try:
            number = int(text) if wanted == "integer" or text.strip().isdecimal() else float(text)
        except ValueError:
            return text
        return number if isinstance(number, int) or math.isfinite(number) else text
    if wanted == "boolean":
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
    return text


def parse_date(text: str) -> str | dict[str, str]:
    """A day, or START..END, as a manifest writes it. Raises `Stop` when it is neither."""
    days = text.split("..")
    try:
        for day in days:
            dt.date.fromisoformat(day)
    except ValueError:
        raise Stop(f"{cut(text)} is not a day", "Write 2026-10-14, or 2026-09-14..2026-11-06 for a stretch of days.") from None
    if len(days) == 1:
        return days[0]
    if len(days) != 2:
        raise Stop(f"{cut(text)} is not a stretch of days", "Write it as 2026-09-14..2026-11-06.")
    if days[1] < days[0]:
        raise Stop(f"{cut(text)} ends before it begins", "Write the first day first.")
    return {"start": days[0], "end": days[1]}


def is_safe_page(address: str) -> bool:
    """Whether the address of a badge page may be noted, and opened later."""
    return address.startswith("https://")


def past_day(text: str | None, today: dt.date) -> str:
    """One day that has come, as a manifest writes it; today when none was said. Raises `Stop` for anything else."""
    said = parse_date(text) if text is not None else today.isoformat()
    if isinstance(said, dict):
        raise Stop(f"{cut(str(text))} is a stretch of days", "Give one day, such as 2026-10-14.")
    if said > today.isoformat():
        raise Stop(f"{cut(said)} is still to come", "Give the day when it happened.")
    return said
