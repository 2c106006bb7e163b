"""What is written is written whole or not at all, and nothing that a person wrote is lost."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import ROOT, TODAY, Simcred
from files import made

from simcred.app import goals
from simcred.app.manifests import opened, save_portfolio
from simcred.exits import Stop
from simcred.model.tree import TEMPORARY
from simcred.snapshot.folder import FolderTree
from simcred.workspace import lock, putting
from simcred.workspace.changes import Changes
from simcred.workspace.journal import Journal
from simcred.workspace.putting import is_link

ANSWERS = ["--name", "Ana Rivera", "--email", "ana.rivera@example.org", "--intervention", "Unit Organizer", "--level", "2"]


def without_journal(held: dict[str, bytes | str | None]) -> dict[str, bytes | str | None]:
    """The same, but for what is kept for undo."""
    return {name: data for name, data in held.items() if not f"{name}/".startswith(".simcred/undo/")}


def contents(folder: Path) -> dict[str, bytes | str | None]:
    """Every name below a folder; a file with its bytes, a link with where it leads."""
    return {
        path.relative_to(folder).as_posix(): (
            os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None
        )
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def mine(simcred: Simcred, tmp_path: Path) -> Path:
    """A new portfolio."""
    folder = tmp_path / "mine"
    assert simcred("init", folder, *ANSWERS).code == 0
    return folder


@pytest.mark.parametrize("name", [".gitignore", ".gitattributes"])
def test_init_keeps_the_files_of_the_folder(simcred: Simcred, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "school"
    folder.mkdir()
    (folder / name).write_text("secrets/\n")
    before = contents(folder)
    ran = simcred("init", folder, *ANSWERS)
    assert ran.code == 4
    assert f"there is a {name} in" in ran.err
    assert "move that file away" in ran.err
    assert contents(folder) == before


def test_init_takes_git_files_that_are_its_own(simcred: Simcred, mine: Path) -> None:
    (mine / "portfolio.yaml").unlink()
    assert simcred("init", mine, *ANSWERS).code == 0


def test_init_in_a_portfolio_renews_what_is_simcreds_own(simcred: Simcred, mine: Path) -> None:
    before = contents(mine)
    (mine / ".simcred/schemas/review.json").write_text("{}")
    (mine / ".gitattributes").unlink()
    (mine / ".gitignore").write_text("/mine/\n")
    ran = simcred("init", mine)
    assert ran.code == 0, ran.err
    assert ".gitignore is not what simcred writes" in ran.err
    assert without_journal(contents(mine)) == {**without_journal(before), ".gitignore": b"/mine/\n"}


def test_a_replaced_file_comes_back_when_a_later_step_fails(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old\r\n\xff")
    (tmp_path / "a.txt").chmod(0o640)
    (tmp_path / "in-the-way").write_bytes(b"")
    before = contents(tmp_path)
    with pytest.raises(Stop, match="nothing was saved"):
        Changes(
            tmp_path, "did what the test does", writes=[("a.txt", b"new"), ("b.txt", b"new"), ("in-the-way/c.txt", b"new")]
        ).apply()
    assert contents(tmp_path) == before
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640
    Changes(tmp_path, "did what the test does", writes=[("a.txt", b"new"), ("b.txt", b"new")]).apply()
    assert contents(tmp_path) == {"a.txt": b"new", "b.txt": b"new", "in-the-way": b""}


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A folder that nothing may be written to."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "kept.txt").write_bytes(b"kept")
    yield folder
    assert contents(folder) == {"kept.txt": b"kept"}


def test_add_writes_nothing_through_a_link(simcred: Simcred, mine: Path, outside: Path) -> None:
    (mine / "evidence").rmdir()
    (mine / "evidence").symlink_to(outside)
    before = contents(mine)
    (mine.parent / "draft.pdf").write_bytes(made("draft.pdf"))
    ran = simcred("add", "L2C-02", mine.parent / "draft.pdf", "-C", mine)
    assert ran.code == 4
    assert "evidence is a link to another place" in ran.err
    assert contents(mine) == before


def test_remove_moves_nothing_through_a_link(simcred: Simcred, example: Path, outside: Path) -> None:
    shutil.rmtree(example / ".simcred", ignore_errors=True)
    (example / ".simcred").symlink_to(outside)
    before = contents(example)
    ran = simcred("remove", "2026-10-02-log", "-C", example)
    assert ran.code == 4
    assert ".simcred is a link to another place" in ran.err
    assert contents(example) == before


@pytest.mark.parametrize("words", [(), ("--out", "packet"), ("--out", "packet/deep")])
def test_packet_writes_nothing_through_a_link(simcred: Simcred, example: Path, outside: Path, words: tuple[str, ...]) -> None:
    (example / "packet").symlink_to(outside)
    ran = simcred("packet", *words, "-C", example)
    assert ran.code == 4
    assert "packet is a link to another place" in ran.err


def test_a_linked_file_is_not_replaced(tmp_path: Path, outside: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.txt").symlink_to(outside / "kept.txt")
    with pytest.raises(Stop, match=r"a\.txt is a link"):
        Changes(root, "did what the test does", writes=[("b.txt", b"x"), ("a.txt", b"x")]).apply()
    assert [path.name for path in root.iterdir()] == ["a.txt"]


def test_a_junction_is_a_link() -> None:
    plain = os.lstat(__file__)
    assert not is_link(plain)
    assert is_link(SimpleNamespace(st_mode=stat.S_IFDIR | 0o777, st_reparse_tag=0xA0000003))  # type: ignore[arg-type]


def test_a_portfolio_may_be_reached_by_a_link(simcred: Simcred, mine: Path) -> None:
    (mine.parent / "shortcut").symlink_to(mine)
    assert simcred("goal", "add", "Concept Mastery", "--level", 1, "-C", mine.parent / "shortcut").code == 0
    assert simcred("packet", mine.parent / "shortcut", "--out", mine.parent / "shortcut/out").code == 0


def left(path: Path, hours: float) -> Path:
    """A half-written file, as a killed command leaves it."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"half")
    os.utime(path, (time.time() - hours * 3600,) * 2)
    return path


def test_half_written_files_are_no_evidence(simcred: Simcred, example: Path) -> None:
    before = simcred("check", example, "--json").out
    left(example / "evidence/2026-10-02-log/.simcred-tmp-ab12", 0)
    left(example / ".simcred-tmp-ab12", 0)
    assert simcred("check", example, "--json").out == before
    (example / "evidence/2026-10-02-log/.simcred-tmp-link").symlink_to(example / "portfolio.yaml")
    assert "MC006" in simcred("check", example, "--json").out, "a link is told, whatever its name"


def test_the_next_command_that_writes_removes_old_half_written_files(simcred: Simcred, mine: Path) -> None:
    elsewhere = left(mine.parent / "elsewhere/.simcred-tmp-ab12", 9)
    (mine / "elsewhere").symlink_to(elsewhere.parent)
    old = [left(mine / f"{place}/.simcred-tmp-ab12", 1.1) for place in (".", "evidence/some-item", ".simcred/schemas")]
    young = left(mine / "evidence/other-item/.simcred-tmp-ab12", 0.9)
    assert simcred("status", mine).code == 0
    assert all(path.exists() for path in old), "looking removes nothing"
    assert simcred("goal", "add", "Concept Mastery", "--level", 1, "-C", mine).code == 0
    assert not any(path.exists() for path in old)
    assert not (mine / "evidence/some-item").exists(), "there was nothing else in it"
    assert young.exists()
    assert elsewhere.exists(), "a link is not followed"


def test_an_old_half_written_folder_with_a_fresh_file_in_it_stays(simcred: Simcred, mine: Path) -> None:
    young = left(mine / "evidence/.simcred-tmp-ab12/draft.pdf", 0)
    old = left(mine / "evidence/.simcred-tmp-cd34/draft.pdf", 2)
    for file in (young, old):
        os.utime(file.parent, (time.time() - 2 * 3600,) * 2)
    assert simcred("goal", "add", "Concept Mastery", "--level", 1, "-C", mine).code == 0
    assert young.exists()
    assert not old.parent.exists()


def test_git_is_told_to_leave_half_written_files_out(mine: Path) -> None:
    assert f"{TEMPORARY}*" in (mine / ".gitignore").read_text("utf-8").splitlines()


def test_a_name_that_goes_while_it_is_looked_at_hides_no_other(simcred: Simcred, example: Path, monkeypatch: Any) -> None:
    before = simcred("check", example, "--json").out
    (example / "0-gone.txt").write_text("x")
    whole = FolderTree._entry

    def entry(tree: FolderTree, path: str, name: Any) -> Any:
        """As if another program had just removed it."""
        if path == "0-gone.txt":
            raise FileNotFoundError(2, "no such file")
        return whole(tree, path, name)

    monkeypatch.setattr(FolderTree, "_entry", entry)
    assert simcred("check", example, "--json").out == before


def at_once(folder: Path, commands: list[list[str]]) -> list[tuple[int, str, str]]:
    """Runs several commands at the same time, each in a process of its own; their codes, output and remarks."""
    program = "import sys; from simcred.__main__ import start; sys.stdin.readline(); start()"
    environment = {**os.environ, "SIMCRED_TODAY": TODAY, "COLUMNS": "200"}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, *words, "-C", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for words in commands
    ]
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120) for process in running]
    return [(process.returncode, out, err) for process, (out, err) in zip(running, said, strict=True)]


def test_adding_twelve_times_at_once_makes_twelve_items(simcred: Simcred, mine: Path) -> None:
    (mine / "evidence").rmdir()
    commands = []
    for number in range(12):
        file = mine.parent / f"{number}/draft.pdf"
        file.parent.mkdir()
        file.write_bytes(made("draft.pdf", str(number)))
        commands.append(["add", "L2C-02", str(file), "--date", "2026-09-18"])
    said = at_once(mine, commands)
    assert [code for code, _, _ in said] == [0] * 12, said
    folders = [out.strip() for _, out, _ in said]
    assert len(set(folders)) == 12
    for number, folder in enumerate(folders):
        assert (mine / folder / "draft.pdf").read_bytes() == made("draft.pdf", str(number))
    assert len(list((mine / "evidence").iterdir())) == 12
    assert simcred("check", mine).code == 0


def test_goals_added_at_once_do_not_lose_one_another(simcred: Simcred, mine: Path) -> None:
    names = ["concept-mastery", "course-organizer", "framing", "lesson-organizer", "concept-anchoring"]
    names += ["concept-comparison", "clarifying", "vocabulary-linc", "question-exploration", "survey"]
    said = at_once(mine, [["goal", "add", name, "--level", "1", "--track", "cer"] for name in names])
    assert {code for code, _, _ in said} <= {0, 4}, said
    assert all(code == 0 or ("meanwhile" in err and "again" in err) for code, _, err in said)
    added = {out.strip() for code, out, _ in said if code == 0}
    assert added
    there = {goal["id"] for goal in simcred("status", mine, "--json").data["portfolios"][0]["goals"]}
    assert there == added | {"unit-organizer-fi"}


def test_a_goal_added_while_another_is_being_saved_is_not_lost(
    simcred: Simcred, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*words: Any) -> None:
        """As if another command had come first."""
        monkeypatch.setattr(goals, "save_portfolio", save_portfolio)
        assert simcred("goal", "add", "Framing", "--level", 1, "-C", mine).code == 0
        save_portfolio(*words)

    monkeypatch.setattr(goals, "save_portfolio", late)
    ran = simcred("goal", "add", "Concept Mastery", "--level", 1, "-C", mine)
    assert ran.code == 4
    assert "portfolio.yaml was changed by something else meanwhile" in ran.err
    assert "Run the command again." in ran.err
    there = [goal["id"] for goal in simcred("status", mine, "--json").data["portfolios"][0]["goals"]]
    assert there == ["unit-organizer-fi", "framing-pl"]


@pytest.mark.parametrize("theirs", [b"theirs", b"read, and theirs", b"rea"])
def test_a_file_that_changed_meanwhile_is_kept(tmp_path: Path, theirs: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(theirs)
    with pytest.raises(Stop, match="meanwhile"):
        Changes(tmp_path, "did what the test does", writes=[("a.txt", b"mine")], before={"a.txt": b"read"}).apply()
    assert (tmp_path / "a.txt").read_bytes() == theirs
    Changes(tmp_path, "did what the test does", writes=[("a.txt", b"mine")], before={"a.txt": theirs}).apply()
    assert (tmp_path / "a.txt").read_bytes() == b"mine"


def test_a_lock_is_waited_for_and_ends_with_who_took_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = "import sys, time; from pathlib import Path; from simcred.workspace.lock import locked\n"
    program += "with locked(Path(sys.argv[1])): print(1, flush=True); time.sleep(60)"
    other = subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "lock")], stdout=subprocess.PIPE)
    assert other.stdout is not None
    other.stdout.readline()
    monkeypatch.setattr(lock, "_PATIENCE", 0.1)
    with pytest.raises(Stop, match="another simcred"), lock.locked(tmp_path / "lock"):
        raise AssertionError
    other.kill()
    other.communicate()
    with lock.locked(tmp_path / "lock"):
        pass


def test_where_a_drive_knows_no_locks_all_is_written_without_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def take(_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_take", take)
    (tmp_path / "portfolio.yaml").write_bytes(b"")
    Changes(tmp_path, "did what the test does", writes=[("a.txt", b"new")]).apply()
    assert (tmp_path / "a.txt").read_bytes() == b"new"


def test_where_nothing_is_kept_the_lock_is_waited_for_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "portfolio.yaml").write_bytes(b"")
    (tmp_path / ".simcred").mkdir()
    monkeypatch.setattr(lock, "_PATIENCE", 0.0)
    monkeypatch.setattr(Journal, "hindrance", lambda _: "x")
    changes = Changes(tmp_path, "did what the test does", writes=[("a.txt", b"new")])
    with lock.locked(tmp_path / lock.LOCK), pytest.raises(Stop, match="another simcred"):
        changes.apply()
    assert not (tmp_path / "a.txt").exists()
    changes.apply()
    assert (tmp_path / "a.txt").read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="Windows opens no folders")
def test_what_a_power_cut_must_not_lose_is_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, synced = os.fsync, []

    def fsync(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        whole(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    Changes(tmp_path, "did what the test does", writes=[("new.txt", b"x")]).apply()
    assert synced == [(tmp_path / "new.txt").stat().st_ino, tmp_path.stat().st_ino], "the bytes first, then the name"
    synced.clear()
    Changes(tmp_path, "did what the test does", new=["items/one"], writes=[("items/one/item.txt", b"x")]).apply()
    way = [(tmp_path / place).stat().st_ino for place in ("items/one/item.txt", "items/one", "items")]
    assert [number for number in dict.fromkeys(synced) if number in way] == way, "a folder whole, before it is put in place"


@pytest.mark.skipif(os.name == "nt", reason="Windows opens no folders")
@pytest.mark.parametrize(("number", "tolerated"), [(errno.EINVAL, True), (errno.ENOTSUP, True), (errno.EIO, False)])
def test_a_drive_that_cannot_be_asked_to_sync_a_folder_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, tolerated: bool
) -> None:
    def fsync(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)
    if tolerated:
        putting.settle(tmp_path)
    else:
        with pytest.raises(OSError, match=os.strerror(number)):
            putting.settle(tmp_path)


def test_a_copy_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "source.txt").write_bytes(b"new")
    (tmp_path / "there.txt").write_bytes(b"old")
    before = contents(tmp_path)
    with pytest.raises(Stop, match="nothing was saved"):
        Changes(tmp_path, "did what the test does", copies=[(tmp_path / "source.txt", "there.txt")]).apply()
    assert contents(tmp_path) == before


def test_a_move_never_replaces_a_folder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with pytest.raises(Stop, match="nothing was saved"):
        Changes(tmp_path, "did what the test does", moves=[("one", "two")]).apply()
    assert (tmp_path / "one").is_dir()


def test_a_file_keeps_its_mode_and_a_new_one_follows_the_mask(tmp_path: Path) -> None:
    (tmp_path / "private.txt").write_bytes(b"old")
    (tmp_path / "private.txt").chmod(0o600)
    mask = os.umask(0o027)
    try:
        Changes(tmp_path, "did what the test does", writes=[("private.txt", b"new"), ("new.txt", b"new")]).apply()
    finally:
        os.umask(mask)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {"private.txt": 0o600, "new.txt": 0o640}


def everything(root: Path, source: Path) -> Changes:
    """A change of every sort, below a folder that holds some files already."""
    root.mkdir()
    (root / "old.txt").write_bytes(b"old")
    (root / "other.txt").write_bytes(b"other")
    (root / "moved").mkdir()
    (root / "moved/in.txt").write_bytes(b"in")
    source.write_bytes(b"copied")
    return Changes(
        root,
        "did what the test does",
        new=["items/mine"],
        folders=["deep/er"],
        copies=[(source, "items/mine/copy.txt"), (source, "items/mine/again.txt")],
        writes=[("items/mine/item.txt", b"new"), ("old.txt", b"new"), ("other.txt", b"new"), ("new.txt", b"new")],
        moves=[("moved", "kept/moved"), ("deep", "kept/deep")],
    )


STEPS = {"mkdir": 5, "fsync": 9, "replace": 4, "rename": 4, "chmod": 8}
"""How often each is called at least: eight files are written, two of them to keep what is replaced."""


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kept", [False, True])
def test_whatever_fails_everything_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException, kept: bool
) -> None:
    """Every call of a kind fails once, in turn, until one run has none left to fail."""
    home: Any = os if step == "fsync" else Path
    whole = getattr(home, step)
    for failing in range(1, 60):
        changes = everything(tmp_path / f"root-{failing}", tmp_path / "source.txt")
        if kept:
            (changes.root / "portfolio.yaml").write_bytes(b"")
        before, calls = contents(changes.root), 0

        def call(*words: Any, **more: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == failing:  # noqa: B023 - the loop's own call
                raise error
            return whole(*words, **more)

        with monkeypatch.context() as patch:
            patch.setattr(home, step, call)
            try:
                changes.apply()
            except (Stop, KeyboardInterrupt):
                assert contents(changes.root) == before, failing
                continue
        assert not [name for name in contents(changes.root) if TEMPORARY in name]
        assert contents(changes.root)["kept/deep/er"] is None
        if calls < failing:  # else it could do without that one
            assert calls >= STEPS[step]
            return
    raise AssertionError("it never came to an end")


LONG = "n" * 300


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["status", LONG], 3),
        (["status", LONG, "--all"], 3),
        (["check", LONG], 3),
        (["packet", LONG], 3),
        (["status", "--programme", LONG], 3),
        (["checklist", "--programme", LONG], 3),
        (["add", "L2C-02", LONG], 2),
        (["init", LONG, *ANSWERS], 4),
        (["init", f"{LONG}/{LONG}", *ANSWERS], 4),
        (["packet", "--out", LONG], 4),
        (["packet", "--out", f"../{LONG}"], 4),
        (["packet", "--out", "portfolio.yaml/x"], 4),
        (["packet", "--out", "../a-file/x"], 4),
        (["packet", "--out", "../a-file"], 4),
        (["init", "portfolio.yaml/x", *ANSWERS], 4),
    ],
)
def test_what_the_system_refuses_is_said_in_words(mine: Path, words: list[str], code: int) -> None:
    (mine.parent / "a-file").write_bytes(b"")
    before = contents(mine.parent)
    where = mine.parent if words[0] == "init" and "yaml" not in words[1] else mine
    ran = subprocess.run(
        [sys.executable, "-c", "from simcred.__main__ import start; start()", *words],
        capture_output=True,
        text=True,
        cwd=where,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SIMCRED_TODAY": TODAY},
        check=False,
    )
    assert ran.returncode == code, ran.stderr
    assert ran.stderr.startswith("simcred: ")
    assert "mistake in simcred" not in ran.stderr
    assert contents(mine.parent) == before


def test_init_writes_nothing_where_evidence_is_a_file(simcred: Simcred, tmp_path: Path) -> None:
    (tmp_path / "evidence").write_bytes(b"mine")
    ran = simcred("init", tmp_path, *ANSWERS)
    assert ran.code == 4
    assert "evidence is a file, and a folder is needed there" in ran.err
    assert contents(tmp_path) == {"evidence": b"mine"}


def test_goals_are_read_as_every_manifest_is(simcred: Simcred, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that changes between two looks is left alone, and one that has become a link is not followed."""
    whole, path = FolderTree.read, mine / "portfolio.yaml"
    for becomes in (b"# theirs\n" + path.read_bytes(), None):
        reads = 0

        def read(tree: FolderTree, name: str, limit: int, new: bytes | None = becomes) -> bytes:
            """As if somebody else saved the file after it was read for the first time."""
            nonlocal reads
            reads += name == "portfolio.yaml"
            if name == "portfolio.yaml" and reads == 2:
                if new is not None:
                    path.write_bytes(new)
                else:
                    path.rename(mine.parent / "elsewhere.yaml")
                    path.symlink_to(mine.parent / "elsewhere.yaml")
            return whole(tree, name, limit)

        monkeypatch.setattr(FolderTree, "read", read)
        ran = simcred("goal", "add", "Concept Mastery", "--level", 1, "-C", mine)
        assert (ran.code, reads) == (4, 2)
        assert "portfolio.yaml was changed by something else meanwhile" in ran.err
        assert b"concept-mastery" not in path.read_bytes()


def test_what_somebody_saved_after_the_look_is_not_taken_for_what_was_seen(
    simcred: Simcred, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = example / "portfolio.yaml"
    theirs = path.read_bytes() + b"# theirs\n"

    def looked(*words: Any) -> Any:
        seen = opened(*words)
        path.write_bytes(theirs)
        return seen

    monkeypatch.setattr(goals, "opened", looked)
    ran = simcred("goal", "drop", "unit-organizer-sp", "-C", example)
    assert ran.code == 4
    assert "portfolio.yaml was changed by something else meanwhile" in ran.err
    assert path.read_bytes() == theirs


@pytest.mark.parametrize("here", [".", "evidence", "evidence/2026-10-02-log"])
def test_a_packet_goes_to_the_portfolios_own_folder(
    simcred: Simcred, example: Path, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example.parent)
    before = {path.name for path in example.iterdir()}
    ran = simcred("packet", "-C", example / here)
    assert ran.code == 0, ran.err
    assert ran.out == "example-portfolio/packet/index.html\n", "from where the command was typed"
    assert {path.name for path in example.iterdir()} - before == {"packet", ".simcred"}
    assert 'href="../evidence/2026-09-18-draft-organizer/organizer-draft.pdf"' in (example / "packet/index.html").read_text(
        "utf-8"
    )


def test_a_packet_of_a_portfolio_elsewhere_is_made_here(
    simcred: Simcred, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "desk").mkdir()
    ran = simcred("packet", example, "-C", tmp_path / "desk", "--goal", "unit-organizer-fi")
    assert ran.out == "desk/packet/unit-organizer-fi.html\n"
    assert (tmp_path / "desk/packet/unit-organizer-fi.html").is_file()
    assert not (example / "packet").exists()


@pytest.mark.parametrize(
    "out", [".", ".simcred", "evidence", "evidence/2026-10-02-log/packet", "reviews/x", "Submissions", "awards", "door/x"]
)
def test_no_packet_is_made_among_what_a_portfolio_keeps(simcred: Simcred, example: Path, out: str) -> None:
    (example.parent / "door").symlink_to(example / "evidence")
    words = ("--out", out, "-C", example) if "door" not in out else (example, "--out", example.parent / out)
    before = contents(example)
    ran = simcred("packet", *words)
    assert ran.code == 2
    assert "among what the portfolio keeps" in ran.err
    assert contents(example) == before


@pytest.mark.parametrize(("name", "words"), [("index.html", ()), ("index.zip", ("--zip",))])
def test_what_simcred_did_not_make_is_not_replaced(
    simcred: Simcred, example: Path, tmp_path: Path, name: str, words: tuple[str, ...]
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / name).write_text("MY OWN WEBSITE", "utf-8")
    ran = simcred("packet", example, "--out", site, *words)
    assert ran.code == 2
    assert f"{name} in {site.as_posix()} was not made by simcred" in ran.err
    assert contents(site) == {name: b"MY OWN WEBSITE"}
    (site / name).unlink()
    for _ in range(2):
        assert simcred("packet", example, "--out", site, *words).code == 0


def test_a_packet_needs_a_goal(simcred: Simcred, mine: Path) -> None:
    assert simcred("goal", "drop", "unit-organizer-fi", "-C", mine).code == 0
    ran = simcred("packet", "-C", mine)
    assert ran.code == 2
    assert "there are no goals yet" in ran.err
    assert "simcred goal add" in ran.err
    assert not (mine / "packet").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere such names cannot be made")
def test_a_folder_whose_name_is_no_text(simcred: Simcred, example: Path, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    example.rename(odd)
    ran = simcred("packet", odd, "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    assert 'href="../caf%E9/evidence/' in (tmp_path / "out/index.html").read_text("utf-8")
    assert simcred("packet", "-C", odd).code == 0


def test_a_packet_on_another_drive_names_the_whole_address(
    simcred: Simcred, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.path.relpath

    def relpath(path: Any, start: Any = os.curdir) -> str:
        """As Windows does between two drives."""
        if Path(start) == tmp_path / "out":
            raise ValueError("path is on mount 'C:', start on mount 'D:'")
        return whole(path, start)

    monkeypatch.setattr(os.path, "relpath", relpath)
    assert simcred("packet", example, "--out", tmp_path / "out").code == 0
    assert f'href="{example.as_uri()}/evidence/' in (tmp_path / "out/index.html").read_text("utf-8")
