"""The starter checklists and the catalogue against the same things written down by hand, from the sources and not from the files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from requirements import Key, differences, named, required, rows, table

from simcred.app.places import starter
from simcred.model.checklist import Row
from simcred.model.programme import Intervention

CATALOGUE = table("catalogue.csv")
LINES = [pytest.param(key, line, id=f"{key.id}-{key.track}") for key, line in required().items()]


def test_every_row_is_required_and_every_requirement_is_a_row() -> None:
    assert {(checklist.level, *key) for key, (checklist, _) in rows().items()} == {
        (int(line["level"]), *key) for key, line in required().items()
    }


def test_every_difference_is_named_and_a_named_one_is_there() -> None:
    held = [(entry.key, entry.what) for entry in named()]
    assert len(set(held)) == len(held)
    assert sorted(held) == sorted((found.key, found.what) for found in differences())


def amounts(row: Row) -> Iterator[int]:
    """The numbers that a row demands: of items, of parts, of whole stages, and the smallest value of a field."""
    yield 1
    yield sum(part.evidence is not None for part in row.all_of)
    for ask in row.evidence_asks():
        yield ask.at_least
        yield from (held for shape in ask.where.values() if isinstance(held := shape.get("minimum"), int))
        kinds = [starter().kinds[name] for name in ask.kind] if ask.whole else []
        yield from (len(series.parts) for kind in kinds for series in kind.series)


@pytest.mark.parametrize(("key", "line"), LINES)
def test_the_numbers_are_those_required(key: Key, line: dict[str, str]) -> None:
    row = rows()[key][1]
    if line["least"] not in ("", "0"):
        assert line["category"] == "must"
        assert int(line["least"]) in set(amounts(row))
    else:
        assert line["category"] != "must" or row.consent == "every"
    recommended = {ask.recommended for ask in row.evidence_asks() if ask.recommended is not None}
    assert recommended == ({int(line["recommended"])} if line["recommended"] not in ("", "1") else set())


def test_the_catalogue_has_each_routine_and_strategy_and_no_other() -> None:
    assert sorted(line["id"] for line in CATALOGUE) == sorted(starter().interventions)


def said(known: Intervention) -> dict[str, Any]:
    return {
        "name": known.name,
        "track": known.track,
        "group": known.group or "",
        "mnemonic": known.mnemonic or "",
        "device": known.device or "",
        "provenance": known.provenance,
        "badges": " ".join(known.badge_codes),
        "older": "yes" if known.status == "older" else "no",
    }


@pytest.mark.parametrize("line", CATALOGUE, ids=[line["id"] for line in CATALOGUE])
def test_the_catalogue_agrees(line: dict[str, str]) -> None:
    known = starter().interventions[line["id"]]
    assert said(known) == {name: line[name] for name in said(known)}
    assert {line["also"]} - {""} <= set(known.aliases)


@pytest.mark.parametrize("line", CATALOGUE, ids=[line["id"] for line in CATALOGUE])
def test_what_was_not_seen_in_a_source_is_told(line: dict[str, str]) -> None:
    note = starter().interventions[line["id"]].note or ""
    unseen = line["mnemonic_seen"] == "no" or line["provenance"] == "unverified"
    assert unseen == any(words in note for words in ("mnemonic was", "mnemonic were", "general knowledge")), note
