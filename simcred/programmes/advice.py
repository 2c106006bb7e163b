"""What is not wrong in a programme and should be looked at: rows that ask for the same, conditions that say nothing, texts that are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from simcred.findings.finding import Finding, Place, found
from simcred.load.paths import meant_as_manifest
from simcred.load.reader import MAX_BYTES, Document, Pointer
from simcred.load.shape import schema
from simcred.model.portfolio import LAST_OF_ONE
from simcred.model.tree import TooBig, Tree
from simcred.programmes import FOLDERS
from simcred.programmes.layers import Contents
from simcred.programmes.lint_rows import Row, asks
from simcred.programmes.names import field_of
from simcred.programmes.overlays import DEMANDS, Stated
from simcred.words import both

_BEGINNING = 1_000
_TOP = ("programme", "kinds", "interventions", "people")
_SHORTEST = 12
"""Fewer letters are no reason and no advice."""
_TRACKS = ("cer", "ls")
_RELATIONS = ("session-leader", "participant", "apprentice", "mentor")
"""Relations that exist only where a kind of evidence names somebody in them."""


def advice(documents: Sequence[Document], contents: Contents, stated: Mapping[str, Stated]) -> Iterator[Finding]:
    """Everything worth a warning in a programme that can be used; as `lint` takes it."""
    by_path = {document.path: document for document in documents}
    if (document := by_path.get("kinds.yaml")) is not None:
        for number, kind in enumerate((document.data or {})["kinds"]):
            for name, shape in kind.get("fields", {}).items():
                yield from _undescribed(document, ("kinds", number, "fields", name), f"{kind['id']} {name}", shape)
    if (document := by_path.get("people.yaml")) is not None:
        yield from _people(document, contents)
    for checklist in stated.values():
        if checklist.document is not None:
            yield from _rows(checklist, checklist.document, contents)
            yield from _claims(checklist, checklist.document)


def stray(tree: Tree) -> Iterator[Finding]:
    """Files that look like a programme's and are read by nobody, because of their name or place."""
    for path, entry in tree.entries().items():
        folder, _, name = path.rpartition("/")
        known = folder in FOLDERS or (not folder and name.partition(".")[0].casefold() in _TOP)
        if entry.kind == "file" and known and meant_as_manifest(path) and not name.endswith(".yaml"):
            yield found(
                "MC318",
                f"{path} is not read, because of its name",
                Place(path),
                hint="Its name must end with .yaml.",
                subject=path,
            )
        elif entry.kind == "file" and not folder and name.endswith(".yaml") and name[:-5] not in _TOP:
            yield from _misplaced(tree, path)


def _misplaced(tree: Tree, path: str) -> Iterator[Finding]:
    """A checklist, overlay or form that lies beside programme.yaml."""
    try:
        begins = tree.read(path, MAX_BYTES)[:_BEGINNING]
    except (OSError, TooBig):
        return
    for folder, what in FOLDERS.items():
        if f"simcred/{what}/".encode() in begins:
            hint = f"Move it to {folder}/."
            yield found("MC318", f"{path} is not read, because of its place", Place(path), hint=hint, subject=path)


def _undescribed(document: Document, pointer: Pointer, name: str, shape: Mapping[str, Any]) -> Iterator[Finding]:
    """Fields that nothing describes, so that `add` and editors cannot say what belongs there."""
    if not shape.get("description"):
        message = f"nothing says what {name.partition(' ')[2]} of the kind {name.partition(' ')[0]} means"
        place = document.place(pointer, key=True)
        yield found("MC328", message, place, hint="Add a `description`.", subject=name)
    for inner, held in shape.get("properties", {}).items():
        yield from _undescribed(document, (*pointer, "properties", inner), f"{name}.{inner}", held)


def _rows(checklist: Stated, document: Document, contents: Contents) -> Iterator[Finding]:
    """What should be looked at in the rows that this file states or changes."""
    rows = checklist.data["rows"]
    for number, row in enumerate(rows):
        if checklist.rows[number] is None:
            continue
        pointer = checklist.pointer(number)
        yield from _texts(document, pointer, row)
        yield from _old_basis(checklist, document, number, row)
        yield from _one_only(document, pointer, row, checklist.data["level"])
        for way, ask in asks(row):
            at = (*pointer, *way)
            if "kind" in ask:
                yield from _says_nothing(document, at, ask, contents)
            if "by" in ask:
                yield from _nobody(document, (*at, "by"), ask["by"], checklist.data, contents)
        if "person" in row and contents["people"] is not None:
            yield from _nobody(document, (*pointer, "person", "roles"), row["person"]["roles"], checklist.data, contents)
    for (first, one), (second, other) in combinations(enumerate(rows), 2):
        stated = second if checklist.rows[second] is not None else first
        if checklist.rows[stated] is not None and (pair := _same(one, other)) is not None:
            narrow, wide = pair
            message = f"whatever meets {narrow} meets {wide}, so one of them asks for nothing more"
            place = document.place((*checklist.pointer(stated), "id"))
            hint = "Drop one, or let them ask for different things."
            yield found("MC326", message, place, hint=hint, subject=f"{one['id']} {other['id']}")


def _same(one: Row, other: Row) -> tuple[str, str] | None:
    """Two plain evidence rows, both demanded by the same time, of which the first is met only by what meets the second."""
    if "evidence" not in one or "evidence" not in other or (one["category"], one["due"]) != (other["category"], other["due"]):
        return None
    if _within(one["evidence"], other["evidence"]):
        return other["id"], one["id"]
    return (one["id"], other["id"]) if _within(other["evidence"], one["evidence"]) else None


def _within(wide: Mapping[str, Any], narrow: Mapping[str, Any]) -> bool:
    """Whether every item that counts for `narrow` counts for `wide`, which asks for no more of them."""
    plain = {"kind", "where", "recommended", "teacher"}
    rest = {name: value for name, value in wide.items() if name not in plain}
    return (
        set(narrow["kind"]) <= set(wide["kind"])
        and all(narrow.get("where", {}).get(name) == shape for name, shape in wide.get("where", {}).items())
        and all(narrow.get(name) == value for name, value in rest.items())
        and narrow.get("teacher", "own") == wide.get("teacher", "own")
    )


def _texts(document: Document, pointer: Pointer, row: Row) -> Iterator[Finding]:
    """Reasons and advice that say nothing."""
    for name in ("why", "how"):
        text = " ".join(str(row[name]).split())
        if len(text) < _SHORTEST or text.rstrip(".").casefold() == str(row["title"]).rstrip(".").casefold():
            message = f'`{name}` of {row["id"]} says no more than "{text}"'
            hint = "Say in a sentence why it is asked for." if name == "why" else "Say in a sentence what to do."
            yield found("MC328", message, document.place((*pointer, name)), hint=hint, subject=f"{row['id']} {name}")


def _old_basis(checklist: Stated, document: Document, number: int, row: Row) -> Iterator[Finding]:
    """A row that an overlay has ask for something else, and that still claims the source of what was asked before."""
    pointer = checklist.rows[number]
    if checklist.base is None or pointer is None:
        return
    over = (document.data or {})["rows"][pointer[-1]]
    changed = any(name in over for name in (*DEMANDS, "category", "due"))
    if changed and "basis" not in over and "source" not in over and row["basis"] != "assumed":
        message = f"{row['id']} asks for something else now, and still says {row['basis']}: {row['source']}"
        hint = "Say `basis` and `source` anew; what your programme asks for is its own (basis: assumed)."
        yield found("MC329", message, document.place((*pointer, "id")), hint=hint, subject=row["id"])


def _claims(checklist: Stated, document: Document) -> Iterator[Finding]:
    """An overlay that calls official what was made from something that is not."""
    if checklist.base is not None and checklist.data["status"] == "official" and checklist.base.data["status"] != "official":
        message = f"{checklist.data['id']} says that it is official, and is made from {checklist.base.data['id']}, which is not"
        place = document.place(("status",))
        yield found("MC329", message, place, hint="Leave `status` out.", subject="status")


def _one_only(document: Document, pointer: Pointer, row: Row, level: int) -> Iterator[Finding]:
    """Several routines or strategies asked for at a level whose goals are for one."""
    for way, ask in asks(row):
        if level <= LAST_OF_ONE and ask.get("distinct_by") in ("intervention", ["intervention"]) and ask.get("at_least", 1) > 1:
            message = f"a goal of level {level} is for one routine or strategy, so nothing can meet {row['id']}"
            place = document.place((*pointer, *way, "distinct_by"))
            yield found("MC327", message, place, hint="Let something else differ.", subject=f"{row['id']} one")


def _says_nothing(document: Document, pointer: Pointer, ask: Mapping[str, Any], contents: Contents) -> Iterator[Finding]:
    """Conditions that every item of these kinds meets, or none; and a number recommended that is no more than what is asked."""
    kinds = [contents["kinds"][name] for name in ask["kind"]]
    for name, shape in ask.get("where", {}).items():
        place = document.place((*pointer, "where", name), key=True)
        subject = "/".join(map(str, (*pointer, name)))
        if all(_always(name, shape, kind) for kind in kinds):
            message = f"every {' or '.join(ask['kind'])} has such a `{name}`, so the condition says nothing"
            yield found("MC327", message, place, hint="Leave it out, or ask for a certain value.", subject=subject)
        elif all(_never(name, shape, kind) for kind in kinds):
            message = f"no {' or '.join(ask['kind'])} can have such a `{name}`, so nothing can meet the row"
            yield found("MC327", message, place, hint="Look at the values that the field can have.", subject=subject)
    if ask.get("recommended", ask.get("at_least", 1) + 1) <= ask.get("at_least", 1):
        message = f"{ask['recommended']} recommended is no more than the {ask.get('at_least', 1)} asked for"
        place = document.place((*pointer, "recommended"))
        yield found("MC327", message, place, hint="Leave it out, or recommend more.", subject="/".join(map(str, pointer)))


def _never(name: str, shape: Mapping[str, Any], kind: Mapping[str, Any]) -> bool:
    """Whether no valid item of a kind fits a condition on a field."""
    held = field_of(name, kind)
    if held is None:
        return True
    wanted = shape["enum"] if "enum" in shape else [shape["const"]] if "const" in shape else None
    if wanted is not None and "enum" in held:
        return not any(value in held["enum"] for value in wanted)
    least = max((part["minimum"] for part in (shape, held) if "minimum" in part), default=None)
    most = min((part["maximum"] for part in (shape, held) if "maximum" in part), default=None)
    return least is not None and most is not None and least > most


def _always(name: str, shape: Mapping[str, Any], kind: Mapping[str, Any]) -> bool:
    """Whether every valid item of a kind fits a condition on a field."""
    held = field_of(name, kind)
    if held is None:
        return False
    if not shape:
        return _demanded(name, kind)
    values = held.get("enum") or ([True, False] if held.get("type") == "boolean" else None)
    wanted = shape["enum"] if "enum" in shape else [shape["const"]] if "const" in shape else None
    if values is not None and wanted is not None:
        return all(value in wanted for value in values) and _demanded(name, kind)
    loose = {"minimum": lambda value, own: value <= own, "maximum": lambda value, own: value >= own}
    same = (
        held.get(word) == value or (word in loose and word in held and loose[word](value, held[word]))
        for word, value in shape.items()
    )
    return all(same) and _demanded(name, kind)


def _demanded(name: str, kind: Mapping[str, Any]) -> bool:
    """Whether no item of a kind is valid without the field."""
    base = schema("evidence")
    first, *rest = name.split(".")
    if first not in {*base["required"], *(need.partition(".")[0] for need in kind.get("needs", ()))}:
        return False
    at = first
    for step in rest:
        held = field_of(at, kind)
        if held is None or step not in held.get("required", ()):
            return False
        at = f"{at}.{step}"
    return True


def _nobody(
    document: Document, pointer: Pointer, by: Sequence[str], checklist: Mapping[str, Any], contents: Contents
) -> Iterator[Finding]:
    """People asked for whom nothing names, or whom the people list does not have."""
    named = {held for kind in contents["kinds"].values() for held in kind.get("relations", {}).values()}
    if not any(_there(name, named, checklist, contents) for name in by):
        message = f"there is nobody who could be asked: {both([name.replace('-', ' ') for name in by])}"
        hint = "Name them in a kind of evidence (`relations`), or in people.yaml with that role and area."
        yield found("MC330", message, document.place(pointer, key=True), hint=hint, subject="/".join(map(str, pointer)))


def _there(name: str, named: set[str], checklist: Mapping[str, Any], contents: Contents) -> bool:
    """Whether somebody can stand in a relation, or holds a role."""
    if name in ("partner", "guided-teacher"):
        return True
    if name in _RELATIONS:
        return name in named or (name == "mentor" and checklist["level"] > LAST_OF_ONE)
    people = contents["people"]
    if people is None:
        return True
    roles = [role for person in people["people"] for role in person.get("roles", ()) if role["role"] == name]
    tracks = _TRACKS if checklist["track"] == "any" else (checklist["track"],)
    held = contents["interventions"]
    return any(
        not role.get("areas") or any(area in tracks or held.get(area, {}).get("track") in tracks for area in role["areas"])
        for role in roles
    )


def _people(document: Document, contents: Contents) -> Iterator[Finding]:
    """Areas that the catalogue does not know, and specialists of everything."""
    for number, person in enumerate((document.data or {})["people"]):
        pointer: Pointer = ("people", number)
        for at, role in enumerate(person.get("roles", ())):
            way: Pointer = (*pointer, "roles", at)
            for spot, area in enumerate(role.get("areas", ())):
                if area not in _TRACKS and area not in contents["interventions"]:
                    place = document.place((*way, "areas", spot))
                    hint = "Write cer, ls, or the id of a routine or strategy."
                    yield found("MC307", f"{area} is not in the catalogue", place, hint=hint, subject=f"{person['id']} {area}")
            if role["role"] == "specialist" and (not role.get("areas") or set(role["areas"]) & set(_TRACKS)):
                message = (
                    f"{person['id']} is a specialist without a routine or strategy; a specialist is one of a single intervention"
                )
                place = document.place((*way, "role"))
                hint = "Name it under `areas`."
                yield found("MC331", message, place, hint=hint, subject=f"{person['id']} specialist {at}")
