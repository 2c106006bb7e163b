"""Checklists as they come out: one's own, those of the programme beneath, and overlays laid over either, row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from simcred.findings.finding import Finding, found
from simcred.load.reader import Document, Pointer
from simcred.words import did_you_mean, either

DEMANDS = ("evidence", "attestation", "person", "consent", "from_goal", "any_of", "all_of")
"""What a row can ask for; it has one of them, and an overlay that names one takes the place of whichever there was."""
_WHOLE = ("title", "category", "due", "basis", "source", "why", "how")
"""What a row must say beside its demand."""
_TEXTS = ("title", "why", "how")
_OF_THE_OVERLAY = ("version", "title", "status")

Data = Mapping[str, Any]


class Stated(Struct, frozen=True):
    """A checklist as it holds. `rows` says where each of its rows stands; None where another file, found good, states it.

    `document` is the file that makes it what it is (None when it is the programme's beneath, unchanged), `base` what an overlay
    was laid over.
    """

    data: Data
    rows: tuple[Pointer | None, ...]
    document: Document | None = None
    base: Stated | None = None

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
    """The checklists by id with every overlay laid over the one it extends; and what is wrong with the overlays.

    Those that change a checklist in place go first, so that one with an id of its own extends what holds.
    """
    done, findings = dict(checklists), list[Finding]()
    waiting = sorted(overlays, key=lambda document: document.path)
    changing = [_said(document)["extends"] for document in waiting if "id" not in _said(document)]
    made: dict[str, str] = {}
    while waiting:
        later: list[Document] = []
        for document in waiting:
            data = _said(document)
            if data["extends"] not in done or ("id" in data and data["extends"] in changing):
                later.append(document)
                continue
            findings.extend(_made(document, done, made))
            if "id" not in data:
                changing.remove(data["extends"])
        if len(later) == len(waiting):
            break
        waiting = later
    findings.extend(_leads_nowhere(document, done, waiting) for document in waiting)
    return done, findings


def _said(document: Document) -> Data:
    """An overlay's data; it is sound."""
    return document.data or {}


def _made(document: Document, done: dict[str, Stated], made: dict[str, str]) -> list[Finding]:
    """Puts what an overlay makes among the checklists; what is wrong with it."""
    data = _said(document)
    name = data.get("id", data["extends"])
    if name in made or ("id" in data and name in done):
        message = f"{name} is made by {made.get(name) or 'a checklist'} already"
        place = document.place(("id",) if "id" in data else ("extends",))
        return [found("MC312", message, place, hint="Put both into one file, or give one another id.", subject=name)]
    made[name] = document.path
    done[name], problems = _laid_over(done[data["extends"]], document)
    if not done[name].data["rows"]:
        place = document.place(("drop",), key=True)
        problems.append(found("MC202", f"no row of {name} is left", place, hint="Leave some in.", subject=name))
    return problems


def _leads_nowhere(document: Document, done: Mapping[str, Stated], waiting: Sequence[Document]) -> Finding:
    """An overlay of something that is not there, or that is made of itself, perhaps by way of others."""
    name, place = _said(document)["extends"], document.place(("extends",))
    if any(_said(other).get("id") == name for other in waiting):
        message = f"{name} is made from others that are made from it, in a circle"
        return found("MC309", message, place, hint="Let one of them extend a checklist that is there.", subject=name)
    hint = did_you_mean(name, done) or f"There are: {', '.join(sorted(done)) or 'none'}."
    return found("MC309", f"there is no checklist {name} to extend", place, hint=hint, subject=name)


def _laid_over(base: Stated, document: Document) -> tuple[Stated, list[Finding]]:
    """An overlay over a checklist, and what is wrong with it."""
    data, findings = _said(document), list[Finding]()
    merged: dict[str, Any] = {row["id"]: row for row in base.data["rows"]}
    where: dict[str, Pointer | None] = dict.fromkeys(merged)
    for number, name in enumerate(dict.fromkeys(data.get("drop", ()))):
        if merged.pop(name, None) is None:
            findings.append(_no_row(document, ("drop", number), name, [row["id"] for row in base.data["rows"]]))
    gone = set(where) - set(merged)
    for number, row in enumerate(data.get("rows", ())):
        pointer: Pointer = ("rows", number)
        if where.get(row["id"]) is not None:
            message = f"the id {row['id']} is there already"
            place = document.place((*pointer, "id"))
            findings.append(found("MC312", message, place, hint="Put both into one.", subject=f"{row['id']} {number}"))
        findings.extend(_incomplete(document, pointer, row, list(merged), new=row["id"] not in merged))
        merged[row["id"]] = _changed(merged.get(row["id"], {}), row)
        where[row["id"]] = pointer
    texts = [*_kept_texts(base.data.get("texts", ()), merged, gone, data.get("rows", ())), *data.get("texts", ())]
    whole = {
        **base.data,
        "status": "starter" if base.data["status"] == "official" else base.data["status"],
        **{name: data[name] for name in _OF_THE_OVERLAY if name in data},
        "id": data.get("id", base.data["id"]),
        "extends": base.data["id"],
        "rows": list(merged.values()),
    }
    whole.pop("texts", None)
    whole |= {"texts": texts} if texts else {}
    return Stated(whole, tuple(where[name] for name in merged), document, base), findings


def _kept_texts(texts: Sequence[Data], rows: Mapping[str, Data], gone: Collection[str], over: Sequence[Data]) -> Iterator[Data]:
    """The texts beneath that still fit: not of rows that are gone, nor where the overlay says the row's text anew."""
    anew = {row["id"]: set(_TEXTS) & set(row) | (set(_TEXTS) if any(name in row for name in DEMANDS) else set()) for row in over}
    for text in texts:
        left = {name: value for name, value in text.items() if name not in anew.get(text["row"], ())}
        if text["row"] in rows and text["row"] not in gone and set(_TEXTS) & set(left):
            yield left


def _changed(row: Data, over: Data) -> Data:
    """A row with what an overlay says of it; what was ours in a demand goes with the demand."""
    replaced = {*DEMANDS, "assumed"} if any(name in over for name in DEMANDS) else set()
    return {**{name: value for name, value in row.items() if name not in replaced}, **over}


def _incomplete(document: Document, pointer: Pointer, row: Data, known: Collection[str], *, new: bool) -> Iterator[Finding]:
    """What a row of an overlay lacks to be one: a new row says all, a changed one asks for one thing at most."""
    asked = [name for name in DEMANDS if name in row]
    if len(asked) > 1:
        message = f"{row['id']} asks for several things: {', '.join(asked)}"
        place = document.place((*pointer, asked[1]), key=True)
        yield found("MC203", message, place, hint="Name one; several go into all_of or any_of.", subject=row["id"])
    for name in _WHOLE if new else ():
        if name not in row:
            message = f"`{name}` is missing in the new row {row['id']}"
            hint = did_you_mean(row["id"], known) or "A row that is new says all of itself."
            yield found("MC202", message, document.place((*pointer, "id")), hint=hint, subject=f"{row['id']} {name}")
    if new and not asked:
        message = f"the new row {row['id']} asks for nothing"
        hint = f"It needs one of {either(DEMANDS)}."
        yield found("MC202", message, document.place((*pointer, "id")), hint=hint, subject=row["id"])


def _no_row(document: Document, pointer: Pointer, name: str, known: Sequence[str]) -> Finding:
    hint = did_you_mean(name, known) or "Correct the name."
    return found("MC309", f"there is no row {name} to leave out", document.place(pointer), hint=hint, subject=f"drop {name}")
