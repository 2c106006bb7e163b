"""The starter checklists a second time, written by hand and kept apart from them, and where the two differ."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

import yaml
from conftest import ROOT

from simcred.app.places import starter
from simcred.model.checklist import Checklist, Row

DATA = ROOT / "tests/data"
COMPARED = ("category", "due", "basis", "demands_attestation")


class Key(NamedTuple):
    """A row's id is said once a track: two checklists of a level may share it."""

    track: str
    id: str


class Named(NamedTuple):
    """A difference that somebody wrote down."""

    key: Key
    what: str
    why: str


class Difference(NamedTuple):
    """What a column says in the starter checklists, and in requirements.csv."""

    key: Key
    what: str
    here: str
    required: str


def table(name: str) -> list[dict[str, str]]:
    """A table of tests/data, a mapping a line."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def required() -> dict[Key, dict[str, str]]:
    """requirements.csv by track and id."""
    lines = table("requirements.csv")
    held = {Key(line["track"], line["id"]): line for line in lines}
    assert len(held) == len(lines), "an id stands twice in a track"
    return held


def rows() -> dict[Key, tuple[Checklist, Row]]:
    """Every row of the starter checklists."""
    return {
        Key(checklist.track, row.id): (checklist, row) for checklist in starter().checklists.values() for row in checklist.rows
    }


def demands_attestation(row: Row) -> bool:
    """Whether a row cannot be met without somebody else's statement."""
    if row.any_of:
        return all(part.attestation is not None for part in row.any_of)
    return any(True for _ in row.attestation_asks())


def said(row: Row) -> dict[str, str]:
    """What a row says in the columns that are compared."""
    demands = "yes" if demands_attestation(row) else "no"
    return {"category": row.category, "due": row.due, "basis": row.basis, "demands_attestation": demands}


def named() -> list[Named]:
    """differences.yaml."""
    entries = yaml.safe_load((DATA / "differences.yaml").read_text("utf-8"))["differences"]
    return [Named(Key(entry["track"], entry["id"]), entry["what"], entry["why"]) for entry in entries]


def differences() -> Iterator[Difference]:
    """Where a row that stands in both says otherwise."""
    here = rows()
    for key, line in required().items():
        if key in here:
            mine = said(here[key][1])
            yield from (Difference(key, what, mine[what], line[what]) for what in COMPARED if mine[what] != line[what])
