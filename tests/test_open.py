"""`open` hands folders, files, packets and badge pages to the system's own program, and only what is safe to be shown."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Simcred
from test_writing import contents

from simcred.exits import Stop
from simcred.machine.editor import editor_words

GOAL = "unit-organizer-fi"
DEVICE = "2026-10-14-final-organizer"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the program that opens things is a real one of this system")


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A real program in the place of xdg-open, which notes what it is to open; the file with its notes."""
    folder, notes = tmp_path / "bin", tmp_path / "notes.txt"
    folder.mkdir()
    program = folder / "xdg-open"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$#" "$@" >> "{notes}"\n[ ! -e "{tmp_path}/fail" ]\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":7")
    notes.touch()
    return notes


def test_the_portfolio_an_item_and_a_file(simcred: Simcred, example: Path, shown: Path) -> None:
    item = example / "evidence" / DEVICE
    for words, path in [
        ([], example),
        ([DEVICE], item),
        ([f"evidence/{DEVICE}/"], item),
        ([f"{DEVICE}/organizer-final.pdf"], item / "organizer-final.pdf"),
        ([f"evidence/{DEVICE}/organizer-final.pdf"], item / "organizer-final.pdf"),
        ([str(item / "organizer-final.pdf")], item / "organizer-final.pdf"),
    ]:
        shown.write_text("")
        ran = simcred("open", *words, "-C", example)
        assert ran.code == 0, ran.err
        assert shown.read_text("utf-8") == f"1\n{path}\n"
        assert ran.out == f"{path}\n"
        assert f"Opened {path}" in ran.err


def test_print_opens_nothing(simcred: Simcred, example: Path, shown: Path) -> None:
    assert simcred("open", DEVICE, "--print", "-C", example).out == f"{example / 'evidence' / DEVICE}\n"
    assert simcred("open", GOAL, "--page", "--print", "-C", example).out == f"https://badges.example.org/{GOAL}\n"
    assert shown.read_text("utf-8") == ""


def test_a_goal_opens_its_packet_which_is_brought_up_to_date(simcred: Simcred, example: Path, shown: Path) -> None:
    page = example / "packet" / f"{GOAL}.html"
    page.parent.mkdir()
    page.write_text("<script>somebody else's</script>")
    assert simcred("open", GOAL, "-C", example).code == 0
    assert shown.read_text("utf-8") == f"1\n{page}\n"
    first = page.read_text("utf-8")
    assert "somebody else's" not in first
    assert "Final Unit Organizer" in first
    before = contents(example)
    assert simcred("open", GOAL, "-C", example).code == 0
    assert contents(example) == before, "nothing was written, so there is nothing to undo"
    assert simcred("edit", DEVICE, "--title", "Quite another title", "-C", example).code == 0
    assert simcred("open", GOAL, "-C", example).code == 0
    assert "Quite another title" in page.read_text("utf-8")


def test_a_goals_badge_page(simcred: Simcred, example: Path, shown: Path) -> None:
    assert simcred("open", GOAL, "--page", "-C", example).code == 0
    assert shown.read_text("utf-8") == f"1\nhttps://badges.example.org/{GOAL}\n"
    file = example / "portfolio.yaml"
    file.write_text(
        file.read_text("utf-8").replace("https://badges.example.org/unit-organizer-fi", "http://badges.example.org/x"), "utf-8"
    )
    ran = simcred("open", GOAL, "--page", "-C", example)
    assert ran.code == 2
    assert "does not begin with https://, so it is not opened" in ran.err
    assert simcred("goal", "drop", "paraphrasing-fi", "-C", example).code == 0
    assert simcred("goal", "add", "Paraphrasing", "--level", 2, "-C", example).code == 0
    ran = simcred("open", "paraphrasing-fi", "--page", "-C", example)
    assert "simcred goal joined paraphrasing-fi --page URL" in ran.err
    assert shown.read_text("utf-8").count("\n") == 2


@pytest.mark.parametrize("name", ["run-me.sh", "page.html", "x.desktop", "a.exe", "macro.docm", "noending"])
def test_what_a_system_might_run_is_not_opened(simcred: Simcred, example: Path, shown: Path, name: str) -> None:
    (example / "evidence" / DEVICE / name).write_text("x")
    ran = simcred("open", f"{DEVICE}/{name}", "-C", example)
    assert ran.code == 0
    assert shown.read_text("utf-8") == f"1\n{example / 'evidence' / DEVICE}\n"
    assert "its folder is opened instead" in ran.err


def test_nothing_outside_the_portfolio_is_opened(simcred: Simcred, example: Path, shown: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_text("x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/evidence.yaml").write_text("x")
    for words in (["../secret.pdf"], [str(tmp_path / "secret.pdf")], [f"evidence/{DEVICE}/../../../secret.pdf"], ["/etc/passwd"]):
        assert simcred("open", *words, "-C", example).code == 2
    (example / "evidence" / DEVICE / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    simcred("open", f"{DEVICE}/link.pdf", "-C", example)
    (example / "evidence/2026-12-01-link").symlink_to(tmp_path / "elsewhere")
    ran = simcred("open", "2026-12-01-link", "-C", example)
    assert ran.code == 3, ran
    assert "secret" not in shown.read_text("utf-8")
    assert "elsewhere" not in shown.read_text("utf-8")


def test_on_a_machine_without_a_screen(simcred: Simcred, example: Path, shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    ran = simcred("open", DEVICE, "-C", example)
    assert ran.code == 0
    assert "There is no screen here" in ran.err
    assert ran.out == f"{example / 'evidence' / DEVICE}\n"
    assert shown.read_text("utf-8") == ""


def test_a_new_packet_is_opened_as_anything_else_is(
    simcred: Simcred, example: Path, shown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = simcred("packet", example, "--goal", GOAL, "--open")
    page = tmp_path / "packet" / f"{GOAL}.html"
    assert (ran.code, ran.out) == (0, f"packet/{GOAL}.html\n"), ran.err
    assert shown.read_text("utf-8") == f"1\n{page}\n"
    assert f"Opened {page}" in ran.err
    (tmp_path / "fail").touch()
    ran = simcred("packet", example, "--goal", GOAL, "--open")
    assert (ran.code, ran.out) == (3, f"packet/{GOAL}.html\n"), "it is made all the same"
    assert "could not be opened: the system has no program for it" in ran.err
    monkeypatch.delenv("DISPLAY")
    ran = simcred("packet", example, "--goal", GOAL, "--open")
    assert (ran.code, ran.out) == (0, f"packet/{GOAL}.html\n"), ran.err
    assert "There is no screen here" in ran.err


def test_what_cannot_be_opened_is_said(
    simcred: Simcred, example: Path, shown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fail").touch()
    ran = simcred("open", DEVICE, "-C", example)
    assert ran.code == 3
    assert "could not be opened: the system has no program for it" in ran.err
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert "this system has no xdg-open" in simcred("open", DEVICE, "-C", example).err
    ran = simcred("open", "unit-organiser-fi", "-C", example)
    assert ran.code == 2
    assert "Did you mean unit-organizer-fi" in ran.err


def test_a_program_in_the_folder_one_stands_in_is_not_started(
    simcred: Simcred, example: Path, shown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("xdg-open", "my-editor"):
        (example / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/trap\n")
        (example / name).chmod(0o755)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("VISUAL", "my-editor --wait")
    monkeypatch.chdir(example)
    with pytest.raises(Stop, match="there is no such program"):
        editor_words()
    assert simcred("open", DEVICE, "-C", example).code == 0
    assert not (tmp_path / "trap").exists()
    assert shown.read_text("utf-8") == f"1\n{example / 'evidence' / DEVICE}\n"


def test_an_editor_is_named_by_words_or_by_its_path(shown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spaced = tmp_path / "my editor"
    spaced.write_text("")
    monkeypatch.setenv("VISUAL", "")
    for said, words in [
        ("xdg-open --wait 'a b'", [str(shown.parent / "bin/xdg-open"), "--wait", "a b"]),
        (str(spaced), [str(spaced)]),
        (f"'{spaced}' -w", [str(spaced), "-w"]),
    ]:
        monkeypatch.setenv("EDITOR", said)
        assert editor_words() == words


@pytest.mark.parametrize("words", [["edit", "--title", "Another"], ["sheet"], ["goal", "joined"], ["open", "--page"]])
def test_what_is_meant_is_asked_for(simcred: Simcred, example: Path, words: list[str]) -> None:
    ran = simcred(*words, "-C", example)
    assert ran.code == 2
    assert f"{'ITEM' if words[0] == 'edit' else 'GOAL'} is missing" in ran.err
    assert (DEVICE if words[0] == "edit" else GOAL) in ran.err


def test_on_a_mac_a_folder_is_shown_and_never_started(
    simcred: Simcred, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is called as a program is one there."""
    started: list[list[str]] = []
    monkeypatch.setattr("simcred.machine.opening.system", lambda: "mac")
    monkeypatch.setattr("simcred.machine.opening.program", lambda name: Path(f"/usr/bin/{name}"))

    def run(words: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        started.append(words)
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setattr("simcred.machine.opening.subprocess.run", run)
    (example / "evidence/2026-09-18-draft-organizer").rename(example / "evidence/lesson.app")
    assert simcred("open", "lesson.app", "-C", example).code == 0
    assert simcred("open", "evidence/lesson.app/organizer-draft.pdf", "-C", example).code == 0
    folder = example.resolve() / "evidence/lesson.app"
    assert started == [["/usr/bin/open", "-R", str(folder)], ["/usr/bin/open", str(folder / "organizer-draft.pdf")]]
