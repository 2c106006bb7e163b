"""What is told of a file's problems: each once, in words for a teacher, and never more than anybody reads."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Simcred
from folders import portfolio

from simcred import words
from simcred.app.places import starter
from simcred.findings.finding import Finding
from simcred.load import reader
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
    begun = time.process_time()
    findings = told(ITEM + "".join(f"stagex_{key}: 1\n" for key in range(number)))
    assert [f.code for f in findings] == ["MC201"] * MAX_FINDINGS + (["MC109"] if more else [])
    assert more is None or more in findings[-1].message
    assert len(guesses) == 20
    assert "stage" in findings[19].hint
    assert "stage?" not in findings[20].hint
    assert time.process_time() - begun < 3


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


OPENED = "a quote is opened here and never closed"
SYNTAX = {
    "never closed": ('a: 1\ntitle: "Final\nkind: device\n', 2, 8, OPENED),
    "never closed, single": ("a: 1\ntitle: 'Final\nkind: device\n", 2, 8, OPENED),
    "never closed, in braces": ('a: 1\nb: {c: "x}\nd: e\n', 2, 8, OPENED),
    "closed by another's": ('a: 1\ntitle: "Final\ndate: "2026"\nkind: x\n', 2, 8, "only the next quote, on line 3"),
    "closed by another's, accents": ('a: 1\ntitle: "Finäl\ndäte: "2026"\nkind: x\n', 2, 8, "only the next quote, on line 3"),
    "asterisks": ("a: 1\nfeedback: *bold* advice\n", 2, 11, "an asterisk (*) begins the text"),
    "two asterisks": ("a: 1\nfeedback: **bold** advice\n", 2, 11, "an asterisk (*) begins the text"),
    "in a list": ("a:\n- *x*y\n", 2, 3, "an asterisk (*) begins the text"),
    "ampersand": ("a: 1\nfeedback: & so on\n", 2, 11, "an ampersand (&) begins the text"),
}


@pytest.mark.parametrize("libyaml", [True, False], ids=["libyaml", "pure"])
@pytest.mark.parametrize("name", SYNTAX)
def test_syntax_is_told_where_it_begins(name: str, libyaml: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader.yaml, "__with_libyaml__", libyaml and reader.yaml.__with_libyaml__)
    text, line, column, words = SYNTAX[name]
    findings = [f for f in read("x.yaml", text.encode()).findings if f.code == "MC101"]
    assert [(f.place.line, f.place.column) for f in findings] == [(line, column)]
    assert words in f"{findings[0].message} {findings[0].hint}"
    assert findings[0].hint


def test_an_empty_value_may_be_a_comment() -> None:
    findings = told(ITEM.replace("A draft", "# 1 of 3"))
    assert [(f.code, f.message) for f in findings] == [("MC203", "`title` is empty")]
    assert "Text that begins with # needs quotes." in findings[0].hint
    assert "#" not in told(ITEM.replace("[{path: draft.pdf}]", ""))[0].hint, "only text can begin so"


@pytest.mark.parametrize("said", ["Question Exploration", "[Question Exploration]"])
def test_an_intervention_is_an_id(said: str) -> None:
    findings = told(ITEM.replace("cer-unit-organizer", said))
    assert [f.code for f in findings] == ["MC208"]
    assert "such as cer-unit-organizer; `simcred checklist --interventions` lists them" in findings[0].hint
    portfolio_text = (ROOT / "tests/cases/base/portfolio.yaml").read_text("utf-8")
    findings = told(portfolio_text.replace("cer-unit-organizer", "Question Exploration"), "portfolio")
    assert findings
    assert all("such as cer-unit-organizer; `simcred" in f.hint for f in findings if "Question" in f.message)


def test_an_intervention_of_another_type_is_told_what_it_should_be() -> None:
    assert "such as cer-unit-organizer, or a list" in told(ITEM.replace("cer-unit-organizer", "5"))[0].hint


def test_nobody_is_told_to_delete_an_empty_file(simcred: Simcred, tmp_path: Path) -> None:
    mine = portfolio(tmp_path / "mine")
    (mine / "portfolio.yaml").write_text("")
    (finding,) = [f for f in simcred("check", mine, "--json").data["portfolios"][0]["findings"] if f["code"] == "MC110"]
    assert "elete" not in finding["hint"]
    assert "Fill it in" in finding["hint"]


@pytest.mark.parametrize("name", ["evidence.yml", "Evidence.yaml", "EVIDENCE.YML", "evidence.yaml.txt"])
def test_a_manifest_by_another_name_is_renamed_and_not_deleted(simcred: Simcred, tmp_path: Path, name: str) -> None:
    mine = portfolio(tmp_path / "mine")
    item = next((mine / "evidence").iterdir())
    (item / "evidence.yaml").rename(item / name)
    (finding,) = [f for f in simcred("check", mine, "--json").data["portfolios"][0]["findings"] if f["code"] == "MC317"]
    assert finding["hint"] == "Rename it to evidence.yaml."
    assert name in finding["message"]


def test_a_file_s_name_is_quoted_in_a_command(simcred: Simcred, tmp_path: Path) -> None:
    mine = portfolio(tmp_path / "mine")
    (mine / "evidence/x$(touch PWN) y.pdf").write_bytes(b"x")
    (mine / "evidence/plain.pdf").write_bytes(b"x")
    hints = [f["hint"] for f in simcred("check", mine, "--json").data["portfolios"][0]["findings"] if f["code"] == "MC317"]
    assert sorted(hints) == [
        "Add it with `simcred add ROW 'evidence/x$(touch PWN) y.pdf'`.",
        "Add it with `simcred add ROW evidence/plain.pdf`.",
    ]


@pytest.mark.parametrize(
    ("words", "here"),
    [(["redo"], "simcred undo --redo"), (["delete", "x"], "simcred remove"), (["-C", "mine", "status"], "behind the command")],
)
def test_what_is_called_otherwise_elsewhere_is_named(simcred: Simcred, words: list[str], here: str) -> None:
    ran = simcred(*words)
    assert ran.code == 2
    assert here in ran.err


def test_a_whole_number_stays_one(simcred: Simcred, example: Path) -> None:
    slug = "2026-09-10-paraphrasing-stages"
    words = ("--set", "stages.advanced_practice.date=2026-11-19", "--set", "stages.advanced_practice.reached=31")
    assert simcred("edit", slug, *words, "-C", example).code == 0
    assert "reached: 31\n" in (example / f"evidence/{slug}/evidence.yaml").read_text("utf-8")


def test_a_log_is_written_by_its_own_command(simcred: Simcred, example: Path) -> None:
    for name in ("2026-10-02-log", "2026-11-06-log"):
        shutil.rmtree(example / "evidence" / name)
    steps = simcred("status", example, "--json").data["portfolios"][0]["next"]
    (step,) = (step for step in steps if step["text"].startswith("L2C-06"))
    assert step["command"] == f"simcred log --goal unit-organizer-fi -C {example.as_posix()}"
