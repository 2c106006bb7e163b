"""What the schemas cannot see in a programme: the same id twice, and names of kinds, fields, rows and people that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from simcred.findings.finding import Finding, found
from simcred.load.reader import Document, Pointer
from simcred.load.shape import schema
from simcred.programmes import MAIN
from simcred.programmes.layers import CATALOGUES, Contents
from simcred.programmes.lint_rows import rows, texts
from simcred.programmes.names import field_of, is_day, is_person, names_field, sound_shape, unknown
from simcred.programmes.overlays import Stated

_LISTS = (*CATALOGUES, "people")


def lint(documents: Sequence[Document], contents: Contents, stated: Mapping[str, Stated]) -> Iterator[Finding]:
    """Everything that is wrong between the files of a programme, each of them sound.

    `contents` is what they say together with the programme beneath, `stated` its checklists with where their rows stand.
    """
    by_path = {document.path: document for document in documents}
    for name in _LISTS:
        if (document := by_path.get(f"{name}.yaml")) is not None:
            entries = (document.data or {})[name]
            yield from _twice((document, (name, n, "id"), entry["id"]) for n, entry in enumerate(entries))
    for folder in ("checklists", "forms"):
        held = [document for document in documents if document.path.startswith(f"{folder}/")]
        yield from _twice((document, ("id",), (document.data or {})["id"]) for document in held)
        for document in held:
            listed = "rows" if folder == "checklists" else "questions"
            entries = (document.data or {})[listed]
            yield from _twice((document, (listed, n, "id"), entry["id"]) for n, entry in enumerate(entries))
    if (document := by_path.get("kinds.yaml")) is not None:
        for number, kind in enumerate((document.data or {})["kinds"]):
            yield from _kind(document, ("kinds", number), kind)
    if (document := by_path.get("interventions.yaml")) is not None:
        yield from _mastery(document, contents)
    if (document := by_path.get("people.yaml")) is not None:
        yield from _people(document)
    changed = len(documents) > 1
    for checklist in stated.values():
        if checklist.document is not None:
            yield from rows(checklist, checklist.document, contents, stated)
            yield from texts(checklist.document, checklist, contents)
        elif changed:  # rows of the programme beneath may name what is not there any more
            yield from _beneath(checklist, rows(checklist, Document(MAIN), contents, stated))


def _beneath(checklist: Stated, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings about a checklist that no file here states."""
    for told in findings:
        hint = "It is a checklist of the programme beneath. Put back what it names, or change it with an overlay."
        yield found(
            told.code,
            f"in {checklist.data['id']}: {told.message}",
            told.place,
            hint=hint,
            subject=f"{checklist.data['id']} {told.subject}",
        )


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


def _kind(document: Document, pointer: Pointer, kind: Mapping[str, Any]) -> Iterator[Finding]:
    """Fields of a kind that every item has anyway (it would change what they mean), and fields that it names and has not."""
    fields, common = kind.get("fields", {}), schema("evidence")["properties"]
    for name in fields:
        if name in common:
            place = document.place((*pointer, "fields", name), key=True)
            message = f"every item has a `{name}` already, so {kind['id']} cannot have one of its own"
            yield found("MC312", message, place, hint="Give the field another name.", subject=f"{kind['id']} {name}")
    for name, shape in fields.items():
        yield from sound_shape(document, (*pointer, "fields", name), shape, f"{kind['id']} {name}")
    yield from _days(document, pointer, kind)
    named: list[tuple[str, Pointer]] = [(name, ("needs", at)) for at, name in enumerate(kind.get("needs", ()))]
    named += [(name, ("prompts", name)) for name in kind.get("prompts", {})]
    named += [(name, ("relations", name)) for name in kind.get("relations", {})]
    named += [(name, ("past", at)) for at, name in enumerate(kind.get("past", ()))]
    named += [(name, ("agrees", at)) for at, name in enumerate(kind.get("agrees", ()))]
    for at, series in enumerate(kind.get("series", ())):
        named += [
            (f"{series['field']}.{part['id']}", ("series", at, "parts", n)) for n, part in enumerate(series.get("parts", ()))
        ]
        named += [(series["field"], ("series", at, "field"))] + [
            (name, ("series", at, "when", name)) for name in series.get("when", {})
        ]
        named += [(series["of"], ("series", at, "of"))] if "of" in series else []
    for name, way in named:
        if not names_field(name, [kind]):
            message = f"{kind['id']} has no field {name}"
            place = document.place((*pointer, *way))
            yield found("MC309", message, place, hint="Add it to `fields`, or correct the name.", subject=f"{kind['id']} {name}")


def _days(document: Document, pointer: Pointer, kind: Mapping[str, Any]) -> Iterator[Finding]:
    """Fields that are to hold days or people, and whose shape does not say so."""
    asked: list[tuple[str, Pointer, bool]] = [(name, ("past", at), True) for at, name in enumerate(kind.get("past", ()))]
    asked += [(name, ("relations", name), False) for name in kind.get("relations", {})]
    for at, series in enumerate(kind.get("series", ())):
        asked += [
            (f"{series['field']}.{part['id']}", ("series", at, "parts", n), True)
            for n, part in enumerate(series.get("parts", ()))
        ]
        asked += [(series["field"], ("series", at, "field"), True)] if "of" in series else []
    for name, way, day in asked:
        shape = field_of(name, kind)
        if shape is not None and not (is_day(shape) if day else is_person(shape)):
            what = "a day" if day else "a person with a name"
            message = f"{name} of {kind['id']} is to be {what}, and its shape does not say so"
            hint = (
                "Write {type: string, format: date, ...}."
                if day
                else "Give it `properties` with a `name`, and `required: [name]`."
            )
            yield found("MC203", message, document.place((*pointer, *way)), hint=hint, subject=f"{kind['id']} {name}")


def _mastery(document: Document, contents: Contents) -> Iterator[Finding]:
    """Stages with a mastery figure that no kind of evidence has."""
    gates = sorted(
        {
            part["id"]
            for kind in contents["kinds"].values()
            for series in kind.get("series", ())
            for part in series.get("parts", ())
        }
    )
    for number, entry in enumerate((document.data or {})["interventions"]):
        for name in entry.get("mastery", {}):
            yield from unknown("MC309", "stage", name, gates, document, ("interventions", number, "mastery", name))


def _people(document: Document) -> Iterator[Finding]:
    """Two people of one address or key, and roles whose last day lies before their first."""
    taken: dict[str, str] = {}
    for number, person in enumerate((document.data or {})["people"]):
        held: list[tuple[Pointer, str, str]] = [
            (("emails", at), mail.casefold(), "address") for at, mail in enumerate(person.get("emails", ()))
        ]
        held += [(("keys", at, "key"), " ".join(key["key"].split()[:2]), "key") for at, key in enumerate(person.get("keys", ()))]
        for way, value, what in held:
            owner = taken.setdefault(value, person["id"])
            if owner != person["id"]:
                message = f"{person['id']} has the same {what} as {owner}, so nobody can tell them apart"
                place = document.place(("people", number, *way))
                yield found("MC312", message, place, hint=f"One {what}, one person.", subject=f"{person['id']} {owner} {what}")
        for at, role in enumerate(person.get("roles", ())):
            if "from" in role and "until" in role and role["until"] < role["from"]:
                place = document.place(("people", number, "roles", at, "until"))
                message = (
                    f"{person['id']} is {role['role'].replace('-', ' ')} until {role['until']}, and only from {role['from']}"
                )
                yield found("MC210", message, place, hint="Swap the two dates.", subject=f"{person['id']} {at}")
