"""Whatever happens while a command writes, the old state is there or the new one, and the same command again comes to the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import ROOT, TODAY, Simcred
from files import pdf
from test_writing import at_once
from writers import ADD, WRITERS, Writer, example, state

from simcred.workspace import journal

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")

KILLED = 9
NOBODY = 65534
LOOKS = (("status", "--json"), ("check", "--json"), ("checklist",))


class Ended(NamedTuple):
    """How a child ended: its code, what it said, and whether it came as far as the place where something was to go wrong."""

    code: int
    err: str
    reached: bool


Broken = Callable[..., Ended]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broken]:
    """Runs a command line in a child in which the n-th thing done to the files of a folder goes wrong; its code and remarks."""
    environment = {**os.environ, "SIMCRED_TODAY": TODAY, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "tests/breaking.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )

    def call(folder: Path, how: str, number: int, *words: object) -> Ended:
        """Asks for one child."""
        assert process.stdin is not None
        assert process.stdout is not None
        request = {"folder": str(folder), "how": how, "number": number, "words": [*map(str, words)]}
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        said = json.loads(process.stdout.readline())
        assert "Traceback" not in said["err"], said["err"]
        return Ended(said["code"], said["err"], said["reached"])

    yield call
    process.communicate()


def goals(out: str) -> str:
    """How goals stand in a report; all of what else is said."""
    return repr([portfolio["goals"] for portfolio in json.loads(out)["portfolios"]]) if out[:1] == "{" else out


class Scene:
    """One writing command: the states before and after it, and what is seen of them."""

    def __init__(self, simcred: Simcred, folder: Path, writer: Writer, step: int = 1) -> None:
        self.simcred, self.folder, self.writer, self.step = simcred, folder, writer, step
        self.words = writer.line(folder)
        self.looks: dict[str, list[tuple[int, str]]] = {}
        self.begin()
        self.before, self.seen_before = state(folder), self.look()
        assert simcred(*self.words).code == 0
        self.after, self.seen_after = state(folder), self.look()
        self.finished = folder.parent / "finished"
        shutil.copytree(folder, self.finished, symlinks=True)

    def places(self) -> range:
        """At which of the things that the command does to files it is broken off."""
        return range(1, 500, self.step)

    def begin(self) -> None:
        """The folder as it is before the command."""
        os.chdir(self.folder.parent)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.writer.begin(self.folder)

    def finish(self) -> None:
        """The folder as the command leaves it, with all that is kept for undo."""
        os.chdir(self.folder.parent)
        shutil.rmtree(self.folder)
        shutil.copytree(self.finished, self.folder, symlinks=True)

    def look(self) -> list[tuple[int, str]]:
        """What commands that write nothing say (each state is looked at once); the portfolio's id is not among it."""
        now = repr(state(self.folder))
        if now not in self.looks:
            rans = [self.simcred(*words, "-C", self.folder) for words in LOOKS]
            self.looks[now] = [(ran.code, ran.out) if self.writer.settled else (0, goals(ran.out)) for ran in rans]
        return self.looks[now]

    def phase(self) -> str:
        """How far the last command is, by the journal."""
        entries = sorted((self.folder / ".simcred/undo").glob("*/entry.json"), key=lambda path: int(path.parent.name))
        return json.loads(entries[-1].read_bytes())["phase"] if entries else "none"

    def undo_all(self) -> None:
        """Undo leads back to the beginning."""
        assert self.simcred("undo", "-C", self.folder).out.startswith("Undone: ")
        assert state(self.folder) == self.before


MEMORY = Path("/dev/shm")
SAMPLE = {"goal add", "add files"}
"""What the quick lane looks at, at every seventh place; the slow lane looks at all there is."""


@pytest.fixture
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on a disk that is quick to settle, where there is one: it is settled thousands of times."""
    monkeypatch.chdir(ROOT)  # where the tests are again at the end
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else tmp_path) as folder:
        yield Path(folder)
        os.chdir(ROOT)


def lanes(writers: list[Writer]) -> list[Any]:
    """Each writing command at every place, in the slow lane; and some at some places, in the quick one."""
    some = [pytest.param((writer, 7), id=f"{writer.name} (sample)") for writer in writers if writer.name in SAMPLE]
    return [*some, *(pytest.param((writer, 1), id=writer.name, marks=pytest.mark.slow) for writer in writers)]


@pytest.fixture(params=lanes(WRITERS))
def scene(quick: Path, simcred: Simcred, request: Any) -> Scene:
    """Each writing command."""
    writer, step = request.param
    return Scene(simcred, quick / "mine", writer, step)


def test_killed_anywhere_the_state_is_old_or_new_and_a_rerun_converges(scene: Scene, broken: Broken) -> None:
    seen = []
    for number in scene.places():
        scene.begin()
        code, _, _ = broken(scene.folder, "kill", number, *scene.words)
        looked = scene.look()
        assert looked in (scene.seen_before, scene.seen_after), number
        seen.append(looked == scene.seen_after)
        if scene.phase() != "done":
            assert scene.simcred(*scene.words).code == 0
        assert state(scene.folder) == scene.after, number
        scene.undo_all()
        if code != KILLED:
            assert code == 0
            assert number > 8
            assert seen == sorted(seen), "first the old state, then the new one"
            return
    raise AssertionError("it never came to an end")


@pytest.mark.parametrize("words", [("undo",), ("undo", "--redo")], ids=["undo", "redo"])
def test_undo_itself_can_be_killed_anywhere(scene: Scene, broken: Broken, words: tuple[str, ...]) -> None:
    if words != ("undo",) and not scene.writer.redone:
        pytest.skip("the start of a portfolio cannot be brought back")
    forth = words != ("undo",)
    goal, end = (scene.after, "done") if forth else (scene.before, "undone")
    for number in scene.places():
        scene.finish()
        if forth:
            assert scene.simcred("undo", "-C", scene.folder).code == 0
        code, _, _ = broken(scene.folder, "kill", number, *words, "-C", scene.folder)
        assert scene.look() in (scene.seen_before, scene.seen_after), number
        if scene.phase() not in (end, "none"):
            assert scene.simcred(*words, "-C", scene.folder).code == 0
        elif not scene.writer.redone:
            assert scene.simcred("undo", "-C", scene.folder).out.startswith("There is nothing to undo")
        assert state(scene.folder) == goal, number
        if code != KILLED:
            assert code == 0
            assert number > 5
            return
    raise AssertionError("it never came to an end")


@pytest.mark.parametrize("how", ["full", "fail"])
def test_a_full_disk_leaves_the_old_state(scene: Scene, broken: Broken, how: str) -> None:
    """Full from the n-th call on that needs room, or for that call alone."""
    for number in scene.places():
        scene.begin()
        code, said, reached = broken(scene.folder, how, number, *scene.words)
        if code == 0:
            assert state(scene.folder) == scene.after
            if reached:
                continue  # what went wrong did not matter
            assert number > 5
            return
        assert code == 4, said
        assert "nothing was saved: no space left on device" in said
        assert "Free some space" in said
        assert state(scene.folder) == scene.before, number
        assert scene.simcred(*scene.words).code == 0
        assert state(scene.folder) == scene.after
    raise AssertionError("it never came to an end")


@pytest.mark.parametrize("how", ["full", "fail"])
def test_a_full_disk_at_undo_leaves_all_as_it_was(scene: Scene, broken: Broken, how: str) -> None:
    for number in scene.places():
        scene.finish()
        code, said, reached = broken(scene.folder, how, number, "undo", "-C", scene.folder)
        if code == 0:
            assert state(scene.folder) == scene.before
            if reached:
                continue  # what went wrong did not matter
            assert number > 5
            return
        assert code == 4, said
        assert "no space left on device" in said
        assert scene.look() in (scene.seen_before, scene.seen_after)
        if scene.phase() == "done":
            assert state(scene.folder) == scene.after
        scene.undo_all()
    raise AssertionError("it never came to an end")


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A real disk of one megabyte."""
    monkeypatch.chdir(ROOT)
    place = tmp_path / "disk"
    place.mkdir()
    run = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(run, capture_output=True, check=False).returncode != 0:
        pytest.skip("no small disk can be mounted here; the tests above fill one in a child")
    yield place
    os.chdir(tmp_path)
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_on_a_disk_that_is_really_full(tiny: Path, simcred: Simcred, tmp_path: Path) -> None:
    example(tiny / "mine")
    (tmp_path / "big.pdf").write_bytes(pdf(stream=os.urandom(400_000)))
    words = ("add", "L2C-02", tmp_path / "big.pdf", "--title", "Another draft", "--date", "2026-09-18", "-C", tiny / "mine")
    with (tiny / "filler").open("wb", buffering=0) as file:
        while shutil.disk_usage(tiny).free > 100_000:
            file.write(bytes(min(10_000, shutil.disk_usage(tiny).free)))
    before = state(tiny / "mine")
    ran = simcred(*words)
    assert ran.code == 4
    assert "nothing was saved: no space left on device" in ran.err
    assert state(tiny / "mine") == before
    (tiny / "filler").unlink()
    assert simcred(*words).code == 0
    with (tiny / "filler").open("wb", buffering=0) as file:
        while (free := shutil.disk_usage(tiny).free) > 0:
            file.write(bytes(min(10_000, free)))
    ran = simcred("undo", "-C", tiny / "mine")
    assert ran.code == 4
    (tiny / "filler").unlink()
    assert simcred("undo", "-C", tiny / "mine").code == 0
    assert state(tiny / "mine") == before


def test_on_a_disk_that_takes_nothing_one_can_look(tiny: Path, simcred: Simcred, tmp_path: Path) -> None:
    folder = tiny / "mine"
    example(folder)
    assert simcred("goal", "add", "Concept Mastery", "--level", "1", "-C", folder).code == 0
    (kept,) = journal.Journal(folder).entries()
    journal.Journal(folder).mark(kept, "doing")
    mounted = ("mount", "-o", "remount,{}", str(tiny))
    subprocess.run([word.format("ro") for word in mounted], check=True)
    ran = simcred("packet", "--out", tmp_path / "desk", "-C", folder)
    assert ran.code == 0, ran.err
    assert "interrupted halfway here (added the goal concept-mastery-pl), and cannot be taken back now" in " ".join(
        ran.err.split()
    )
    assert (tmp_path / "desk/index.html").is_file()
    assert simcred("goal", "add", "Framing", "--level", "1", "-C", folder).code == 4
    subprocess.run([word.format("rw") for word in mounted], check=True)
    assert "was taken back first" in " ".join(simcred("packet", "-C", folder).err.split())


def test_a_file_may_grow_no_further(simcred: Simcred, tmp_path: Path, broken: Broken) -> None:
    """A quota on the size of files, as the system itself sets it."""
    folder = tmp_path / "mine"
    example(folder)
    with (tmp_path / "more.pdf").open("ab") as file:
        file.write(b"%" * 50_000 + b"\n%%EOF\n")
    before = state(folder)
    words = [*(word.replace("{}", str(tmp_path)) for word in ADD), "-C", str(folder)]
    code, said, _ = broken(folder, "limit", 20_000, *words)
    assert code == 4
    assert "nothing was saved: file too large" in said
    assert state(folder) == before
    assert simcred(*words).code == 0


@pytest.fixture
def open_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that every user of this computer may look into."""
    monkeypatch.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "mine"
        os.chdir(ROOT)


@pytest.mark.parametrize("told", lanes(WRITERS))
def test_a_read_only_folder_is_left_as_it_is(
    open_folder: Path, simcred: Simcred, broken: Broken, told: tuple[Writer, int]
) -> None:
    writer, _ = told
    if writer.own and not os.getuid():
        pytest.skip("as the system's owner another user is tried, who has neither this user's key nor libraries")
    writer.begin(open_folder)
    mine = [open_folder, *(path for path in open_folder.rglob("*") if path.is_dir())]
    before = state(open_folder)
    modes = {path: path.stat().st_mode for path in mine}
    if os.getuid():
        for path in mine:
            path.chmod(0o555)
    code, said, _ = broken(open_folder, "nobody" if not os.getuid() else "whole", 0, *writer.line(open_folder))
    for path, mode in modes.items():
        path.chmod(mode)
    assert code == 4, said
    assert "nothing was saved: permission denied" in said
    assert "look at the folder's permissions" in said
    assert state(open_folder) == before
    assert simcred(*writer.line(open_folder)).code == 0
    assert simcred("undo", "-C", open_folder).code == 0
    assert state(open_folder) == before


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only the system's owner can be somebody else")
def test_somebody_elses_journal_is_no_hindrance(open_folder: Path, simcred: Simcred, broken: Broken) -> None:
    """Two users of one computer, one folder: what the second writes cannot be undone, and the first cannot undo over it."""
    example(open_folder)
    for path in (open_folder, *open_folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    assert simcred("goal", "add", "Concept Mastery", "--level", "1", "-C", open_folder).code == 0
    (open_folder / ".simcred").chmod(0o777)
    words = ("goal", "add", "Course Organizer", "--level", "1", "-C", open_folder)
    code, said, _ = broken(open_folder, "nobody", 0, *words)
    assert code == 0, said
    assert "belongs to another user" in " ".join(said.split())
    code, said, _ = broken(open_folder, "nobody", 0, "undo", "-C", open_folder)
    assert code == 4
    assert "belongs to another user" in " ".join(said.split())
    ran = simcred("undo", "-C", open_folder)
    assert ran.code == 4
    assert "portfolio.yaml has changed since simcred added the goal concept-mastery-pl" in ran.err


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only the system's owner can give files away")
def test_what_belongs_to_somebody_else_is_not_acted_on(open_folder: Path, simcred: Simcred) -> None:
    example(open_folder)
    assert simcred("goal", "add", "Concept Mastery", "--level", "1", "-C", open_folder).code == 0
    after = state(open_folder)
    said = {
        ".simcred/undo/1/entry.json": ".simcred/undo/1 was not written by your simcred",
        ".simcred/undo/1": ".simcred/undo/1 was not written by your simcred",
        ".simcred/undo": "belongs to another user",
        ".": "belongs to another user",
    }
    for place, words in said.items():
        os.chown(open_folder / place, NOBODY, -1)
        ran = simcred("undo", "-C", open_folder)
        os.chown(open_folder / place, 0, -1)
        assert ran.code == 4, place
        assert words in " ".join(ran.err.split())
        assert state(open_folder) == after
    os.chown(open_folder, NOBODY, -1)
    ran = simcred("packet", "-C", open_folder)
    assert ran.code == 0
    assert "cannot take this back: this folder belongs to another user" in " ".join(ran.err.split())
    os.chown(open_folder, 0, -1)
    assert simcred("undo", "-C", open_folder).code == 0


def test_what_was_taken_back_is_said_once(quick: Path, simcred: Simcred, broken: Broken) -> None:
    writer = next(writer for writer in WRITERS if writer.name == "add files")
    scene = Scene(simcred, quick / "mine", writer)
    for number in range(9, 100):
        scene.begin()
        code, _, _ = broken(scene.folder, "kill", number, *scene.words)
        assert code == KILLED
        if scene.phase() == "doing" and state(scene.folder) == scene.after:
            break
    ran = simcred("packet", "-C", scene.folder)
    told = "interrupted halfway, and what it had done was taken back first (added evidence/2026-09-18-another-draft)"
    assert ran.err.count(told) == 1
    assert not (scene.folder / "evidence/2026-09-18-another-draft").exists()
    assert "interrupted" not in simcred("packet", "-C", scene.folder).err


def test_after_a_kill_what_somebody_wrote_since_is_kept(quick: Path, simcred: Simcred, broken: Broken) -> None:
    writer = next(writer for writer in WRITERS if writer.name == "goal add")
    scene = Scene(simcred, quick / "mine", writer)
    for number in range(9, 100):
        scene.begin()
        broken(scene.folder, "kill", number, *scene.words)
        if scene.phase() == "doing" and state(scene.folder) == scene.after:
            break
    manifest = scene.folder / "portfolio.yaml"
    manifest.write_bytes(manifest.read_bytes() + b"# mine\n")
    ran = simcred("packet", "-C", scene.folder)
    assert ran.code == 0
    assert "portfolio.yaml has changed since, so all is left as it is" in ran.err
    assert manifest.read_bytes().endswith(b"# mine\n")
    assert simcred("undo", "-C", scene.folder).code == 0
    ran = simcred("undo", "-C", scene.folder)
    assert ran.code == 4
    assert "portfolio.yaml has changed since" in ran.err


def test_many_at_once_are_undone_one_by_one(simcred: Simcred, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    example(folder)
    before = state(folder)
    names = ["framing", "survey", "clarifying", "course-organizer"]
    lines = [["goal", "add", name, "--level", "1", "--track", "cer"] for name in names]
    lines += [["add", "L2C-02", str(tmp_path / "draft.pdf"), "--title", f"Draft {name}"] for name in names]
    said = at_once(folder, lines)
    assert {code for code, _, _ in said} <= {0, 4}, said
    good = sum(code == 0 for code, _, _ in said)
    assert good >= 5, said
    assert simcred("check", folder).code == 0
    undone = at_once(folder, [["undo"]] * good)
    assert [code for code, _, _ in undone] == [0] * good, undone
    assert len({out for _, out, _ in undone}) == good, "each undid another"
    assert state(folder) == before
