"""`undo` takes back whatever simcred wrote, byte for byte; and what is kept for that is private."""

from __future__ import annotations

import ast
import datetime as dt
import errno
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import ROOT, Simcred, pipe
from files import pdf
from writers import ADD, ANSWERS, DRAFT, WRITERS, Writer, example, state

from simcred.app.look import Look
from simcred.app.writing import Desk, edit_by_hand
from simcred.exits import Stop
from simcred.workspace import effects, journal, putting, sealing, undo
from simcred.workspace.changes import Changes

NOBODY = 65_534
GOAL = ("goal", "add", "Concept Mastery", "--level", "1")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The example portfolio."""
    example(tmp_path / "mine")
    return tmp_path / "mine"


ELSEWHERE = {"undoing", "writing"}
"""`--save-as` writes into another folder; what comes from somebody's editor has a test of its own."""


def test_every_module_that_writes_is_in_the_table() -> None:
    writing = set()
    for path in (ROOT / "simcred/app").glob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        if any(getattr(call.func, "id", "") in ("Changes", "save_portfolio") for call in calls):
            writing.add(path.stem)
    shown = {module for writer in WRITERS for module in writer.modules}
    assert writing - ELSEWHERE == shown


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)
def test_undo_and_redo_restore_everything(simcred: Simcred, tmp_path: Path, writer: Writer) -> None:
    folder = tmp_path / "mine"
    writer.begin(folder)
    before = state(folder)
    assert simcred(*writer.line(folder)).code == 0
    after = state(folder)
    assert after != before
    for _ in range(2):
        ran = simcred("undo", "-C", folder)
        assert ran.code == 0, ran.err
        assert ran.out.startswith("Undone: ")
        assert state(folder) == before
        if not writer.redone:
            assert not (folder / ".simcred").exists()
            return
        ran = simcred("undo", "--redo", "-C", folder)
        assert (ran.code, ran.out.partition(":")[0]) == (0, "Done again"), ran
        assert state(folder) == after


def test_what_comes_from_an_editor_can_be_undone(
    simcred: Simcred, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "editor.py").write_text("import sys; open(sys.argv[-1], 'a').write('x-note: mine\\n')\n")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {tmp_path / 'editor.py'}")
    before = state(mine)
    desk = Desk(lambda text: None, lambda: False, lambda: None)
    edit_by_hand(mine, DRAFT, Look(dt.date(2026, 11, 20)), desk, words=False)
    assert (mine / f"evidence/{DRAFT}/evidence.yaml").read_text("utf-8").endswith("x-note: mine\n")
    assert simcred("undo", mine).out.startswith(f"Undone: changed evidence/{DRAFT}")
    assert state(mine) == before


def test_repeated_undo_walks_back_and_redo_forth(simcred: Simcred, mine: Path) -> None:
    lines = [writer.line(mine) for writer in WRITERS if writer.begin is example]
    states = [state(mine)]
    for line in lines:
        assert simcred(*line).code == 0
        states.append(state(mine))
    for step in range(len(lines)):
        assert simcred("undo", "-C", mine).code == 0
        assert state(mine) == states[-2 - step]
    assert simcred("undo", "-C", mine).out == "There is nothing to undo here.\n"
    for step in range(len(lines)):
        assert simcred("undo", "--redo", "-C", mine).code == 0
        assert state(mine) == states[1 + step]
    assert simcred("undo", "--redo", "-C", mine).out == "There is nothing to bring back.\n"


@pytest.mark.parametrize(
    ("line", "undone", "redone"),
    [
        (
            ADD,
            "added evidence/2026-09-18-another-draft; evidence/2026-09-18-another-draft (draft.pdf, more.pdf and evidence.yaml) is taken out.",
            "is there again.",
        ),
        (GOAL, "added the goal concept-mastery-pl; portfolio.yaml is as before.", "portfolio.yaml is changed again."),
        (
            ("remove", "2026-10-02-log"),
            "took out evidence/2026-10-02-log; evidence/2026-10-02-log is back.",
            "evidence/2026-10-02-log is moved away again.",
        ),
        (("packet",), "made the packet packet/index.html; packet/index.html is taken out.", "packet/index.html is there again."),
    ],
)
def test_it_says_what_it_did(simcred: Simcred, mine: Path, line: tuple[str, ...], undone: str, redone: str) -> None:
    simcred(*(word.replace("{}", str(mine.parent)) for word in line), "-C", mine)
    assert " ".join(simcred("undo", "-C", mine).out.split()) == f"Undone: {undone}"
    assert " ".join(simcred("undo", "--redo", mine).out.split()).endswith(redone)


def test_the_list_has_the_newest_first(simcred: Simcred, mine: Path) -> None:
    assert simcred("undo", "--list", mine).out == "There is nothing to undo here.\n"
    simcred(*GOAL, "-C", mine)
    simcred("packet", "-C", mine)
    simcred("remove", "2026-10-02-log", "-C", mine)
    simcred("undo", "-C", mine)
    before = state(mine)
    lines = simcred("undo", "--list", mine).out.splitlines()
    assert [line[18:] for line in lines if line[:2] == "20"] == [
        "made the packet packet/index.html",
        "added the goal concept-mastery-pl",
        "took out evidence/2026-10-02-log",
    ]
    assert "--redo" in lines[2]
    assert lines[0][4] == lines[0][7] == "-"
    assert lines[0][13] == ":"
    assert state(mine) == before


def test_nothing_can_be_brought_back_once_something_else_was_written(simcred: Simcred, mine: Path) -> None:
    simcred(*ADD[:2], mine.parent / "draft.pdf", *ADD[4:], "-C", mine)
    simcred("undo", "-C", mine)
    simcred(*GOAL, "-C", mine)
    ran = simcred("undo", "--redo", "-C", mine)
    assert (ran.code, ran.out) == (0, "There is nothing to bring back: something else was written since.\n")
    assert "kept in .simcred/undo for a while" in simcred("undo", "--list", "-C", mine).out
    assert (mine / ".simcred/undo/1/new-1/draft.pdf").read_bytes() == (mine.parent / "draft.pdf").read_bytes(), "nothing is lost"
    assert simcred("undo", "-C", mine).out.startswith("Undone: added the goal")
    assert simcred("undo", "-C", mine).out == "There is nothing to undo here.\n"
    assert simcred("undo", "--redo", "-C", mine).out.startswith("Done again: added the goal")


EDITS = {
    "a replaced file": (GOAL, "portfolio.yaml", "simcred undo --save-as DIR"),
    "a new item's file": (ADD, "evidence/2026-09-18-another-draft/evidence.yaml", "simcred remove 2026-09-18-another-draft"),
    "a file more in it": (ADD, "evidence/2026-09-18-another-draft/mine.txt", "simcred remove 2026-09-18-another-draft"),
    "a new file": (("packet",), "packet/index.html", "Move it away"),
}


@pytest.mark.parametrize(("line", "path", "hint"), EDITS.values(), ids=EDITS)
def test_what_somebody_edited_since_is_kept(simcred: Simcred, mine: Path, line: tuple[str, ...], path: str, hint: str) -> None:
    assert simcred(*(word.replace("{}", str(mine.parent)) for word in line), "-C", mine).code == 0
    old = (mine / path).read_bytes() if (mine / path).exists() else None
    with (mine / path).open("ab") as file:
        file.write(b"# mine\n")
    before = state(mine)
    ran = simcred("undo", "-C", mine)
    assert ran.code == 4
    assert f"{path} has changed since simcred" in ran.err
    assert hint in ran.err
    assert state(mine) == before
    if old is None:
        (mine / path).unlink()
    else:
        (mine / path).write_bytes(old)
    assert simcred("undo", "-C", mine).code == 0, "as the command left it, it can be undone"


def test_a_file_that_is_gone_or_there_again_is_told(simcred: Simcred, mine: Path) -> None:
    simcred("remove", "2026-10-02-log", "-C", mine)
    (mine / "evidence/2026-10-02-log").mkdir()
    ran = simcred("undo", "-C", mine)
    assert ran.code == 4
    assert "evidence/2026-10-02-log has changed since" in ran.err
    (mine / "evidence/2026-10-02-log").rmdir()
    assert simcred("undo", "-C", mine).code == 0
    (mine / ".simcred/removed/2026-10-02-log").mkdir(parents=True)
    ran = simcred("undo", "--redo", "-C", mine)
    assert ran.code == 4
    assert "is not as it was when this was undone" in ran.err


def test_the_older_version_can_be_had_beside(simcred: Simcred, mine: Path, tmp_path: Path) -> None:
    old = (mine / "portfolio.yaml").read_bytes()
    simcred(*GOAL, "-C", mine)
    (mine / "portfolio.yaml").write_bytes((mine / "portfolio.yaml").read_bytes() + b"# mine\n")
    before = state(mine)
    ran = simcred("undo", "--save-as", tmp_path / "older", "-C", mine)
    assert (ran.code, ran.out) == (0, f"{tmp_path.as_posix()}/older/portfolio.yaml\n")
    assert (tmp_path / "older/portfolio.yaml").read_bytes() == old
    assert state(mine) == before
    ran = simcred("undo", "--save-as", tmp_path / "older", "-C", mine)
    assert ran.code == 4
    assert "is not an empty folder" in ran.err
    assert simcred("undo", "--save-as", "older", "-C", mine).code == 2, "not in the portfolio itself"
    simcred("packet", "-C", mine)
    ran = simcred("undo", "--save-as", tmp_path / "none", "-C", mine)
    assert ran.code == 4
    assert "nothing older is kept" in ran.err
    assert not (tmp_path / "none").exists()


def test_what_systems_leave_in_folders_is_no_edit(simcred: Simcred, mine: Path) -> None:
    simcred(*(word.replace("{}", str(mine.parent)) for word in ADD), "-C", mine)
    (mine / "evidence/2026-09-18-another-draft/.DS_Store").write_bytes(b"finder")
    assert simcred("undo", "-C", mine).code == 0
    assert not (mine / "evidence/2026-09-18-another-draft").exists()


def test_a_made_folder_in_which_somebody_keeps_something_stays(simcred: Simcred, mine: Path) -> None:
    simcred("packet", "-C", mine)
    (mine / "packet/notes.txt").write_text("mine")
    assert simcred("undo", "-C", mine).code == 0
    assert [path.name for path in (mine / "packet").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("words", [("undo",), ("undo", "--redo"), ("undo", "--list")])
def test_nothing_to_undo_is_said_calmly(simcred: Simcred, tmp_path: Path, mine: Path, words: tuple[str, ...]) -> None:
    for folder in (tmp_path, mine):
        before = state(folder)
        ran = simcred(*words, "-C", folder)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("There is nothing to ")
        assert state(folder) == before
        assert not (folder / ".simcred").exists()


def test_what_is_written_elsewhere_cannot_be_undone_and_that_is_said(simcred: Simcred, mine: Path, tmp_path: Path) -> None:
    assert simcred("packet", mine, "--out", tmp_path / "desk").code == 0
    assert [path.name for path in (tmp_path / "desk").iterdir()] == ["index.html"]
    ran = simcred("undo", tmp_path / "desk")
    assert ran.code == 0
    assert "What simcred writes outside a portfolio or" in ran.out
    assert not (mine / ".simcred").exists()


@pytest.mark.parametrize("made", ["new", "new/deep/er"])
def test_undo_of_init_leaves_the_folder_as_before(simcred: Simcred, tmp_path: Path, made: str) -> None:
    before = state(tmp_path)
    assert simcred("init", tmp_path / made, *ANSWERS).code == 0
    assert simcred(*GOAL, "-C", tmp_path / made).code == 0
    for _ in range(2):
        assert simcred("undo", "-C", tmp_path / made).code == 0
        os.chdir(tmp_path)
    assert state(tmp_path) == before


def test_undo_of_init_asks_where_more_lies_there(simcred: Simcred, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    simcred("init", folder, *ANSWERS)
    (folder / "evidence/draft.pdf").write_bytes(b"mine")
    before = state(folder)
    ran = simcred("undo", "-C", folder)
    assert ran.code == 2
    assert "other things lie in it: evidence/draft.pdf" in ran.err
    assert "simcred undo --yes" in ran.err
    assert state(folder) == before
    assert simcred("undo", "--yes", "-C", folder).code == 0
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")) == ["evidence", "evidence/draft.pdf"]


def test_undo_of_init_asks_where_copies_of_files_would_be_lost(simcred: Simcred, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    simcred("init", folder, *ANSWERS)
    (tmp_path / "draft.pdf").write_bytes(pdf())
    simcred("add", "L2C-02", tmp_path / "draft.pdf", "-C", folder)
    assert simcred("undo", "-C", folder).code == 0
    ran = simcred("undo", "-C", folder)
    assert ran.code == 2
    assert "with the portfolio goes what was undone before" in ran.err
    assert simcred("undo", "--yes", "-C", folder).code == 0
    os.chdir(tmp_path)
    assert not folder.exists()


def test_the_same_again_is_no_write(simcred: Simcred, mine: Path) -> None:
    simcred("packet", "-C", mine)
    simcred("packet", "-C", mine)
    assert simcred("undo", "--list", mine).out.count("made the packet") == 1


def kept(folder: Path) -> list[Path]:
    """Everything that is kept for undo."""
    return sorted((folder / ".simcred/undo").rglob("*"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_what_is_kept_is_private(simcred: Simcred, mine: Path) -> None:
    (mine / "portfolio.yaml").chmod(0o644)
    mask = os.umask(0)
    try:
        simcred(*GOAL, "-C", mine)
        simcred("undo", "-C", mine)
    finally:
        os.umask(mask)
    folders = [mine / ".simcred/undo", *(path for path in kept(mine) if path.is_dir())]
    files = [path for path in kept(mine) if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert {path.name for path in files} == {".gitignore", "entry.json", "old-1", "new-1"}
    assert (mine / "portfolio.yaml").stat().st_mode & 0o777 == 0o644


def test_git_leaves_it_out_without_being_told(simcred: Simcred, mine: Path, tmp_path: Path) -> None:
    simcred("checklist", "new", "elm-fi-cer", "--from", "fi-cer", "-C", tmp_path)
    simcred(*GOAL, "-C", mine)
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for folder in (tmp_path, mine):
        subprocess.run(["git", "init", "-q", str(folder)], check=True, env=environment)
        run = ["git", "-C", str(folder), "status", "--porcelain", "-uall"]
        said = subprocess.run(run, check=True, env=environment, capture_output=True, text=True).stdout
        assert ".simcred" not in said
        shutil.rmtree(folder / ".git")


def test_it_is_in_no_look_no_packet_and_no_report(simcred: Simcred, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = [("status", "--all", "--json", "-C", mine), ("check", "--json", "-C", mine)]
    before = [simcred(*words).out for words in looks]
    (mine / "portfolio.yaml").write_bytes((mine / "portfolio.yaml").read_bytes() + b"# SECRET-OF-BEFORE\n")
    simcred("goal", "add", "Concept Mastery", "--level", "1", "-C", mine)
    (mine / "portfolio.yaml").write_bytes((mine / "portfolio.yaml").read_bytes().replace(b"# SECRET-OF-BEFORE\n", b""))
    assert any(b"SECRET-OF-BEFORE" in path.read_bytes() for path in kept(mine) if path.is_file())
    ran = simcred("undo", "-C", mine)
    assert "SECRET" not in ran.out + ran.err
    page = mine.parent / "out"
    assert simcred("packet", mine, "--zip", "--out", page).code == 0
    bundle = zipfile.ZipFile(page / "index.zip")
    inside = {name: bundle.read(name) for name in bundle.namelist()}
    assert {"portfolio/packet/index.html", "portfolio/portfolio.yaml"} <= set(inside)
    for name, data in {"index.html": (page / "index.html").read_bytes(), **inside}.items():
        assert b"SECRET" not in data, name
        assert b".simcred/undo" not in name.encode() + data
    simcred("goal", "drop", "concept-mastery-pl", "-C", mine)
    assert [simcred(*words).out for words in looks] == before

    def broken(*_: Any) -> Any:
        raise RuntimeError("SECRET-OF-BEFORE")

    monkeypatch.setattr(journal.Journal, "last_done", broken)
    monkeypatch.setenv("TMPDIR", str(mine.parent))
    monkeypatch.setattr("tempfile.tempdir", str(mine.parent))
    assert simcred("undo", "-C", mine).code == 70
    (report,) = mine.parent.glob("simcred-report-*")
    assert "SECRET" not in report.read_text("utf-8")


def test_no_more_is_kept_than_is_said(simcred: Simcred, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_ENTRIES", 3)
    for name in ("framing", "survey", "clarifying", "concept-anchoring", "concept-comparison"):
        assert simcred("goal", "add", name, "--level", "1", "--track", "cer", "-C", mine).code == 0
    numbers = {path.name for path in (mine / ".simcred/undo").iterdir()} - {".gitignore"}
    assert numbers == {"3", "4", "5"}
    monkeypatch.setattr(journal, "MOST_BYTES", 10_000)
    (mine / "packet").mkdir()
    (mine / "packet/index.html").write_bytes(b"old" * 10_000)
    assert simcred("packet", "-C", mine).code == 0
    assert {path.name for path in (mine / ".simcred/undo").iterdir()} - {".gitignore"} == {"6"}, "the last one is kept"
    assert simcred("undo", "-C", mine).code == 0
    assert (mine / "packet/index.html").read_bytes() == b"old" * 10_000


def test_packets_made_again_are_not_in_the_way_of_ones_own_work(
    simcred: Simcred, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_ENTRIES", 4)
    for day in range(1, 7):
        assert simcred("packet", "-C", mine, "--today", f"2026-11-0{day}").code == 0
        if day == 1:
            assert simcred(*GOAL, "-C", mine).code == 0
    page = (mine / "packet/index.html").read_bytes()
    told = simcred("undo", "--list", "-C", mine).out
    assert told.count("made the packet") == 2, "one before the goal, and one since"
    assert simcred("undo", "-C", mine).out.startswith("Undone: made the packet")
    assert b"2026-11-05" in (mine / "packet/index.html").read_bytes() != page
    assert simcred("undo", "-C", mine).out.startswith("Undone: added the goal")


def test_what_can_be_made_again_is_forgotten_before_ones_own_work(
    simcred: Simcred, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_ENTRIES", 3)
    for name in ("framing", "survey"):
        assert simcred("goal", "add", name, "--level", "1", "--track", "cer", "-C", mine).code == 0
        assert simcred("packet", "-C", mine).code == 0
    assert simcred("goal", "add", "clarifying", "--level", "1", "--track", "cer", "-C", mine).code == 0
    told = simcred("undo", "--list", "-C", mine).out
    assert (told.count("added the goal"), told.count("made the packet")) == (3, 0)


def test_what_was_set_aside_is_forgotten_before_what_can_be_taken_back(
    simcred: Simcred, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def added(name: str) -> None:
        assert simcred("goal", "add", name, "--level", "1", "--track", "cer", "-C", mine).code == 0

    added("framing")
    added("survey")
    assert simcred("undo", "-C", mine).code == 0
    added("clarifying")
    monkeypatch.setattr(journal, "MOST_ENTRIES", 3)
    added("concept-anchoring")
    assert {path.name for path in (mine / ".simcred/undo").iterdir()} - {".gitignore"} == {"1", "3", "4"}


def forged(folder: Path, steps: list[dict[str, Any]], phase: str, *, sealed: bool = True, number: int = 1) -> Path:
    """A journal as somebody might put it into a portfolio that they send; sealed, as only this user's simcred does it."""
    home = folder / f".simcred/undo/{number}"
    home.mkdir(parents=True)
    told = {"what": "x", "at": "2026-11-20T10:00:00Z", "phase": phase, "stamp": "0123abcd", "steps": steps}
    entry = msgspec.convert({**told, "above": 0, "schema": "simcred/undo/1"}, journal.Entry)
    journal.Journal(folder).write(journal.Kept(number, home, entry))
    if not sealed:
        (home / "entry.json").write_text(json.dumps({"code": "0" * 64, **told}))
    return home


def test_what_others_wrote_into_a_journal_is_not_even_taken_apart(mine: Path, simcred: Simcred) -> None:
    simcred(*GOAL, "-C", mine)
    entry = mine / ".simcred/undo/1/entry.json"
    data = entry.read_bytes()
    assert json.loads(data)["what"], "it is plain JSON"
    for other in (data[:76] + b"no JSON", data.replace(data[10:74], b"0" * 64)):
        entry.write_bytes(other)
        assert [odd.why for odd in journal.Journal(mine).odd()] == [journal.FOREIGN]
    entry.write_bytes(data)
    assert not journal.Journal(mine).odd()


@pytest.mark.parametrize("phase", ["doing", "undoing", "done", "undone"])
@pytest.mark.parametrize(
    "place", [".git/hooks/post-checkout", ".GIT/hooks/x", "../outside.txt", "/tmp/outside.txt", "sub/.git/config"]
)
def test_a_journal_that_was_sent_along_reaches_nothing(simcred: Simcred, mine: Path, phase: str, place: str) -> None:
    (mine / ".git/hooks").mkdir(parents=True)
    (mine / "evil").write_text("#!/bin/sh\n")
    for old, new in ((place, "evil"), ("evil", place)):
        forged(mine, [{"type": "moved", "old": old, "new": new}], phase)
        simcred("undo", "-C", mine)
        simcred("undo", "--redo", "-C", mine)
        assert (mine / "evil").is_file()
        assert not list((mine / ".git/hooks").iterdir())
        shutil.rmtree(mine / ".simcred")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
@pytest.mark.parametrize("phase", ["doing", "done"])
def test_undo_follows_no_link(simcred: Simcred, mine: Path, tmp_path: Path, phase: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("kept")
    (mine / "door").symlink_to(outside)
    forged(mine, [{"type": "moved", "old": "packet", "new": "door/kept.txt"}], phase)
    ran = simcred("undo", "-C", mine)
    assert ran.code == 4
    assert "door is a link to another place" in ran.err
    assert (outside / "kept.txt").is_file()
    shutil.rmtree(mine / ".simcred")
    (mine / ".simcred").symlink_to(outside)
    before = sorted(outside.iterdir())
    assert simcred(*GOAL, "-C", mine).code == 4
    simcred("undo", "-C", mine)
    assert sorted(outside.iterdir()) == before


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"phase": "doing"}', b"\xff", b"[" * 100_000])
def test_a_damaged_entry_stops_nothing(simcred: Simcred, mine: Path, data: bytes) -> None:
    simcred(*GOAL, "-C", mine)
    (mine / ".simcred/undo/1/entry.json").write_bytes(data)
    assert simcred("packet", "-C", mine).code == 0
    assert simcred("undo", "-C", mine).out.startswith("Undone: made the packet")
    shutil.rmtree(mine / ".simcred/undo/2")
    for words in (("undo",), ("undo", "--redo"), ("undo", "--save-as", mine.parent / "older")):
        ran = simcred(*words, "-C", mine)
        assert (ran.code, ran.out) == (4, "")
        assert ".simcred/undo/1 was written by a newer simcred, or is damaged" in ran.err
        assert "delete the folder .simcred/undo/1" in " ".join(ran.err.split())
    assert ".simcred/undo/1 was written by a newer simcred, or is damaged." in simcred("undo", "--list", "-C", mine).out
    shutil.rmtree(mine / ".simcred/undo/1")
    assert simcred("undo", "-C", mine).out == "There is nothing to undo here.\n"


def test_what_was_kept_and_is_damaged_is_told_and_nothing_is_undone(simcred: Simcred, mine: Path) -> None:
    simcred(*GOAL, "-C", mine)
    before = state(mine)
    for act in (lambda path: path.write_bytes(b"x"), Path.unlink):
        act(mine / ".simcred/undo/1/old-1")
        ran = simcred("undo", "-C", mine)
        assert ran.code == 4
        assert "what was kept of portfolio.yaml is damaged or gone" in ran.err
        assert state(mine) == before
    assert simcred("status", mine).code == 0


def test_options_that_do_not_go_together(simcred: Simcred, mine: Path) -> None:
    simcred(*GOAL, "-C", mine)
    before = state(mine)
    older = ("--save-as", mine.parent / "older")
    for words in (("--list", "--redo"), ("--list", "--yes"), ("--redo", *older), (*older, "--yes"), ("--redo", "--yes")):
        ran = simcred("undo", *words, "-C", mine)
        assert ran.code == 2, words
        assert "do not go together" in ran.err
    assert state(mine) == before
    assert not (mine.parent / "older").exists()
    assert simcred("undo", mine / "nowhere").code == 3


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Has a file take another's place so many times, and then no more, as on a disk that dies."""

    def call(good: int) -> None:
        left = [good]

        def dying(source: Path, target: Path) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(errno.EIO, "input/output error")
            putting.replace(source, target)

        monkeypatch.setattr(effects, "replace", dying)

    return call


def test_what_cannot_be_put_back_is_kept_and_put_back_later(
    simcred: Simcred, mine: Path, failing: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = f"evidence/{DRAFT}/evidence.yaml"
    before = state(mine)
    failing(1)
    with pytest.raises(Stop, match=r"portfolio.yaml could not be put back .* input/output error") as said:
        Changes(mine, "changed both", writes=[("portfolio.yaml", b"new"), (manifest, b"new")]).apply()
    assert ".simcred/undo/1" in said.value.hint
    assert said.value.code == 4
    assert (mine / "portfolio.yaml").read_bytes() == b"new"
    monkeypatch.setattr(effects, "replace", putting.replace)
    ran = simcred("undo", "-C", mine)
    assert (ran.code, ran.out) == (0, "There is nothing to undo here.\n")
    assert "was taken back first (changed both)" in " ".join(ran.err.split())
    assert state(mine) == before


def test_what_cannot_be_put_back_outside_a_portfolio_is_kept_beside(tmp_path: Path, failing: Callable[[int], None]) -> None:
    for name in "ab":
        (tmp_path / name).write_bytes(b"old")
    failing(1)
    with pytest.raises(Stop, match="a could not be put back") as said:
        Changes(tmp_path, "changed both", writes=[("a", b"new"), ("b", b"new")]).apply()
    (kept_here,) = tmp_path.glob("kept-by-simcred-*")
    assert kept_here.as_posix() in said.value.hint
    assert (kept_here / "old-1").read_bytes() == b"old"
    assert (tmp_path / "b").read_bytes() == b"old"


def test_an_undo_that_cannot_be_put_back_is_gone_on_with(
    simcred: Simcred, mine: Path, failing: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = f"evidence/{DRAFT}/evidence.yaml"
    (old, item) = ((mine / path).read_bytes() for path in ("portfolio.yaml", manifest))
    Changes(mine, "changed both", writes=[("portfolio.yaml", old + b"# 1\n"), (manifest, item + b"# 1\n")]).apply()
    failing(1)
    ran = simcred("undo", "-C", mine)
    assert ran.code == 4
    assert "could not be put back as before" in ran.err
    monkeypatch.setattr(effects, "replace", putting.replace)
    assert simcred("undo", "-C", mine).code == 0
    assert ((mine / "portfolio.yaml").read_bytes(), (mine / manifest).read_bytes()) == (old, item)


PHASES = ["getting-ready", "doing", "undoing", "redoing", "done", "undone"]


@pytest.mark.parametrize("phase", PHASES)
def test_what_others_wrote_into_a_journal_is_never_acted_on(simcred: Simcred, mine: Path, phase: str) -> None:
    home = forged(mine, [{"type": "moved", "old": "gone", "new": "portfolio.yaml"}], phase, sealed=False)
    before, entry = state(mine), (home / "entry.json").read_bytes()
    for words in (("undo",), ("undo", "--redo")):
        ran = simcred(*words, "-C", mine)
        assert (ran.code, ran.out) == (4, "")
        assert ".simcred/undo/1 was not written by your simcred on this computer" in ran.err
    assert "was not written by your simcred" in simcred("undo", "--list", "-C", mine).out
    assert state(mine) == before
    assert simcred(*GOAL, "-C", mine).code == 0
    assert simcred("undo", "-C", mine).code == 0
    assert (home / "entry.json").read_bytes() == entry
    assert state(mine) == before


def test_an_entry_that_was_altered_or_moved_is_not_acted_on(simcred: Simcred, mine: Path) -> None:
    simcred(*GOAL, "-C", mine)
    home = mine / ".simcred/undo/1"
    data = (home / "entry.json").read_bytes()
    for old, new in ((b'"above": 0', b'"above": 1'), (b'"done"', b'"doing"'), (b"portfolio.yaml", b"packet/x.html")):
        assert old in data
        (home / "entry.json").write_bytes(data.replace(old, new))
        assert "was not written by your simcred" in simcred("undo", "-C", mine).err
    (home / "entry.json").write_bytes(data)
    home.rename(home.with_name("2"))
    assert "undo/2 was not written by your simcred" in simcred("undo", "-C", mine).err
    home.with_name("2").rename(home)
    assert simcred("undo", "-C", mine).code == 0


@pytest.mark.parametrize("said", ["", "file"])
def test_without_a_key_all_is_written_and_undo_says_why_it_cannot(
    simcred: Simcred, mine: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    (mine.parent / "file").write_bytes(b"")
    monkeypatch.setenv("SIMCRED_STATE", str(mine.parent / said) if said else "")
    ran = simcred(*GOAL, "-C", mine)
    assert ran.code == 0
    assert "cannot take this back: its key cannot be kept" in " ".join(ran.err.split())
    assert not (mine / ".simcred").exists()
    ran = simcred("undo", "-C", mine)
    assert ran.code == 0
    assert "There is nothing to undo here. Nothing is kept here: its key cannot be kept" in " ".join(ran.out.split())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_key_is_private_or_not_trusted(simcred: Simcred, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMCRED_STATE", str(tmp_path / "state"))
    simcred(*GOAL, "-C", mine)
    (key,) = (tmp_path / "state/simcred").iterdir()
    assert (key.stat().st_mode & 0o777, key.parent.stat().st_mode & 0o777, key.stat().st_size) == (0o600, 0o700, 32)
    key.chmod(0o644)
    ran = simcred("undo", "-C", mine)
    assert ran.code == 4
    assert f"{key} is damaged, or not private; delete it" in " ".join(ran.err.split())
    key.chmod(0o600)
    assert simcred("undo", "-C", mine).code == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
def test_a_key_that_belongs_to_somebody_else_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMCRED_STATE", str(tmp_path))
    key = sealing.own_key(make=True)
    os.chown(tmp_path / "simcred/undo-key", NOBODY, -1)
    with pytest.raises(OSError, match="is damaged, or not private"):
        sealing.own_key(make=True)
    os.chown(tmp_path / "simcred/undo-key", 0, -1)
    assert sealing.own_key(make=False) == key


def test_a_key_is_made_where_a_disk_knows_no_second_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: Any) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", link)
    monkeypatch.setenv("SIMCRED_STATE", str(tmp_path))
    key = sealing.own_key(make=True)
    assert len(key) == 32
    assert [path.name for path in (tmp_path / "simcred").iterdir()] == ["undo-key"]
    assert sealing.own_key(make=False) == key


def test_many_first_commands_make_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMCRED_STATE", str(tmp_path))
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: sealing.own_key(make=True), range(32)))
    assert len(set(keys)) == 1
    assert [path.name for path in (tmp_path / "simcred").iterdir()] == ["undo-key"]


def hostile(home: Path, what: str) -> None:
    """Makes an entry something that is not to be read."""
    entry = home / "entry.json"
    data = entry.read_bytes()
    if what in ("large", "late", "mode"):
        large = {"large": b" " * (1 << 20), "late": b"", "mode": b""}[what] + data
        entry.write_bytes(
            large.replace(b'"2026', b'"9999').replace(b'"mode": 420', b'"mode": 4095') if what != "large" else large
        )
        return
    entry.unlink()
    if what == "pipe":
        pipe(entry)
    elif what == "endless":
        entry.symlink_to("/dev/zero")
    else:
        moved = home.parent.parent.parent.parent / "elsewhere"
        entry.write_bytes(data)
        home.rename(moved)
        home.symlink_to(moved)


@pytest.mark.skipif(os.name == "nt", reason="links need a right there, and there are no pipes")
@pytest.mark.parametrize("what", ["pipe", "endless", "linked", "large", "late", "mode"])
def test_an_entry_that_is_none_stops_nothing(simcred: Simcred, mine: Path, what: str) -> None:
    simcred(*GOAL, "-C", mine)
    hostile(mine / ".simcred/undo/1", what)
    before = state(mine)
    ran = simcred("undo", "-C", mine)
    assert ran.code == 4
    assert ".simcred/undo/1 was" in ran.err
    assert state(mine) == before
    assert simcred("packet", "-C", mine).code == 0
    assert simcred("undo", "-C", mine).out.startswith("Undone: made the packet")


def test_recovery_puts_nothing_damaged_back(simcred: Simcred, mine: Path) -> None:
    simcred(*GOAL, "-C", mine)
    after = state(mine)
    (kept_here,) = journal.Journal(mine).entries()
    journal.Journal(mine).mark(kept_here, "doing")
    (mine / ".simcred/undo/1/old-1").write_bytes(b"evil")
    ran = simcred("packet", "-C", mine)
    assert ran.code == 0
    assert "what was kept of portfolio.yaml is damaged or gone, so all is left as it is" in " ".join(ran.err.split())
    assert {name: held for name, held in state(mine).items() if not name.startswith("packet")} == after


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_where_nothing_may_be_written_a_command_left_halfway_is_told_and_all_can_be_looked_at(
    simcred: Simcred, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    simcred(*GOAL, "-C", mine)
    (kept_here,) = journal.Journal(mine).entries()
    journal.Journal(mine).mark(kept_here, "doing")

    def recover(_: journal.Journal) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(undo, "recover", recover)
    ran = simcred("packet", mine, "--out", tmp_path / "desk")
    assert ran.code == 0, ran.err
    assert "(added the goal concept-mastery-pl), and cannot be taken back now" in " ".join(ran.err.split())
    assert (tmp_path / "desk/index.html").is_file()


def test_what_a_killed_command_left_is_taken_back_before_anything_is_read(simcred: Simcred, mine: Path) -> None:
    before = state(mine)
    simcred(*GOAL, "-C", mine)
    (kept_here,) = journal.Journal(mine).entries()
    journal.Journal(mine).mark(kept_here, "doing")
    ran = simcred("sheet", "unit-organizer-fi", "-C", mine)
    assert ran.code == 0
    assert "was taken back first (added the goal concept-mastery-pl)" in " ".join(ran.err.split())
    assert state(mine) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_undo_loosens_no_mode(simcred: Simcred, mine: Path) -> None:
    manifest = mine / "portfolio.yaml"
    manifest.chmod(0o644)
    simcred(*GOAL, "-C", mine)
    simcred("packet", "-C", mine)
    (mine / "packet/index.html").chmod(0o600)
    for words in (("undo",), ("undo", "--redo")):
        assert simcred(*words, "-C", mine).code == 0
    assert (mine / "packet/index.html").stat().st_mode & 0o777 == 0o600
    simcred("undo", "-C", mine)
    manifest.chmod(0o600)
    for words in (("undo",), ("undo", "--redo")):
        assert simcred(*words, "-C", mine).code == 0
        assert manifest.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("wall", ["repository", "home", "none"])
def test_a_journal_above_is_none_of_ours(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wall: str) -> None:
    inner = tmp_path / "inner/deep"
    inner.mkdir(parents=True)
    (tmp_path / "victim").write_bytes(b"mine")
    forged(tmp_path, [{"type": "moved", "old": "gone", "new": "victim"}], "done")
    if wall != "none":
        (tmp_path / "programme.yaml").write_bytes(b"")
    if wall == "repository":
        (tmp_path / "inner/.git").mkdir()
        (tmp_path / "inner/.git/HEAD").write_bytes(b"ref")
    elif wall == "home":
        monkeypatch.setenv("HOME", str(tmp_path / "inner"))
        monkeypatch.setenv("USERPROFILE", str(tmp_path / "inner"))
    ran = simcred("undo", "-C", inner)
    assert ran.code == 0
    assert ran.out.startswith("There is nothing to undo here.")
    assert (tmp_path / "victim").is_file()


@pytest.mark.parametrize("name", ["SIMCRE~1/undo/2/entry.json", "simcre~2/x", "GIT~1/hooks/x", "SI1A2B~1/lock"])
def test_names_that_old_programs_see_lead_nowhere(name: str) -> None:
    assert not journal.is_ours(name)
    assert journal.is_ours("evidence/2026-10-02-log/draft~1.pdf")
    assert journal.is_ours("portfolio.yaml")


def test_what_has_such_a_name_is_written_and_not_kept(simcred: Simcred, mine: Path) -> None:
    ran = simcred("packet", "--out", mine / "FOLDER~1", "-C", mine)
    assert ran.code == 0
    assert (mine / "FOLDER~1/index.html").is_file()
    assert "touches nothing with such a name as FOLDER~1" in " ".join(ran.err.split())
    assert simcred("undo", "-C", mine).out.startswith("There is nothing to undo here.")
