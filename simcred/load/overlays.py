"""Checklists as they come out: one's own, those of the programme beneath, and overlays laid over either, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from simcred.findings.finding import Finding, found
from simcred.load.reader import Document, Pointer
from simcred.words import did_you_mean, either

DEMANDS = ("evidence", "attestation", "person", "consent", "from_goal", "any_of", "all_of")
"""What a row can ask for; it has one of them, and an overlay that names one takes the place of whichever there was."""
WHOLE = ("title", "category", "due", "basis", "source", "why", "how")
"""What a row must say beside its demand."""
_OF_THE_OVERLAY = ("version", "title", "status")

Data = Mapping[str, Any]


class Stated(Struct, frozen=True):
    """A checklist as it holds. `rows` says where each of its rows stands; None where another file, found good, states it.

    `document` is the file that makes it what it is: None when it is the programme's beneath, unchanged.
    """

    data: Data
    rows: tuple[Pointer | None, ...]
    document: Document | None = None
    overlay: bool = False

    def pointer(self, number: int) -> Pointer:
        """The way to a row in the document; to the line that names the checklist beneath, when it stands in another."""
        return self.rows[number] or ("extends",)


def own(document: Document) -> Stated:
    """A checklist that is written whole."""
    data = document.data or {}
    return Stated(data, tuple(("rows", number) for number in range(len(data["rows"]))), document)


def beneath(data: Data) -> Stated:
    """A checklist of the programme beneath."""
    return Stated(data, (None,) * len(data["rows"]))


def resolved(checklists: dict[str, Stated], overlays: Sequence[Document]) -> tuple[dict[str, Stated], list[Finding]]:
    """The checklists by id with every overlay laid over the one it extends; and what is wrong with the overlays."""
    done, findings = dict(checklists), []
    waiting = sorted(overlays, key=lambda document: ("id" in (document.data or {}), document.path))
    made: dict[str, str] = {}
    while waiting:
        ready = [document for document in waiting if _is_ready(document, done, waiting)]
        if not ready:
            break
        document = ready[0]
        waiting.remove(document)
        data = document.data or {}
        name = data.get("id", data["extends"])
        if name in made or ("id" in data and name in done):
            where = made.get(name) or "a checklist"
            message = f"{name} is made by {where} already"
            place = document.place(("id",) if "id" in data else ("extends",))
            findings.append(found("MC312", message, place, hint="Put both into one file, or give one another id.", subject=name))
            continue
        made[name] = document.path
        done[name], problems = _laid_over(done[data["extends"]], document)
        findings.extend(problems)
    for document in waiting:
        findings.append(_leads_nowhere(document, done))
    return done, findings


def _is_ready(document: Document, done: Mapping[str, Stated], waiting: Sequence[Document]) -> bool:
    """Whether what an overlay extends is there; one with an id of its own waits for those that change a checklist in place."""
    data = document.data or {}
    changing = (other.data or {} for other in waiting if other is not document)
    later = "id" in data and any("id" not in other and other["extends"] == data["extends"] for other in changing)
    return data["extends"] in done and not later


def _leads_nowhere(document: Document, done: Mapping[str, Stated]) -> Finding:
    """An overlay of something that is not there, or that is made of itself."""
    name = (document.data or {})["extends"]
    hint = did_you_mean(name, done) or f"There are: {', '.join(sorted(done)) or 'none'}."
    return found("MC309", f"there is no checklist {name} to extend", document.place(("extends",)), hint=hint, subject=name)


def _laid_over(base: Stated, document: Document) -> tuple[Stated, list[Finding]]:
    """An overlay over a checklist, and what is wrong with it."""
    data, findings = document.data or {}, list[Finding]()
    rows = {row["id"]: (row, None) for row in base.data["rows"]}
    where: dict[str, Pointer | None] = dict.fromkeys(rows)
    merged: dict[str, Any] = {row["id"]: row for row in base.data["rows"]}
    for number, name in enumerate(data.get("drop", ())):
        if merged.pop(name, None) is None:
            findings.append(_no_row(document, ("drop", number), name, rows))
    for number, row in enumerate(data.get("rows", ())):
        pointer: Pointer = ("rows", number)
        if row["id"] in merged and where.get(row["id"]) is not None:
            message = f"the id {row['id']} is there already"
            place = document.place((*pointer, "id"))
            findings.append(found("MC312", message, place, hint="Put both into one.", subject=f"{row['id']} {number}"))
        findings.extend(_incomplete(document, pointer, row, new=row["id"] not in merged))
        merged[row["id"]] = changed(merged.get(row["id"], {}), row)
        where[row["id"]] = pointer
    texts = [text for text in base.data.get("texts", ()) if text["row"] in merged]
    whole = {
        **base.data,
        **{name: data[name] for name in _OF_THE_OVERLAY if name in data},
        "id": data.get("id", base.data["id"]),
        "extends": base.data["id"],
        "rows": list(merged.values()),
        **({"texts": [*texts, *data.get("texts", ())]} if texts or data.get("texts") else {}),
    }
    return Stated(whole, tuple(where[name] for name in merged), document, overlay=True), findings


def changed(row: Data, over: Data) -> Data:
    """A row with what an overlay says of it."""
    demands = any(name in over for name in DEMANDS)
    return {**{name: value for name, value in row.items() if not (demands and name in DEMANDS)}, **over}


def _incomplete(document: Document, pointer: Pointer, row: Data, *, new: bool) -> Iterator[Finding]:
    """What a row of an overlay lacks to be one: a new row says all, a changed one asks for one thing at most."""
    asked = [name for name in DEMANDS if name in row]
    if len(asked) > 1:
        message = f"{row['id']} asks for several things: {', '.join(asked)}"
        place = document.place((*pointer, asked[1]), key=True)
        yield found("MC203", message, place, hint="Name one; several go into all_of or any_of.", subject=row["id"])
    for name in WHOLE if new else ():
        if name not in row:
            message = f"`{name}` is missing in the new row {row['id']}"
            hint = "A row that is new says all of itself. Is its id right?"
            yield found("MC202", message, document.place((*pointer, "id")), hint=hint, subject=f"{row['id']} {name}")
    if new and not asked:
        message = f"the new row {row['id']} asks for nothing"
        hint = f"It needs one of {either(DEMANDS)}."
        yield found("MC202", message, document.place((*pointer, "id")), hint=hint, subject=row["id"])


def _no_row(document: Document, pointer: Pointer, name: str, known: Mapping[str, Any]) -> Finding:
    hint = did_you_mean(name, known) or "Correct the name."
    return found("MC309", f"there is no row {name} to leave out", document.place(pointer), hint=hint, subject=f"drop {name}")
