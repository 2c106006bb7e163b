"""Files of evidence by their content, as a teacher meets that: on the way in, in `check`, and against the programme's limits."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import files
import pytest
from conftest import ROOT, Simcred

from simcred.inspect.looking import Kept, Looker
from simcred.inspect.room import room
from simcred.load.decode import packed, unpacked
from simcred.memory import CacheFolder
from simcred.model.contents import GAVE_UP, LEFT, Content
from simcred.snapshot.folder import FolderTree
from simcred.snapshot.memory import MemoryTree

CASES = ROOT / "tests/cases"
DRAFT = "evidence/2026-09-18-draft"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A portfolio in which nothing is wrong."""
    shutil.copytree(CASES / "base", tmp_path / "mine")
    return tmp_path / "mine"


REFUSED = [
    ("holiday.pdf", "MC333/bad", "holiday.pdf is a JPEG picture, whatever its ending says", "Rename it to .jpg."),
    ("draft.docx", "MC333/bad-old-word", "is an old Word document", "Open it in Word"),
    ("draft.pdf", "MC333/bad-sign-in-page", "is a web page", "sign in"),
    ("draft.pdf", "MC334/bad", "is cut off", "once to see"),
    ("draft.pdf", "MC334/bad-zeros", "nothing but zeros", "copy it again"),
    ("draft.pdf", "MC335/bad", "asks for a password", "without one"),
    ("draft.docx", "MC335/bad-word", "asks for a password", "without one"),
    ("draft.pdf", "MC336/bad", "pointer of git LFS", "Download the document"),
    ("draft.pdf", "MC336/bad-drive", "shortcut of Google Drive", "Download the document"),
    ("IMG_2041.heic", "MC337/bad", "is a HEIC photo", "Windows: Photos"),
    ("IMG_2041.jpg", "MC337/bad-renamed", "is a HEIC photo", "Mac: Preview"),
]


@pytest.mark.parametrize(("name", "case", "told", "hint"), REFUSED, ids=[case for _, case, _, _ in REFUSED])
def test_add_refuses_what_nobody_could_use(
    simcred: Simcred, mine: Path, tmp_path: Path, name: str, case: str, told: str, hint: str
) -> None:
    (source,) = (path for path in (CASES / case).rglob("*") if path.is_file() and path.suffix != ".yaml")
    shutil.copy(source, tmp_path / name)
    before = sorted(mine.rglob("*"))
    ran = simcred("add", "L2C-02", tmp_path / name, "-C", mine, "--date", "2026-09-20")
    said = " ".join(ran.err.split())
    assert ran.code == 2
    assert told in said
    assert hint in said
    assert sorted(mine.rglob("*")) == before


def test_add_refuses_a_table_that_cannot_be_read(simcred: Simcred, mine: Path, tmp_path: Path) -> None:
    (tmp_path / "scores.csv").write_text("student,measure,date,score,out_of\nS01,pretst,2026-09-15,9,20\n", "utf-8")
    words = ("add", "L2C-10", tmp_path / "scores.csv", "--kind", "scores", "-C", mine, "--date", "2026-09-20")
    ran = simcred(*words)
    assert (ran.code, "scores.csv, line 2: " in ran.err, "Did you mean pretest?" in ran.err) == (2, True, True)
    (tmp_path / "scores.csv").write_bytes(files.made("scores.csv"))
    assert simcred(*words).code == 0


def test_a_table_in_an_old_encoding_is_told_once_and_one_that_says_its_separator_is_read(
    simcred: Simcred, mine: Path, tmp_path: Path
) -> None:
    lines = "student,measure,date,score,out_of\nS01,pretest,2026-09-15,9,20\n"
    (tmp_path / "scores.csv").write_bytes(b"sep=;\r\n" + lines.replace(",", ";").replace("\n", "\r\n").encode())
    assert simcred("add", "L2C-10", tmp_path / "scores.csv", "--kind", "scores", "-C", mine, "--date", "2026-09-20").code == 0
    (table,) = mine.rglob("scores.csv")
    table.write_bytes(lines.encode("utf-16-le"))
    said = simcred("check", mine, "--json").data["portfolios"][0]["findings"]
    assert [finding["code"] for finding in said if finding["code"].startswith("MC3")] == ["MC342"]


def test_what_is_only_worth_a_look_is_added_and_told(simcred: Simcred, mine: Path, tmp_path: Path) -> None:
    (tmp_path / "lesson.mp4").write_bytes(files.recording(70, sound=False))
    video = ("--kind", "video", "--date", "2026-10-08", "--set", "people.deidentified=true")
    ran = simcred("add", "L2C-08", tmp_path / "lesson.mp4", "-C", mine, *video)
    said = " ".join(ran.err.split())
    assert ran.code == 0, said
    assert "Look at it once more: lesson.mp4 has no sound." in said
    assert "lasts 1 minute 10 seconds, shorter than 3 minutes" in said
    assert "a figure of edTPA's" in said


def test_the_same_words_whichever_command_says_them(simcred: Simcred, mine: Path) -> None:
    """What blocks an item in `check` keeps its row open in `status`."""
    (mine / DRAFT / "draft.pdf").write_bytes(files.pdf()[:300])
    data = simcred("check", mine, "--json").data["portfolios"][0]
    assert [finding["code"] for finding in data["findings"]] == ["MC334"]
    rows = {row["id"]: row for row in simcred("status", mine, "--json").data["portfolios"][0]["goals"][0]["rows"]}
    assert rows["L2C-02"]["outcome"] == "unmet"
    (mine / DRAFT / "draft.pdf").write_bytes(files.pdf())
    rows = {row["id"]: row for row in simcred("status", mine, "--json").data["portfolios"][0]["goals"][0]["rows"]}
    assert rows["L2C-02"]["outcome"] == "met"


def limits(tmp_path: Path, text: str) -> Path:
    """A programme with those limits and no others."""
    programme = tmp_path / "programme"
    shutil.copytree(ROOT / "templates/programme", programme)
    main = programme / "programme.yaml"
    main.write_text(main.read_text("utf-8").partition("limits:")[0] + text, "utf-8")
    return programme


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", []),
        ("limits: {}\n", []),
        ("limits: {file_bytes_advised: {value: 100, severity: warning, source: X.}}\n", [("MC305", "warning")]),
        (
            "limits:\n  file_bytes: {value: 99, severity: error, source: X.}\n"
            "  file_bytes_advised: {value: 50, severity: warning, source: X.}\n",
            [("MC305", "error")],
        ),
    ],
)  # fmt: skip
def test_a_programme_sets_its_limits(
    simcred: Simcred, mine: Path, tmp_path: Path, text: str, told: list[tuple[str, str]]
) -> None:
    ran = simcred("check", mine, "--json", "--programme", limits(tmp_path, text))
    assert [(finding["code"], finding["severity"]) for finding in ran.data["portfolios"][0]["findings"]] == told


def test_every_limit_of_the_starter_says_where_its_number_is_from() -> None:
    from simcred.app.places import starter

    said = starter().limits
    assert set(said) == {"file_bytes", "file_bytes_advised", "folder_bytes_advised", "video_seconds_least", "video_seconds_most"}
    assert all("edTPA" in said[name].source and "not known" in said[name].source for name in said if "video" in name)


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, simcred: Simcred, mine: Path) -> None:
    """Nothing is said of what is in it, but that it is too big."""
    (mine / DRAFT / "draft.pdf").write_bytes(b"no PDF, and far too big")
    programme = limits(tmp_path, "limits:\n  file_bytes: {value: 10, severity: error, source: X.}\n")
    ran = simcred("check", mine, "--json", "--programme", programme)
    assert [finding["code"] for finding in ran.data["portfolios"][0]["findings"]] == ["MC305"]


@pytest.mark.parametrize(("name", "codes"), [("draft.gdoc", ["MC306"]), ("draft.pages", ["MC306"]), ("empty.pdf", ["MC303"])])
def test_one_fault_is_told_once(simcred: Simcred, mine: Path, name: str, codes: list[str]) -> None:
    manifest = mine / DRAFT / "evidence.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("draft.pdf", name), "utf-8")
    (mine / DRAFT / "draft.pdf").unlink()
    (mine / DRAFT / name).write_bytes(b'{"doc_id": "1"}' if name != "empty.pdf" else b"")
    data = simcred("check", mine, "--json").data["portfolios"][0]
    assert [finding["code"] for finding in data["findings"]] == codes


# What is remembered


def looked(root: Path, memory: CacheFolder | None) -> Looker:
    tree = FolderTree(root)
    looker = Looker(tree, "p-1", memory)
    looker.look([path for path, entry in tree.entries().items() if entry.kind == "file"], 10**9)
    return looker


def old(path: Path) -> None:
    """As if it had been written a while ago."""
    os.utime(path, (time.time() - 60, time.time() - 60))


def test_what_was_seen_is_known_by_content_wherever_it_goes(tmp_path: Path) -> None:
    memory, first, second = CacheFolder(tmp_path / "cache"), tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    (first / "one.pdf").write_bytes(files.pdf())
    assert looked(first, memory).contents["one.pdf"] == Content("pdf", pages=1)
    shutil.copy(first / "one.pdf", second / "two.pdf")
    room().close()
    assert looked(second, memory).contents == {"two.pdf": Content("pdf", pages=1)}
    assert room()._child is None, "nobody was asked again"


def test_a_fresh_file_is_not_known_by_its_stamp(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"1")
    assert FolderTree(tmp_path).stamp("one.txt") is None
    old(tmp_path / "one.txt")
    stamp = FolderTree(tmp_path).stamp("one.txt")
    assert stamp is not None
    assert FolderTree(tmp_path).stamp("one.txt") == stamp
    (tmp_path / "one.txt").write_bytes(b"2")
    old(tmp_path / "one.txt")
    assert FolderTree(tmp_path).stamp("one.txt") != stamp
    assert FolderTree(tmp_path).stamp("gone.txt") is None
    assert MemoryTree({"one.txt": b"1"}).stamp("one.txt") is None


def test_without_a_memory_every_file_is_read(tmp_path: Path) -> None:
    """So that an award need not believe one. A memory that lies is believed by nobody else."""
    memory = CacheFolder(tmp_path / "cache")
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "one.pdf").write_bytes(files.pdf())
    old(folder / "one.pdf")
    true = looked(folder, memory)
    (kept,) = (tmp_path / "cache").iterdir()
    lies = unpacked(Kept, memory.recall(kept.name) or b"")
    lies.contents = dict.fromkeys(lies.contents, Content("exe"))
    memory.keep(kept.name, packed(lies))
    assert looked(folder, memory).contents["one.pdf"].type == "exe"
    assert looked(folder, None).contents == true.contents


def test_what_could_not_be_looked_into_is_tried_again_at_the_next_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that was busy once is no fault of the file's, nor is one that died before it."""
    memory, folder = CacheFolder(tmp_path / "cache"), tmp_path / "mine"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.pdf").write_bytes(files.pdf(str(number)))
        old(folder / f"{number}.pdf")
    room().close()
    with monkeypatch.context() as hurried:
        hurried.setattr(room(), "_seconds", 0.0)
        said = looked(folder, memory).contents
        assert [said[f"{number}.pdf"].detail for number in range(5)] == [GAVE_UP] * 3 + [LEFT] * 2
        assert looked(folder, memory).contents == said, "and no longer than the first time"
    assert set(looked(folder, memory).contents.values()) == {Content("pdf", pages=1)}


def test_where_a_parser_was_missing_it_is_tried_again_and_doctor_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simcred.inspect import room as module
    from simcred.inspect.previews import Previews
    from simcred.rules.contents import fault_of

    memory, folder = CacheFolder(tmp_path / "cache"), tmp_path / "mine"
    folder.mkdir()
    (folder / "one.pdf").write_bytes(files.pdf())
    old(folder / "one.pdf")
    (tmp_path / "pypdfium2.py").write_text("raise ImportError", "utf-8")
    path = module._import_path()
    with monkeypatch.context() as broken:
        broken.setattr(module, "_import_path", lambda: [str(tmp_path), *path])
        said = looked(folder, memory).contents["one.pdf"]
        assert Previews(memory).of(FolderTree(folder), "one.pdf") is None
        room().close()
    fault = fault_of("one.pdf", said)
    assert fault is not None
    assert "simcred doctor" in fault.hint
    assert looked(folder, memory).contents["one.pdf"] == Content("pdf", pages=1)
    assert Previews(memory).of(FolderTree(folder), "one.pdf") is not None


def test_a_child_lives_for_one_portfolio(tmp_path: Path) -> None:
    """One that a file has taken over could call everything whole that comes after it."""
    (tmp_path / "one.pdf").write_bytes(files.pdf())
    looked(tmp_path, None)
    assert room()._child is None
    with pytest.raises(RuntimeError):
        Looker(FolderTree(tmp_path), "", None).look(_then_fails("one.pdf"), 10**9)
    assert room()._child is None


def _then_fails(path: str) -> Iterator[str]:
    yield path
    raise RuntimeError


def test_a_memory_that_grows_too_large_forgets_what_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcred.inspect.looking._MOST", 6)
    memory, folder = CacheFolder(tmp_path / "cache"), tmp_path / "mine"
    folder.mkdir()
    for number in range(9):
        (folder / "one.txt").write_text(str(number), "utf-8")
        old(folder / "one.txt")
        looked(folder, memory)
    (kept,) = (tmp_path / "cache").iterdir()
    assert len(unpacked(Kept, memory.recall(kept.name) or b"").contents) <= 3


def test_no_word_and_no_name_of_a_file_is_kept(
    simcred: Simcred, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simcred.app import places

    monkeypatch.setenv("SIMCRED_CACHE", str(tmp_path / "cache"))
    places._programme.cache_clear()
    shutil.copytree(CASES / "MC343/bad/evidence", mine / "evidence", dirs_exist_ok=True)
    (mine / "evidence/2026-10-16-scores/scores.csv").write_text(
        "student,measure,date,score,out_of\nJayden Smith,Jayden,Smith,1,x\n"
    )
    assert "MC342" in simcred("check", mine).out
    kept = b"".join(path.read_bytes() for path in (tmp_path / "cache/simcred").glob("contents-*"))
    assert b"no table" not in kept
    assert b"measure is none of" in kept
    for word in (b"Jayden", b"Smith", b"draft", b"scores.csv", b"2026-10-16", str(mine).encode()):
        assert word not in kept, word


def test_three_files_that_take_too_long_end_it_for_all_files_of_one_add(
    simcred: Simcred, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each of them would be waited for."""
    from simcred.inspect.room import Room

    simcred("status", mine)  # what lies there already is known from now on
    asked: list[int] = []
    monkeypatch.setattr(Room, "_ask", lambda self, job, data: asked.append(job.size))
    names = [tmp_path / f"{number}.pdf" for number in range(6)]
    for name in names:
        name.write_bytes(files.pdf(name.stem))
    ran = simcred("add", "L2C-02", *names, "-C", mine, "--date", "2026-09-20")
    assert ran.code == 0, ran.err
    assert "could not be looked into" in ran.err
    assert len(asked) == 3 + 3, "three on the way in, three once they are there"


LONG = "x" * 5_000


@pytest.mark.parametrize(
    "words",
    [
        ("add", "L2C-02", "--date", LONG),
        ("add", "L2C-02", "--set", LONG),
        ("add", "L2C-02", "--set", f"{LONG}=1"),
        ("add", LONG),
        ("add", "L2C-02", "--kind", LONG),
        ("open", LONG),
        ("packet", "--goal", LONG),
        ("edit", LONG, "--title", "x"),
    ],
    ids=lambda words: "-".join(word[:8] for word in words),
)
def test_an_answer_of_thousands_of_characters_is_not_echoed_whole(simcred: Simcred, mine: Path, words: tuple[str, ...]) -> None:
    ran = simcred(*words, "-C", mine)
    assert ran.code == 2
    assert len(ran.err) < 1_500


def test_a_photo_with_the_ending_of_another_kind_is_named_by_what_it_is(simcred: Simcred, example: Path, tmp_path: Path) -> None:
    (tmp_path / "IMG_2231.heic").write_bytes(files.made("board.jpg"))
    words = ("--set", "people.shown=nobody", "--goal", "unit-organizer-fi", "--title", "Board", "-C", example)
    ran = simcred("add", "L2C-03", tmp_path / "IMG_2231.heic", *words)
    assert ran.code == 2
    assert "IMG_2231.heic is a JPEG picture, whatever its ending says" in ran.err
    assert "Rename it to .jpg." in ran.err
