"""Checklists for whoever reads, compares or writes them: found by level or id, begun from another, put on paper."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from simcred.app.look import Look
from simcred.app.manifests import valid
from simcred.app.packets import place_for
from simcred.app.places import layer_of, nearest_portfolio, starter, usable
from simcred.app.programme import found_here, is_starter
from simcred.app.undoing import clear_up_above
from simcred.app.which import track_named
from simcred.exits import Exit, Stop
from simcred.findings.finding import Finding
from simcred.gate import clean
from simcred.load.paths import is_slug, name_problem
from simcred.load.shape import Shapes
from simcred.model.checklist import Checklist
from simcred.model.outcome import Batch
from simcred.model.programme import Programme
from simcred.packet.paper import checklist_page
from simcred.programmes.loading import MAIN, Parsed, checklist_of, parsed
from simcred.snapshot.folder import is_file
from simcred.words import both, cut, did_you_mean
from simcred.workspace.changes import Changes
from simcred.workspace.emit import yaml_text
from simcred.workspace.undo import clear_up

FIRST_VERSION = "1"
COMMANDS = ("show", "print", "new", "diff", "lint")
"""What can be done with checklists; a mistyped one is taken for a checklist to show."""


def chosen(programme: Programme, what: str | None, track: str | None) -> list[Checklist]:
    """The checklists of a level, or the one of an id; all when nothing is said. Raises `Stop` when there is none."""
    track = track_named(track)
    known = sorted(programme.checklists.values(), key=lambda held: (held.level, held.track, held.id))
    wanted = [held for held in known if what is None or what.casefold() in (str(held.level), held.id)]
    wanted = [held for held in wanted if track in (None, held.track) or held.track == "any"]
    if not wanted:
        have = ", ".join(f"{held.id} (level {held.level}, {held.track})" for held in known)
        near = did_you_mean(str(what), [*programme.checklists, *COMMANDS]) if what is not None and not what.isdecimal() else ""
        raise Stop("the programme has no such checklist", near or f"It has {have}.")
    return wanted


def named(programme: Programme, name: str) -> Checklist:
    """The checklist of an id. Raises `Stop` when there is none."""
    held = programme.checklists.get(name)
    if held is None:
        have = f"It has {both(list(programme.checklists))}."
        raise Stop(f"the programme has no checklist {cut(name)}", did_you_mean(name, programme.checklists) or have)
    return held


def pair(look: Look, first: str, second: str | None) -> tuple[Checklist, Checklist]:
    """Two checklists to compare, the older first: those named, or one and what it was made from. Raises `Stop`."""
    found = found_here(look)
    programme = usable(found)
    if second is not None:
        return named(programme, first), named(programme, second)
    new = named(programme, first)
    base = parsed(layer_of(found.path)).stated[first].base
    if base is not None:
        return checklist_of(base.data), new
    old = starter().checklists.get(first)
    if old is None:
        raise Stop(f"{first} was made from no other", "Name the checklist to compare it with, too.")
    return old, new


def about(batch: Batch, files: Parsed, name: str | None) -> list[Finding]:
    """The findings of a programme that are about its checklists, or about one of them; and all errors, which keep any from being used.

    Raises `Stop` when no file makes a checklist of that name.
    """
    held = [document for document in files.documents if document.path.startswith(("checklists/", "overlays/"))]
    ids = {document.path: data.get("id") or data["extends"] for document in held if (data := document.data)}
    unread = any(finding.severity == "error" for finding in batch.findings)
    if name is not None and name not in ids.values() and not unread:
        have = both(sorted(set(ids.values()))) or "none"
        raise Stop(f"no file here makes the checklist {cut(name)}", f"Files here make {have}.")
    mine = {path for path, made in ids.items() if name in (None, made)}

    def wanted(finding: Finding) -> bool:
        """Whether a finding concerns what is looked at."""
        forms = name is None and finding.place.path.startswith("forms/")
        return finding.severity == "error" or forms or finding.place.path in mine

    return [finding for finding in batch.findings if wanted(finding)]


class NewChecklist(Struct, frozen=True):
    """The answers for a new checklist: its id (None: it takes the place of the one beneath), what it is made from, its title."""

    id: str | None
    source: str
    title: str | None
    whole: bool


def begin(told: NewChecklist, look: Look) -> tuple[Path, list[str]]:
    """Writes a new checklist into the programme here, or begins a programme with it; the file, and remarks. Raises `Stop`."""
    clear_up_above(Path())
    found = found_here(look)
    programme = usable(found)
    base = named(programme, told.source)
    if told.id is not None and (not is_slug(told.id) or name_problem(f"{told.id}.yaml")):
        raise Stop(f"{cut(told.id)} cannot be an id", "Use small letters, digits, dots and hyphens, such as elm-fi-cer.")
    if told.id is not None and told.id in programme.checklists:
        raise Stop(f"the checklist {cut(told.id)} is there already", "Choose another id.", Exit.NOT_SAVED)
    if told.whole and told.id is None:
        raise Stop("--whole needs an id", "Name the new checklist.")
    root, writes, remarks = _programme_folder(found.path if not is_starter(found) else None)
    name = told.id or told.source
    path = f"{'checklists' if told.whole else 'overlays'}/{name}.yaml"
    if is_file(root / path):
        raise Stop(f"{path} is there already", "Change it, or choose another id.", Exit.NOT_SAVED)
    data = _copied(found.path, base, told) if told.whole else _overlay(base, told)
    above = _MADE_FROM.format(base=base, programme=programme) if told.whole else _ABOVE.format(base=base)
    text = f"{above}{yaml_text(data)}{'' if told.whole else _below(base)}"
    shapes = Shapes()
    valid(path, "checklist" if told.whole else "overlay", text.encode(), shapes)
    for there, content in writes:
        valid(there, "programme", content, shapes)
    Changes(root, f"began {path}", writes=[(path, text.encode()), *writes]).apply()
    return Path(os.path.relpath(root / path)), remarks


def _programme_folder(there: Path | None) -> tuple[Path, list[tuple[str, bytes]], list[str]]:
    """Where a new checklist goes, and what is written behind it: a programme of one's own, where there is none yet."""
    if there is not None:
        return there, [], []
    here = Path.cwd()
    if nearest_portfolio(here, *here.parents) is not None:
        raise Stop(
            "a portfolio holds no programme",
            "Go to the folder above the portfolios (a shared repository is a good place), and run it there.",
            Exit.NOT_SAVED,
        )
    data = {
        "schema": "simcred/programme/1",
        "extends": "starter",
        "name": f"SIM micro-credentials, {clean(cut(here.name, 80)) or 'our programme'}",
        "version": FIRST_VERSION,
        "status": "starter",
        "notice": "Starter checklist with changes of our own, not KUCRL official. Compare it with the badge page before you submit.",
    }
    remark = (
        "programme.yaml is new: this folder is a programme now, over the one that comes with simcred. Give it a name of yours."
    )
    return here, [(MAIN, yaml_text(data).encode())], [remark]


_ABOVE = """# What is different from {base.id} {base.version}; everything else stays as it is there (simcred checklist show {base.id}).
# A key that you write takes the place of the row's own; a row with a new id is added; `drop: [ROW]` leaves rows out.
# Look at what you did with `simcred checklist lint` and `simcred checklist diff`.
"""
_MADE_FROM = "# Made from {base.id} {base.version} of {programme.name} {programme.version}.\n"


def _overlay(base: Checklist, told: NewChecklist) -> dict[str, Any]:
    """An overlay in which nothing is different yet."""
    own = {"id": told.id} if told.id is not None else {}
    title = told.title or (f"{base.title}, {told.id}" if told.id is not None else base.title)
    return {"schema": "simcred/overlay/1", "extends": base.id, **own, "version": FIRST_VERSION, "title": title}


def _below(base: Checklist) -> str:
    """How an overlay goes on, as a remark: take the signs away, and it is one."""
    row = next((row for row in base.rows if row.evidence is not None), base.rows[0])
    return (
        "# rows:\n"
        f"#   - id: {row.id}\n"
        "#     basis: assumed\n"
        "#     source: our programme, and since when\n"
        f"#     how: {json.dumps(cut(row.how, 90), ensure_ascii=False)}\n"
    )


def _copied(folder: Path, base: Checklist, told: NewChecklist) -> dict[str, Any]:
    """The whole checklist under a new id, with everything that overlays made of it."""
    data: dict[str, Any] = {**parsed(layer_of(folder)).stated[base.id].data, "id": told.id, "version": FIRST_VERSION}
    data.pop("extends", None)
    return {**data, "schema": "simcred/checklist/1", "title": told.title or f"{base.title}, {told.id}"}


def on_paper(wanted: Sequence[Checklist], intervention: str | None, out: Path | None, look: Look) -> list[Path]:
    """Writes each checklist as a page to print, OUT/<id>.html (`packet` when nothing is said); the files. Raises `Stop`."""
    base, folder = place_for(out)
    clear_up(base)
    programme = usable(found_here(look))
    only = programme.intervention(intervention) if intervention is not None else None
    if intervention is not None and only is None:
        names = [name for held in programme.interventions.values() for name in (held.id, held.name, *held.aliases)]
        raise Stop(f"{cut(intervention)} is not in the catalogue", did_you_mean(intervention, names))
    pages = [
        (held.id, checklist_page(programme, held, only)) for held in wanted if only is None or held.track in ("any", only.track)
    ]
    if not pages:
        raise Stop(f"none of these checklists is for {cut(str(intervention))}", "Leave --intervention or --track out.")
    writes = [((PurePosixPath(folder) / f"{name}.html").as_posix(), page) for name, page in pages]
    Changes(base, f"made {both([name for name, _ in writes])}", writes=writes).apply()
    shown = Path(os.path.relpath(base / folder)) if out is None else out
    return [shown / f"{name}.html" for name, _ in pages]
