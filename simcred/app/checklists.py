"""Checklists for whoever reads, compares or writes them: found by level or id, begun from another, put on paper."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from simcred import resources
from simcred.app.look import Look
from simcred.app.places import nearest_portfolio, starter, usable
from simcred.app.programme import STARTER, found_here, is_starter
from simcred.exits import Exit, Stop
from simcred.findings.finding import Finding
from simcred.load import programme as programmes
from simcred.load.paths import is_slug
from simcred.model.checklist import Checklist
from simcred.model.outcome import Batch
from simcred.model.programme import Programme
from simcred.packet.paper import checklist_page
from simcred.snapshot.folder import FolderTree, is_file
from simcred.words import both, did_you_mean
from simcred.workspace.changes import Changes
from simcred.workspace.emit import yaml_text

FIRST_VERSION = "1"


def chosen(programme: Programme, what: str | None, track: str | None) -> list[Checklist]:
    """The checklists of a level, or the one of an id; all when nothing is said. Raises `Stop` when there is none."""
    track = track.casefold() if track is not None else None
    known = sorted(programme.checklists.values(), key=lambda held: (held.level, held.track, held.id))
    wanted = [held for held in known if what is None or what.casefold() in (str(held.level), held.id)]
    wanted = [held for held in wanted if track in (None, held.track) or held.track == "any"]
    if not wanted:
        have = ", ".join(f"{held.id} (level {held.level}, {held.track})" for held in known)
        near = did_you_mean(str(what), programme.checklists) if what is not None and not what.isdecimal() else ""
        raise Stop("the programme has no such checklist", near or f"It has {have}.")
    return wanted


def named(programme: Programme, name: str) -> Checklist:
    """The checklist of an id. Raises `Stop` when there is none."""
    held = programme.checklists.get(name)
    if held is None:
        have = f"It has {both(list(programme.checklists))}."
        raise Stop(f"the programme has no checklist {name}", did_you_mean(name, programme.checklists) or have)
    return held


def pair(look: Look, first: str, second: str | None) -> tuple[Checklist, Checklist]:
    """Two checklists to compare, the older first: those named, or one and what it was made from. Raises `Stop`."""
    programme = usable(found_here(look))
    if second is not None:
        return named(programme, first), named(programme, second)
    new = named(programme, first)
    own = programme.checklists.get(new.extends or "")
    old = own if own is not None and own.id != new.id else starter().checklists.get(new.extends or new.id)
    if old is None:
        raise Stop(f"{first} was made from nothing that is known", "Name the other checklist too.")
    return old, new


def about(batch: Batch, look: Look, name: str | None) -> list[Finding]:
    """The findings of a programme that are about its checklists, or about one of them. Raises `Stop` when there is none."""
    folders = ("checklists/", "overlays/", "forms/")
    mine = [finding for finding in batch.findings if finding.place.path.startswith(folders)]
    if name is None:
        return mine
    files = {path for path, held in _ids(look) if held == name}
    if not files:
        have = both(sorted({held for _, held in _ids(look)})) or "none"
        raise Stop(f"no file here makes the checklist {name}", f"Files here make {have}.")
    return [finding for finding in mine if finding.place.path in files]


def _ids(look: Look) -> list[tuple[str, str]]:
    """Every file of the programme that makes a checklist, with the checklist's id."""
    tree = FolderTree(found_here(look).path, programmes.FOLDERS)
    parsed = programmes.parsed(programmes.Layer.of(tree, FolderTree(resources.folder(STARTER), programmes.FOLDERS)))
    held = [document for document in parsed.documents if document.path.startswith(("checklists/", "overlays/"))]
    return [(document.path, data.get("id") or data["extends"]) for document in held if (data := document.data)]


class NewChecklist(Struct, frozen=True):
    """The answers for a new checklist: its id (None: it takes the place of the one beneath), what it is made from, its title."""

    id: str | None
    source: str
    title: str | None
    whole: bool


def begin(told: NewChecklist, look: Look) -> tuple[Path, list[str]]:
    """Writes a new checklist into the programme here, or begins a programme with it; the file, and remarks. Raises `Stop`."""
    found = found_here(look)
    programme = usable(found)
    base = named(programme, told.source)
    if told.id is not None and not is_slug(told.id):
        raise Stop(f"{told.id} cannot be an id", "Use small letters, digits, dots and hyphens, such as elm-fi-cer.")
    if told.id is not None and told.id in programme.checklists:
        raise Stop(f"the checklist {told.id} is there already", "Choose another id.", Exit.NOT_SAVED)
    if told.whole and told.id is None:
        raise Stop("--whole needs an id", "Name the new checklist.")
    root, writes, remarks = _programme_folder(found.path if not is_starter(found) else None)
    name = told.id or told.source
    path = f"{'checklists' if told.whole else 'overlays'}/{name}.yaml"
    if is_file(root / path):
        raise Stop(f"{path} is there already", "Change it, or choose another id.", Exit.NOT_SAVED)
    text = _copied(programme, found.path, base, told) if told.whole else _overlay(base, told)
    Changes(root, writes=[*writes, (path, text.encode())]).apply()
    return Path(os.path.relpath(root / path)), remarks


def _programme_folder(there: Path | None) -> tuple[Path, list[tuple[str, bytes]], list[str]]:
    """Where a new checklist goes, and what must be written before it: a programme of one's own, where there is none yet."""
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
        "name": f"SIM micro-credentials, {here.name or 'our programme'}",
        "version": FIRST_VERSION,
        "status": "starter",
        "notice": "Starter checklist with changes of our own, not KUCRL official. Compare it with the badge page before you submit.",
    }
    remark = (
        "programme.yaml is new: this folder is a programme now, over the one that comes with simcred. Give it a name of yours."
    )
    return here, [(programmes.MAIN, yaml_text(data).encode())], [remark]


def _overlay(base: Checklist, told: NewChecklist) -> str:
    """An overlay in which nothing is different yet, and how to make it so."""
    row = next((row for row in base.rows if row.evidence is not None), base.rows[0])
    title = told.title or (f"{base.title}, {told.id}" if told.id is not None else base.title)
    own = f"id: {told.id}\n" if told.id is not None else ""
    return (
        f"# What is different from {base.id} {base.version}; everything else stays as it is there (simcred checklist show {base.id}).\n"
        "# A key that you write takes the place of the row's own; a row with a new id is added; `drop: [ROW]` leaves rows out.\n"
        "# Look at what you did with `simcred checklist lint` and `simcred checklist diff`.\n"
        f'schema: simcred/overlay/1\nextends: {base.id}\n{own}version: "{FIRST_VERSION}"\ntitle: {json.dumps(title)}\nrows: []\n'
        "#rows:\n"
        f"#  - id: {row.id}\n"
        "#    basis: assumed\n"
        "#    source: our programme, and since when\n"
        f"#    how: {' '.join(row.how.split())[:90]}\n"
    )


def _copied(programme: Programme, folder: Path, base: Checklist, told: NewChecklist) -> str:
    """The whole checklist under a new id, with everything that overlays made of it."""
    beneath = FolderTree(resources.folder(STARTER), programmes.FOLDERS)
    parsed = programmes.parsed(programmes.Layer.of(FolderTree(folder, programmes.FOLDERS), beneath))
    data: dict[str, Any] = {**parsed.stated[base.id].data, "id": told.id, "version": FIRST_VERSION}
    data.pop("extends", None)
    data["schema"], data["title"] = "simcred/checklist/1", told.title or f"{base.title}, {told.id}"
    return f"# Made from {base.id} {base.version} of {programme.name} {programme.version}.\n{yaml_text(data)}"


def on_paper(wanted: Sequence[Checklist], intervention: str | None, out: Path, look: Look) -> list[Path]:
    """Writes each checklist as a page to print, OUT/<id>.html; the files. Raises `Stop`."""
    programme = usable(found_here(look))
    known = programme.interventions
    if intervention is not None and intervention not in known:
        said = {name.casefold(): held.id for held in known.values() for name in (held.name, *held.aliases)}
        if intervention.casefold() not in said:
            raise Stop(f"{intervention} is not in the catalogue", did_you_mean(intervention, [*known, *said]))
        intervention = said[intervention.casefold()]
    writes = []
    for held in wanted:
        page = checklist_page(programme, held, known[intervention] if intervention is not None else None)
        writes.append((f"{held.id}.html", page))
    Changes(out.absolute(), writes=writes).apply()
    return [out / name for name, _ in writes]
