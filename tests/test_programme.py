"""What files of a programme say about one another: a name that leads nowhere, or stands twice, is told, and nothing is judged by it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Simcred
from folders import portfolio, programme

from simcred.app.places import starter
from simcred.memory import CacheFolder
from simcred.programmes import loading as programmes
from simcred.snapshot.folder import FolderTree

FI, PL, LS = "checklists/fi-cer.yaml", "checklists/pl.yaml", "checklists/fi-ls.yaml"
SP, PD = "checklists/sp-cer.yaml", "checklists/pd-ls.yaml"
PEOPLE = "schema: simcred/people/1\npeople:\n  - {id: sam, roles: [{role: developer}]}\n  - {id: SAME, roles: [{role: crl}]}\n"
CHANGES: dict[str, Any] = {
    "kind": (FI, "kind: [account, device]", "kind: [account, devise]", "MC308", "Did you mean device?"),
    "kind in a part": (
        PL,
        "evidence: {kind: [reflection]}",
        "evidence: {kind: [reflexion]}",
        "MC308",
        "Did you mean reflection?",
    ),
    "follows": (FI, "follows: L2C-02", "follows: L2C-2", "MC309", "no row L2C-2"),
    "after": (FI, "after: L2C-02", "after: L2C-99", "MC309", "no row L2C-99"),
    "within": (FI, "      within: L2C-05b", "      within: L2C-05x", "MC309", "no row L2C-05x"),
    "within, in a part": (FI, "          within: L2C-05b", "          within: L2C-05x", "MC309", "no row L2C-05x"),
    "day": (PL, "active_on: [L1-01]", "active_on: [start, L1-91]", "MC309", "no row L1-91"),
    "form": (PL, "form: post-session-report", "form: post-session", "MC309", "no form post-session"),
    "form in a part": (FI, "form: cue-do-review", "form: cue-do", "MC309", "no form cue-do"),
    "measured by itself": (FI, "      after: L2C-02", "      after: L2C-03", "MC309", "measured by itself"),
    "field that is there": (
        "kinds.yaml",
        "stage: {enum: [draft",
        "title: {type: integer, description: x}\n      stage: {enum: [draft",
        "MC312",
        "every item has a `title`",
    ),
    "field of a where": (FI, "where: {group.size: {}", "where: {group.sice: {}", "MC309", "Did you mean group.size"),
    "field that counts": (FI, "distinct_by: halo", "distinct_by: hallo", "MC309", "no field hallo in student-work"),
    "day of another row": (LS, "after_day: measures.posttest", "after_day: measures.post", "MC309", "no field measures.post"),
    "whole of nothing": (LS, "kind: [strategy-instruction]", "kind: [log]", "MC309", "log has none", 1),
    "variety of what": (
        PD,
        "      distinct_by: intervention\n      spread",
        "      spread",
        "MC309",
        "Add `distinct_by: intervention`",
    ),
    "valid without days": (PD, "kind: [membership]", "kind: [log]", "MC309", "no field update_attended in log", 1),
    "row of another level": (SP, "rows: [L2C-03, L2C-04]", "rows: [L2C-03, L2L-02]", "MC309", "no row of level 2 L2L-02"),
    "no lower level": (
        SP,
        "      level: 2\n      same: intervention\n      rows: [L2C-03",
        "      level: 3\n      same: intervention\n      rows: [L2C-03",
        "MC309",
        "level 3 cannot be met by level 3",
    ),
    "no way to meet it": (
        SP,
        "from_goal: {level: 2, same: intervention, or_earned: true}",
        "from_goal: {level: 2, same: intervention}",
        "MC309",
        "neither rows nor a badge",
    ),
    "rows in a circle": (
        FI,
        "      where: {stage: {const: draft}}",
        "      where: {stage: {const: draft}}\n      after: L2C-03",
        "MC309",
        "nothing can ever meet L2C-02, L2C-03 and L2C-05c",
        -9,
    ),
    "text of no row": (FI, "    row: L2C-02\n    how", "    row: L2C-2\n    how", "MC309", "no row L2C-2"),
    "need of a kind": ("kinds.yaml", "needs: [format]", "needs: [formats]", "MC309", "strategy-instruction has no field formats"),
    "prompt of a kind": ("kinds.yaml", "      lessons.total: How", "      lessons.totl: How", "MC309", "no field lessons.totl"),
    "relation of a kind": (
        "kinds.yaml",
        "relations: {leader: session-leader}",
        "relations: {leder: session-leader}",
        "MC309",
        "session has no field leder",
    ),
    "part of a series": (
        "kinds.yaml",
        "{id: pretest, title: Pretest and",
        "{id: pre_test, title: Pretest and",
        "MC309",
        "no field stages.pre_test",
    ),
    "series of nothing": ("kinds.yaml", "of: lessons.total", "of: lessons.all", "MC309", "no field lessons.all"),
    "mastery of no stage": (
        "interventions.yaml",
        "format: unknown, mnemonic: DISSECT",
        "format: unknown, mnemonic: DISSECT, mastery: {model: 80, controled_practice: 80}",
        "MC309",
        "Did you mean controlled_practice",
    ),
    "question twice": ("forms/cue-do-review.yaml", "{id: cue_reason", "{id: cue_named", "MC312", "cue_named is there already"),
    "row twice": (FI, "- id: L2C-03", "- id: L2C-02", "MC312", "L2C-02 is there already, on line"),
    "kind twice": ("kinds.yaml", "- id: certificate", "- id: session", "MC312", "session is there already, on line 7"),
    "intervention twice": ("interventions.yaml", "{id: cer-survey", "{id: cer-framing", "MC312", "cer-framing is there"),
}


def told(folder: Path) -> list[tuple[str, str, int | None, str]]:
    loaded, findings = programmes.load(FolderTree(folder, programmes.FOLDERS), "x")
    assert (loaded is None) is bool(findings)
    return [(f.code, f.place.path, f.place.line, f"{f.message} {f.hint}") for f in findings]


@pytest.mark.parametrize("name", CHANGES)
def test_a_name_that_leads_nowhere_or_stands_twice(simcred: Simcred, tmp_path: Path, name: str) -> None:
    path, old, new, code, words, *further = CHANGES[name]
    here = programme(tmp_path / "here")
    text = (here / path).read_text("utf-8")
    assert old in text
    (here / path).write_text(text.replace(old, new, 1), "utf-8")
    line = text[: text.index(old)].count("\n") + 1 + sum(further)
    findings = told(here)
    assert findings[0][:3] == (code, path, line)
    assert words in findings[0][3]
    mine = portfolio(here / "portfolios/mine")
    ran = simcred("check", mine, "--json")
    assert ran.code == 3
    assert {code, "MC005"} <= {f["code"] for f in ran.data["portfolios"][0]["findings"]}
    assert simcred("packet", mine).code == 3
    assert simcred("status", mine).code == 3


@pytest.mark.parametrize("name", [FI, "forms/cue-do-review.yaml"])
def test_two_files_of_one_id(tmp_path: Path, name: str) -> None:
    here = programme(tmp_path / "here")
    copy = f"{name.partition('/')[0]}/z-copy.yaml"
    shutil.copy(here / name, here / copy)
    (finding,) = told(here)
    assert finding[:2] == ("MC312", copy)
    assert f"is there already, in {name}" in finding[3]


def test_two_people_of_one_id(tmp_path: Path) -> None:
    here = programme(tmp_path / "here")
    (here / "people.yaml").write_text(PEOPLE.replace("SAME", "kim"), "utf-8")
    assert told(here) == []
    (here / "people.yaml").write_text(PEOPLE.replace("SAME", "sam"), "utf-8")
    assert [finding[:3] for finding in told(here)] == [("MC312", "people.yaml", 4)]


@pytest.mark.parametrize(
    ("people", "line", "words"),
    [
        ("  - {id: a, emails: [x@example.org]}\n  - {id: b, emails: [X@example.org]}\n", 4, "same address as a"),
        ("  - {id: a, keys: [{key: ssh-ed25519 AAAA a}]}\n  - {id: b, keys: [{key: ssh-ed25519 AAAA b}]}\n", 4, "same key as a"),
        ("  - {id: a, roles: [{role: crl, from: 2026-02-01, until: 2026-01-01}]}\n", 3, "until 2026-01-01"),
    ],
)
def test_people_who_cannot_be_told_apart_and_days_that_cannot_be(tmp_path: Path, people: str, line: int, words: str) -> None:
    here = programme(tmp_path / "here")
    (here / "people.yaml").write_text(f"schema: simcred/people/1\npeople:\n{people}", "utf-8")
    (finding,) = told(here)
    assert (finding[1], finding[2], words in finding[3]) == ("people.yaml", line, True)


def test_what_was_remembered_before_more_was_looked_for_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, memory = programme(tmp_path / "here"), CacheFolder(tmp_path / "cache")
    monkeypatch.setattr(programmes, "_LOOKED_FOR", 1)
    monkeypatch.setattr("simcred.programmes.lint.lint", lambda *what: iter(()))
    (here / "forms/cue-do-review.yaml").unlink()
    tree = FolderTree(here, programmes.FOLDERS)
    assert programmes.load(tree, "x", memory)[0] is not None
    monkeypatch.undo()
    assert programmes.load(tree, "x", memory)[0] is None


def test_a_programme_is_named_once(simcred: Simcred, tmp_path: Path) -> None:
    own = programme(tmp_path / "own")
    assert simcred("programme", "check", own).code == simcred("programme", "check", "--programme", own).code == 0
    ran = simcred("programme", "check", own, "--programme", own)
    assert ran.code == 2
    assert "the programme is named twice" in ran.err


def test_nothing_is_wrong_with_the_starter_programme() -> None:
    assert starter().checklists
