"""What the rows of a checklist name and is not there, and demands that nothing can ever meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simcred.findings.finding import Finding, found
from simcred.load.reader import Document, Pointer
from simcred.programmes.layers import Contents
from simcred.programmes.names import fields_of, names_field, sound_shape, unknown
from simcred.programmes.overlays import Stated
from simcred.words import both, did_you_mean

_ROW_NAMES = ("after", "within", "follows")
_DAYS = ("start", "submission", "award")

Row = Mapping[str, Any]


def rows(checklist: Stated, document: Document, contents: Contents, stated: Mapping[str, Stated]) -> Iterator[Finding]:
    """Everything that is wrong with the rows of one checklist, told in the document that makes it what it is."""
    known = [row["id"] for row in checklist.data["rows"]]
    for number, row in enumerate(checklist.data["rows"]):
        pointer = checklist.pointer(number)
        for way, ask in asks(row):
            if "kind" in ask:
                yield from _evidence(document, (*pointer, *way), ask, contents)
                yield from _days(document, (*pointer, *way), ask, checklist, contents)
            for name in _ROW_NAMES:
                if ask.get(name) == row["id"]:
                    message, hint = f"{row['id']} is measured by itself, so nothing can ever meet it", "Name another row."
                    place = document.place((*pointer, *way, name))
                    yield found("MC309", message, place, hint=hint, subject=f"{row['id']} {name}")
                elif name in ask:
                    yield from unknown("MC309", "row", ask[name], known, document, (*pointer, *way, name))
            if "form" in ask:
                yield from unknown("MC309", "form", ask["form"], list(contents["forms"]), document, (*pointer, *way, "form"))
            if "level" in ask:
                yield from _from_goal(document, (*pointer, *way), ask, checklist, stated)
        for at, day in enumerate(row.get("person", {}).get("active_on", ())):
            if day not in _DAYS:
                yield from unknown("MC309", "row", day, known, document, (*pointer, "person", "active_on", at))
    yield from _circles(checklist, document)


def asks(row: Row, way: Pointer = ()) -> Iterator[tuple[Pointer, Mapping[str, Any]]]:
    """Every demand for evidence, a statement or another level in a row, with the way to it from the row."""
    for name in ("evidence", "attestation", "from_goal"):
        if name in row:
            yield (*way, name), row[name]
    for name in ("any_of", "all_of"):
        for number, part in enumerate(row.get(name, ())):
            yield from asks(part, (*way, name, number))


def _evidence(document: Document, pointer: Pointer, ask: Mapping[str, Any], contents: Contents) -> Iterator[Finding]:
    """Kinds that are not there, and fields that items of these kinds do not have."""
    for at, name in enumerate(ask["kind"]):
        yield from unknown("MC308", "kind", name, list(contents["kinds"]), document, (*pointer, "kind", at))
    kinds = [contents["kinds"][name] for name in ask["kind"] if name in contents["kinds"]]
    if len(kinds) < len(ask["kind"]):
        return
    for name, shape in ask.get("where", {}).items():
        yield from sound_shape(document, (*pointer, "where", name), shape, f"the condition on {name}")
    distinct = ask.get("distinct_by", ())
    names: list[tuple[str, Pointer]] = [(name, ("where", name)) for name in ask.get("where", {})]
    names += [(name, ("distinct_by",)) for name in ([distinct] if isinstance(distinct, str) else distinct)]
    names += [("valid.start", ("valid_on",)), ("valid.end", ("valid_on",))] if "valid_on" in ask else []
    for name, way in names:
        if not names_field(name, kinds):
            message = f"there is no field {name} in {both(ask['kind'])}"
            hint = did_you_mean(name, fields_of(kinds)) or "Correct the name, or add the field to the kind."
            yield found(
                "MC309",
                message,
                document.place((*pointer, *way), key=True),
                hint=hint,
                subject="/".join(map(str, (*pointer, *way))),
            )
    if "whole" in ask and not all(kind.get("series") for kind in kinds):
        message = f"`whole` asks for every part of a series, and {both(ask['kind'])} has none"
        yield found(
            "MC309",
            message,
            document.place((*pointer, "whole")),
            hint="Leave it out, or add `series` to the kind.",
            subject="whole",
        )
    for name in ("spread", "mix"):
        if name in ask and distinct not in ("intervention", ["intervention"]):
            message = f"`{name}` is about different routines or strategies, and the row does not count those"
            hint = "Add `distinct_by: intervention`."
            yield found("MC309", message, document.place((*pointer, name), key=True), hint=hint, subject=f"{name} {pointer[1]}")


def _days(
    document: Document, pointer: Pointer, ask: Mapping[str, Any], checklist: Stated, contents: Contents
) -> Iterator[Finding]:
    """A day taken from another row's items that these do not have."""
    if "after_day" not in ask:
        return
    other = next((row for row in checklist.data["rows"] if row["id"] == ask.get("after")), None)
    names = [name for _, theirs in (asks(other) if other is not None else ()) for name in theirs.get("kind", ())]
    if not names_field(ask["after_day"], [contents["kinds"][name] for name in names if name in contents["kinds"]]):
        message = f"the items of {ask.get('after') or 'no row'} have no field {ask['after_day']}"
        place = document.place((*pointer, "after_day"))
        yield found(
            "MC309", message, place, hint="Name the row with `after`, and a field of its kind.", subject=f"after_day {pointer[1]}"
        )


def _from_goal(
    document: Document, pointer: Pointer, ask: Mapping[str, Any], checklist: Stated, stated: Mapping[str, Stated]
) -> Iterator[Finding]:
    """Rows of another level that are not there, and demands that nothing can meet."""
    track, level = checklist.data["track"], checklist.data["level"]
    if ask["level"] >= level:
        message = f"level {level} cannot be met by level {ask['level']}"
        yield found(
            "MC309", message, document.place((*pointer, "level")), hint="Name a lower level.", subject=f"level {pointer[1]}"
        )
        return
    if not ask.get("rows") and not ask.get("or_earned"):
        message = "neither rows nor a badge earned before can meet this"
        yield found(
            "MC309",
            message,
            document.place(pointer, key=True),
            hint="Add `rows`, or `or_earned: true`.",
            subject=f"rows {pointer[1]}",
        )
    serving = [held.data for held in stated.values() if held.data["level"] == ask["level"]]
    known = [row["id"] for held in serving if "any" in (track, held["track"]) or held["track"] == track for row in held["rows"]]
    for at, name in enumerate(ask.get("rows", ())):
        yield from unknown("MC309", f"row of level {ask['level']}", name, known, document, (*pointer, "rows", at))


def _circles(checklist: Stated, document: Document) -> Iterator[Finding]:
    """Rows that wait for one another in a circle, so that none of them can ever be met."""
    rows = {row["id"]: row for row in checklist.data["rows"]}
    reached: set[str] = set()
    while new := {name for name, row in rows.items() if name not in reached and _in_reach(row, reached, rows)}:
        reached |= new
    stuck = [number for number, row in enumerate(checklist.data["rows"]) if row["id"] not in reached]
    if stuck:
        names = [checklist.data["rows"][number]["id"] for number in stuck]
        if len(names) > 1:  # one alone is measured by itself, which is told
            message = f"nothing can ever meet {both(names)}: what they wait for waits for them"
            place = document.place((*checklist.pointer(stuck[0]), "id"))
            yield found("MC309", message, place, hint="Take one of the relations out.", subject=f"circle {names[0]}")


def _in_reach(row: Row, reached: set[str], rows: Mapping[str, Row]) -> bool:
    """Whether a row can be met once those in `reached` are; of several ways, one is enough."""
    ways = [[ask for _, ask in asks(part)] for part in row.get("any_of", ())] or [[ask for _, ask in asks(row)]]
    return any(all(ask.get(name) in reached or ask.get(name) not in rows for ask in way for name in _ROW_NAMES) for way in ways)


def texts(document: Document, checklist: Stated, contents: Contents) -> Iterator[Finding]:
    """Texts for rows and interventions that are not there."""
    known = [row["id"] for row in checklist.data["rows"]]
    for number, text in enumerate((document.data or {}).get("texts", ())):
        yield from unknown("MC309", "row", text["row"], known, document, ("texts", number, "row"))
        said = text["intervention"]
        for name in [said] if isinstance(said, str) else said:
            yield from unknown(
                "MC307", "intervention", name, list(contents["interventions"]), document, ("texts", number, "intervention")
            )
