"""What files of a programme say about one another: a name that leads nowhere, or stands twice, is told, and nothing is judged by it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Simcred
from folders import portfolio, programme

from simcred.app.places import starter
from simcred.load import programme as programmes
from simcred.memory import CacheFolder
from simcred.snapshot.folder import FolderTree

FI, PL = "checklists/fi-cer.yaml", "checklists/pl.yaml"
PEOPLE = "schema: simcred/people/1\npeople:\n  - {id: sam, roles: [{role: developer}]}\n  - {id: SAME, roles: [{role: crl}]}\n"
CHANGES = {
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
    path, old, new, code, words = CHANGES[name]
    here = programme(tmp_path / "here")
    text = (here / path).read_text("utf-8")
    assert old in text
    (here / path).write_text(text.replace(old, new, 1), "utf-8")
    line = text[: text.index(old)].count("\n") + 1
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


def test_what_was_remembered_before_more_was_looked_for_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, memory = programme(tmp_path / "here"), CacheFolder(tmp_path / "cache")
    monkeypatch.setattr(programmes, "_LOOKED_FOR", 1)
    monkeypatch.setattr("simcred.load.lint.lint", lambda *what: iter(()))
    (here / "forms/cue-do-review.yaml").unlink()
    tree = FolderTree(here, programmes.FOLDERS)
    assert programmes.load(tree, "x", memory)[0] is not None
    monkeypatch.undo()
    assert programmes.load(tree, "x", memory)[0] is None


def test_nothing_is_wrong_with_the_starter_programme() -> None:
    assert starter().checklists
