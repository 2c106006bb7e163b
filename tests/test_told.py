"""What is told of a file's problems: each once, in words for a teacher, and never more than anybody reads."""

from __future__ import annotations

import time
from typing import Any

import pytest

from simcred import words
from simcred.app.places import starter
from simcred.findings.finding import Finding
from simcred.load.reader import MAX_FINDINGS, read
from simcred.load.shape import Shapes
from simcred.words import nearest

SHAPES = Shapes(starter().kinds)
ITEM = """schema: simcred/evidence/1
title: A draft
kind: device
stage: draft
intervention: cer-unit-organizer
date: 2026-09-18
files: [{path: draft.pdf}]
"""


def told(text: str, name: str = "evidence") -> list[Finding]:
    document = read(f"{name}.yaml", text.encode())
    SHAPES.check(name, document)
    return document.findings


@pytest.fixture
def guesses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words for which near ones were looked for."""
    made: list[str] = []

    def counting(word: str, known: Any, *, most: int = 3) -> list[str]:
        made.append(word)
        return nearest(word, known, most=most)

    monkeypatch.setattr(words, "nearest", counting)
    return made


@pytest.mark.parametrize(("number", "more"), [(50, None), (51, "and 1 more problem in"), (9_900, "and 9850 more problems in")])
def test_unknown_keys_without_end(guesses: list[str], number: int, more: str | None) -> None:
    begun = time.monotonic()
    findings = told(ITEM + "".join(f"stagex_{key}: 1\n" for key in range(number)))
    assert [f.code for f in findings] == ["MC201"] * MAX_FINDINGS + (["MC109"] if more else [])
    assert more is None or more in findings[-1].message
    assert len(guesses) == 20
    assert "stage" in findings[19].hint
    assert "stage?" not in findings[20].hint
    assert time.monotonic() - begun < 3


def test_wrong_values_without_end(guesses: list[str]) -> None:
    findings = told(ITEM.replace("files: [{path: draft.pdf}]", "people: {shown: [" + "student, " * 400 + "]}"))
    assert len(findings) <= MAX_FINDINGS + 1
    assert len(guesses) <= 20


@pytest.mark.parametrize(("number", "more"), [(50, None), (51, "and 1 more"), (53, "and 3 more")])
def test_repeated_keys_without_end(number: int, more: str | None) -> None:
    findings = told(ITEM + "date: 2026-09-18\n" * number)
    assert [f.code for f in findings] == ["MC104"] * 50 + (["MC109"] if more else [])
    assert more is None or more in findings[-1].message


def test_why_a_file_is_read_no_further_is_always_told() -> None:
    findings = told("a: 1\n" * 20_000)
    assert [f.code for f in findings] == ["MC104"] * 50 + ["MC109", "MC109"]
    assert "more than 10000 entries" in findings[50].message
    assert "and 9949 more" in findings[51].message


@pytest.mark.parametrize(("number", "more"), [(50, None), (52, "and 2 more")])
def test_invisible_characters_without_end(number: int, more: str | None) -> None:
    findings = told(ITEM + "x-a: " + "\u200b" * number + "\n")
    assert [f.code for f in findings] == ["MC108"] * 50 + (["MC109"] if more else [])
    assert more is None or more in findings[-1].message


def test_near_words_are_looked_for_among_few_and_short_ones() -> None:
    assert nearest("a" * 100, ["a" * 100]) == ["a" * 100]
    assert nearest("a" * 101, ["a" * 101]) == []
    assert nearest("a" * 100, ["a" * 101]) == []
    many = [f"word-{number}" for number in range(499)]
    assert nearest("word-zebra", [*many, "word-zebra"], most=1) == ["word-zebra"]
    assert nearest("word-zebra", [*many, "word-498", "word-zebra"], most=1) != ["word-zebra"]


@pytest.mark.parametrize("day", ["10/14/2026", "soon", "2026-02-30", '""'])
def test_a_date_is_told_once(day: str) -> None:
    findings = told(ITEM.replace("2026-09-18", day))
    assert [(f.code, f.place.line) for f in findings] == [("MC205", 6)]
    findings = told(f"{ITEM}links: [{{url: 'https://x.example.org', checked_on: {day}}}]\n")
    assert [(f.code, f.place.line) for f in findings] == [("MC205", 8)]


def test_two_missing_lines_of_one_group_are_two_problems() -> None:
    findings = told("schema: simcred/evidence/1\nkind: device\nstage: draft\nintervention: cer-unit-organizer\n")
    assert sorted(f.subject for f in findings) == ["/date", "/title"]
