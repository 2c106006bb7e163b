"""What the schemas cannot see in a programme: the same id twice, and names of kinds, rows and forms that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from simcred.findings.finding import Finding, found
from simcred.load.reader import Document, Pointer
from simcred.load.shape import schema
from simcred.words import did_you_mean

_LISTS = ("kinds", "interventions", "people")
_ROW_NAMES = ("after", "within", "follows")
_DAYS = ("start", "submission", "award")


def lint(documents: Mapping[str, Document]) -> Iterator[Finding]:
    """Everything that is wrong between the files of a programme, each of them sound; `documents` are by path."""
    data = {path: document.data for path, document in documents.items() if document.data is not None}
    for name in _LISTS:
        path = f"{name}.yaml"
        if path in data:
            yield from _twice((documents[path], (name, n, "id"), entry["id"]) for n, entry in enumerate(data[path][name]))
    if "kinds.yaml" in data:
        yield from _built_in(documents["kinds.yaml"], data["kinds.yaml"]["kinds"])
    for folder in ("checklists", "forms"):
        yield from _twice((documents[path], ("id",), data[path]["id"]) for path in data if path.startswith(f"{folder}/"))
    kinds = [kind["id"] for kind in data.get("kinds.yaml", {}).get("kinds", [])]
    forms = [data[path]["id"] for path in data if path.startswith("forms/")]
    for path, checklist in data.items():
        if path.startswith("checklists/"):
            yield from _rows(documents[path], checklist["rows"], kinds, forms)


def _twice(ids: Iterable[tuple[Document, Pointer, str]]) -> Iterator[Finding]:
    """Ids that another entry has already; the last would win and nobody would see which that is."""
    first: dict[str, str] = {}
    for document, pointer, name in ids:
        place = document.place(pointer)
        if name in first:
            message = f"the id {name} is there already, {first[name]}"
            yield found("MC312", message, place, hint="Keep one, or rename one.", subject="/".join(map(str, pointer)))
        where = f"on line {place.line}" if len(pointer) > 1 else f"in {document.path}"
        first.setdefault(name, where)


def _built_in(document: Document, kinds: list[Any]) -> Iterator[Finding]:
    """Fields of kinds that every item has anyway: a kind would change what they mean."""
    for number, kind in enumerate(kinds):
        for name in kind.get("fields", {}):
            if name in schema("evidence")["properties"]:
                place = document.place(("kinds", number, "fields", name), key=True)
                message = f"every item has a `{name}` already, so {kind['id']} cannot have one of its own"
                yield found("MC312", message, place, hint="Give the field another name.", subject=f"{kind['id']} {name}")


def _rows(document: Document, rows: list[Any], kinds: list[str], forms: list[str]) -> Iterator[Finding]:
    """What the rows of one checklist name, and what is not there."""
    known = [row["id"] for row in rows]
    yield from _twice((document, ("rows", number, "id"), row_id) for number, row_id in enumerate(known))
    for number, row in enumerate(rows):
        for pointer, ask in _asks(row, ("rows", number)):
            for at, kind in enumerate(ask.get("kind", ())):
                yield from _unknown("MC308", "kind", kind, kinds, document, (*pointer, "kind", at))
            for name in _ROW_NAMES:
                if ask.get(name) == row["id"]:
                    message, hint = f"{row['id']} is measured by itself, so nothing can ever meet it", "Name another row."
                    yield found("MC309", message, document.place((*pointer, name)), hint=hint, subject=f"{row['id']} {name}")
                elif name in ask:
                    yield from _unknown("MC309", "row", ask[name], known, document, (*pointer, name))
            if "form" in ask:
                yield from _unknown("MC309", "form", ask["form"], forms, document, (*pointer, "form"))
        for at, day in enumerate(row.get("person", {}).get("active_on", ())):
            if day not in _DAYS:
                yield from _unknown("MC309", "row", day, known, document, ("rows", number, "person", "active_on", at))


def _asks(row: Mapping[str, Any], pointer: Pointer) -> Iterator[tuple[Pointer, Mapping[str, Any]]]:
    """Every demand for evidence or a statement in a row, with the way to it."""
    for name in ("evidence", "attestation"):
        if name in row:
            yield (*pointer, name), row[name]
    for name in ("any_of", "all_of"):
        for number, part in enumerate(row.get(name, ())):
            yield from _asks(part, (*pointer, name, number))


def _unknown(code: str, what: str, name: str, known: list[str], document: Document, pointer: Pointer) -> Iterator[Finding]:
    """A finding when a name is none of those that are known."""
    if name not in known:
        hint = did_you_mean(name, known) or "Correct the name."
        subject = "/".join(map(str, pointer))
        yield found(code, f"there is no {what} {name} in this programme", document.place(pointer), hint=hint, subject=subject)
