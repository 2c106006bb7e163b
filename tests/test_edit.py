"""`edit` changes an item by its options or in the person's own editor; nothing that somebody wrote is lost on the way."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, TODAY, Ran, Simcred
from files import pdf
from test_writing import contents

from simcred.load.reader import read

DEVICE = "2026-10-14-final-organizer"
LOG = "2026-10-02-log"
STAGES = "2026-09-10-paraphrasing-stages"
ACCOUNT = "2026-10-01-routine-use"
LINKED = "2026-10-20-populations-launch-video"


def manifest(folder: Path, slug: str) -> Path:
    return folder / "evidence" / slug / "evidence.yaml"


def says(folder: Path, slug: str) -> dict[str, Any]:
    return dict(read("", manifest(folder, slug).read_bytes()).data or {})


def test_a_stage_is_added_to_a_record_and_no_other_line_changes(simcred: Simcred, example: Path) -> None:
    before = manifest(example, STAGES).read_text("utf-8")
    ran = simcred("edit", STAGES, "--set", "stages.advanced_practice.date=2026-11-18", "-C", example)
    assert ran.code == 0, ran.err
    assert ran.out == f"evidence/{STAGES}\n"
    assert "L2L-02 of paraphrasing-fi: 6 of 8" in ran.err
    after = manifest(example, STAGES).read_text("utf-8")
    assert after == before.replace("    of: 20\nnarr", "    of: 20\n  advanced_practice:\n    date: 2026-11-18\nnarr")


def test_what_it_changes_for_the_rows_is_said(simcred: Simcred, example: Path) -> None:
    ran = simcred("edit", DEVICE, "--set", "stage=draft", "-C", example)
    assert ran.code == 0
    lines = ran.err.splitlines()
    assert lines[0] == "Sam Okafor (example)'s review of 2026-10-21 saw the old version; it becomes outdated."
    assert "It counts now for L2C-02 of unit-organizer-fi." in lines
    assert "It no longer counts for L2C-05c of unit-organizer-fi." in lines
    assert any(line.startswith("L2C-05c of unit-organizer-fi is open now") for line in lines)
    assert "It counts now for L2C-05c" in simcred("edit", DEVICE, "--set", "stage=final", "-C", example).err
    assert (
        simcred("edit", DEVICE, "--set", "stage=final", "-C", example).err
        == f"{DEVICE} says that already; nothing was changed.\n"
    )


def test_a_review_that_is_outdated_already_is_not_told_of_again(simcred: Simcred, example: Path) -> None:
    assert "outdated" in simcred("edit", DEVICE, "--title", "Another title", "-C", example).err
    assert "outdated" not in simcred("edit", DEVICE, "--title", "One more title", "-C", example).err


def test_fields_are_typed_by_the_kind(simcred: Simcred, example: Path) -> None:
    words = ["--set", "uses=2026-10-01,2026-10-02", "--set", "people.deidentified=yes", "--set", "intervention=Unit Organizer"]
    assert simcred("edit", ACCOUNT, *words, "--date", "2026-10-01..2026-10-09", "-C", example).code == 0
    said = says(example, ACCOUNT)
    assert said["uses"] == ["2026-10-01", "2026-10-02"]
    assert said["people"]["deidentified"] is True
    assert "shown" in said["people"]
    assert said["intervention"] == "cer-unit-organizer"
    assert said["date"] == {"start": "2026-10-01", "end": "2026-10-09"}
    assert simcred("edit", ACCOUNT, "--date", "2026-10-01", "--unset", "people", "-C", example).code == 0
    assert says(example, ACCOUNT)["date"] == "2026-10-01"
    assert "people" not in says(example, ACCOUNT)


def test_an_items_words_and_links(simcred: Simcred, example: Path) -> None:
    text = "First paragraph: with a colon.\n\nSecond one, # with a sign."
    words = ["--set", f"narrative={text}", "--link", "https://a.example.org/1", "--link", "https://a.example.org/2"]
    assert simcred("edit", DEVICE, *words, "-C", example).code == 0
    assert says(example, DEVICE)["narrative"] == text
    assert [link["url"] for link in says(example, DEVICE)["links"]] == ["https://a.example.org/1", "https://a.example.org/2"]
    assert simcred("edit", DEVICE, "--unset", "links.0", "-C", example).code == 0
    assert [link["url"] for link in says(example, DEVICE)["links"]] == ["https://a.example.org/2"]
    assert simcred("check", example).code == simcred("check", ROOT / "example-portfolio").code


def test_entries_that_go_are_those_that_stand_at_their_numbers_now(simcred: Simcred, example: Path) -> None:
    days = ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06"]
    assert simcred("edit", ACCOUNT, "--set", f"uses={','.join(days)}", "-C", example).code == 0
    words = ["--unset", "uses.0", "--unset", "uses.1", "--unset", "uses.0"]
    assert simcred("edit", ACCOUNT, *words, "-C", example).code == 0
    assert says(example, ACCOUNT)["uses"] == days[2:]
    assert simcred("edit", ACCOUNT, "--unset", "uses.1", "--unset", "uses", "-C", example).code == 0
    assert "uses" not in says(example, ACCOUNT)


def test_files_come_and_go(simcred: Simcred, example: Path, tmp_path: Path) -> None:
    old = (example / "evidence" / DEVICE / "organizer-final.pdf").read_bytes()
    new = tmp_path / "organizer-final.pdf"
    new.write_bytes(pdf("new"))
    ran = simcred("edit", DEVICE, new, "-C", example)
    assert ran.code == 2
    assert "Add --take-out organizer-final.pdf" in ran.err
    ran = simcred("edit", DEVICE, new, "--take-out", "organizer-final.pdf", "-C", example)
    assert ran.code == 0, ran.err
    assert (example / "evidence" / DEVICE / "organizer-final.pdf").read_bytes() == pdf("new")
    assert (example / ".simcred/removed" / DEVICE / "organizer-final.pdf").read_bytes() == old
    assert says(example, DEVICE)["files"] == [{"path": "organizer-final.pdf"}]
    extra = tmp_path / "Zusatz: 1.PDF"
    extra.write_bytes(pdf("more"))
    ran = simcred("edit", DEVICE, extra, "-C", example)
    assert "is saved as zusatz-1.pdf" in ran.err
    assert [file["path"] for file in says(example, DEVICE)["files"]] == ["organizer-final.pdf", "zusatz-1.pdf"]
    assert simcred("edit", DEVICE, "--take-out", "organizer-final.pdf", "-C", example).code == 0
    assert (example / ".simcred/removed" / DEVICE / "organizer-final-2.pdf").read_bytes() == pdf("new")
    assert [file["path"] for file in says(example, DEVICE)["files"]] == ["zusatz-1.pdf"]


def test_a_file_that_lies_there_already_is_only_listed(simcred: Simcred, example: Path) -> None:
    (example / "evidence" / DEVICE / "page-2.pdf").write_bytes(pdf("x"))
    assert "MC302" in simcred("check", example).out
    assert simcred("edit", DEVICE, example / "evidence" / DEVICE / "page-2.pdf", "-C", example).code == 0
    assert [file["path"] for file in says(example, DEVICE)["files"]] == ["organizer-final.pdf", "page-2.pdf"]
    assert "MC302" not in simcred("check", example).out


def test_a_file_that_is_listed_already_is_listed_once(simcred: Simcred, example: Path) -> None:
    ran = simcred("edit", DEVICE, example / "evidence" / DEVICE / "organizer-final.pdf", "--title", "Another", "-C", example)
    assert ran.code == 0, ran.err
    assert says(example, DEVICE)["title"] == "Another"
    assert [file["path"] for file in says(example, DEVICE)["files"]] == ["organizer-final.pdf"]


def test_what_is_taken_out_again_is_kept_beside_what_was_taken_out_before(
    simcred: Simcred, example: Path, tmp_path: Path
) -> None:
    shutil.copytree(example / "evidence" / LOG, tmp_path / "copy")
    for name in (LOG, f"{LOG}-2", f"{LOG}-3"):
        assert simcred("remove", LOG, "-C", example).out == f".simcred/removed/{name}\n"
        shutil.copytree(tmp_path / "copy", example / "evidence" / LOG)
    kept = sorted(path.name for path in (example / ".simcred/removed").iterdir())
    assert kept == [LOG, f"{LOG}-2", f"{LOG}-3"]


@pytest.mark.parametrize(
    "words",
    [
        ["edit", STAGES, "--set", "stages.model.date=2026-09-18"],
        ["edit", DEVICE, "NEW", "--take-out", "organizer-final.pdf", "--title", "Another title"],
        ["edit", ACCOUNT, "--take-out", "account.md", "--set", "narrative=In a few words."],
        ["goal", "joined", "unit-organizer-fi", "--date", "2026-09-02"],
        ["goal", "earned", "1", "Framing", "--date", "2025-11-03"],
    ],
)
def test_undo_takes_it_back_byte_for_byte(simcred: Simcred, example: Path, tmp_path: Path, words: list[str]) -> None:
    new = tmp_path / "organizer-final.pdf"
    new.write_bytes(pdf("new"))
    before = contents(example)
    ran = simcred(*[str(new) if word == "NEW" else word for word in words], "-C", example)
    assert ran.code == 0, ran.err
    assert {path: data for path, data in contents(example).items() if not path.startswith(".simcred")} != before
    assert simcred("undo", "-C", example).code == 0
    assert {path: data for path, data in contents(example).items() if not path.startswith(".simcred/undo")} == {
        **before,
        ".simcred": None,
    }


@pytest.mark.parametrize("name", [DEVICE, f"evidence/{DEVICE}", f"evidence/{DEVICE}/", f"evidence/{DEVICE}/evidence.yaml"])
def test_an_item_may_be_named_by_its_path(simcred: Simcred, example: Path, name: str) -> None:
    assert simcred("edit", name, "--title", "A title", "-C", example).out == f"evidence/{DEVICE}\n"
    assert simcred("edit", example / "evidence" / DEVICE, "--title", "Another", "-C", example).code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["2026-10-14-final-organiser", "--title", "Fine"], f"Did you mean {DEVICE}"),
        (["../example-portfolio", "--title", "Fine"], "there is no evidence item"),
        ([DEVICE, "--set", "stage=finale"], "Did you mean final?"),
        ([DEVICE, "--set", "stgae=final"], "Did you mean stage?"),
        ([DEVICE, "--set", "kind=devise"], "Did you mean device?"),
        ([DEVICE, "--set", "title=x"], "It is said by --title"),
        ([DEVICE, "--set", "title"], "is not KEY=VALUE"),
        ([DEVICE, "--set", "narrative=NARRATIVE"], "still holds NARRATIVE"),
        ([DEVICE, "--set", "narrative_file=../../portfolio.yaml"], "leads to another folder"),
        ([DEVICE, "--set", "narrative_file=x.md"], "x.md"),
        ([DEVICE, "--set", f"follows={DEVICE}"], "follows itself in a circle"),
        ([DEVICE, "--set", "not_for=NOPE"], "NOPE"),
        ([DEVICE, "--set", "people.consent=c-nope"], "c-nope"),
        ([DEVICE, "--date", "2027-03-01"], "future"),
        ([DEVICE, "--title", "a\x1bb"], "U+001B"),
        ([DEVICE, "--set", "narrative=a\u202eb"], "U+202E"),
        ([DEVICE, "--link", "https://a.example.org/\u200b"], "U+200B"),
        ([STAGES, "--set", "stages.pretest.reached=inf"], "It should be a number"),
        ([STAGES, "--set", "stages.pretest.reached=nan"], "It should be a number"),
        ([STAGES, "--set", "stages.pretest.reached=1e999"], "It should be a number"),
        ([LINKED, "--unset", "links.0.commitment.value"], "`value` of"),
        ([DEVICE, "--set", "narrative=   "], "`narrative` is empty"),
        ([DEVICE, "--set", "narrative=\u00a0"], "`narrative` is empty"),
        ([DEVICE, "--title", "\u200c\u200c\u200c"], "`title` is empty"),
        ([DEVICE, "--title", "    "], "`title` is empty"),
        ([DEVICE, "--set", "date.start=2026-10-14"], "It is said by --date"),
        ([DEVICE, "--title", "x"], "3 to 140 characters"),
        ([DEVICE, "--date", "2026-13-01"], "is not a day"),
        ([DEVICE, "--unset", "stage"], "`stage` is missing"),
        ([DEVICE, "--unset", "follow"], "Did you mean follows?"),
        ([DEVICE, "--unset", "files"], "That is done by --take-out FILE"),
        ([DEVICE, "--link", "ftp://x"], "web address"),
        ([DEVICE, "--take-out", "organizer-fnal.pdf"], "Did you mean organizer-final.pdf?"),
        ([DEVICE, "--take-out", "organizer-final.pdf"], "nothing would be left in this device"),
        ([DEVICE, "no-such.pdf"], "there is no file"),
        ([DEVICE, "--set", "follows=no-such-item"], "there is no evidence item no-such-item"),
        ([DEVICE, "--set", "stage.x=1"], "nothing can stand below it"),
        ([ACCOUNT, "--set", "narrative=words"], "account.md"),
        ([DEVICE, "--text", "--title", "Fine"], "--text goes with no other option"),
        ([DEVICE], "nothing was said that should change"),
        ([DEVICE, "--text"], "nothing was said that should change"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(simcred: Simcred, example: Path, words: list[str], message: str) -> None:
    before = contents(example)
    ran = simcred("edit", *words, "-C", example)
    assert ran.code == 2, ran
    assert message in ran.err
    assert contents(example) == before


def test_a_manifest_with_a_missing_field_can_be_mended(simcred: Simcred, example: Path) -> None:
    file = manifest(example, DEVICE)
    file.write_bytes(file.read_bytes().replace(b"stage: final\n", b""))
    assert simcred("edit", DEVICE, "--set", "stage=final", "-C", example).code == 0
    file.write_bytes(file.read_bytes().replace(b"kind: device", b"kind: device: x"))
    ran = simcred("edit", DEVICE, "--set", "stage=final", "-C", example)
    assert ran.code == 3
    assert "line 3" in ran.err
    assert f"`simcred edit {DEVICE}` opens it in your editor." in ran.err


def test_an_error_that_was_there_before_does_not_keep_an_item_from_being_changed(simcred: Simcred, example: Path) -> None:
    file = manifest(example, DEVICE)
    file.write_bytes(file.read_bytes() + b"not_for: [NOPE]\n")
    assert "MC309" in simcred("check", example).out
    assert simcred("edit", DEVICE, "--title", "Another title", "-C", example).code == 0
    ran = simcred("edit", DEVICE, "--set", "people.consent=c-nope", "-C", example)
    assert ran.code == 2
    assert "c-nope" in ran.err
    assert "NOPE" not in ran.err.replace("c-nope", "")
    assert simcred("edit", DEVICE, "--unset", "not_for", "-C", example).code == 0


def test_an_anchor_is_told_with_its_place(simcred: Simcred, example: Path) -> None:
    file = manifest(example, DEVICE)
    file.write_bytes(file.read_bytes().replace(b"kind: device", b"kind: &x device"))
    ran = simcred("edit", DEVICE, "--set", "stage=final", "-C", example)
    assert ran.code == 3
    assert "line 3: an anchor (&) stands here" in ran.err


def test_files_named_in_a_hostile_manifest_stay_where_they_are(simcred: Simcred, example: Path) -> None:
    file = manifest(example, DEVICE)
    file.write_bytes(file.read_bytes().replace(b"files:\n", b"files:\n  - path: ../../portfolio.yaml\n"))
    before = (example / "portfolio.yaml").read_bytes()
    assert simcred("edit", DEVICE, "--take-out", "../../portfolio.yaml", "-C", example).code == 0
    assert (example / "portfolio.yaml").read_bytes() == before
    assert not (example / ".simcred/removed").exists()


def test_add_and_status_say_how_a_record_goes_on(simcred: Simcred, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    words = ["--name", "Ana Rivera", "--email", "ana@example.org", "--intervention", "Paraphrasing", "--level", 2]
    assert simcred("init", folder, *words).code == 0
    first = [
        "--set",
        "format=eight-stage",
        "--set",
        "stages.pretest.date=2026-09-10",
        "--date",
        "2026-09-10",
        "--title",
        "Stages",
    ]
    assert simcred("add", "L2L-02", *first, "-C", folder).code == 0
    command = "simcred edit 2026-09-10-stages --set stages.describe.date=DATE"
    status = simcred("status", "-C", folder)
    assert command in status.out
    ran = simcred("add", "L2L-02", "--set", "format=eight-stage", "-C", folder)
    assert ran.code == 2
    assert command in ran.err
    assert simcred("edit", "2026-09-10-stages", "--set", "stages.describe.date=DATE", "-C", folder).code == 2
    assert simcred("edit", "2026-09-10-stages", "--set", "stages.describe.date=2026-09-14", "-C", folder).code == 0
    assert "stages.model.date=DATE" in simcred("status", "-C", folder).out


# In the person's own editor: a real program that a real command starts on a real terminal.

EDITOR = """\
import os, sys
from pathlib import Path
steps = Path(os.environ["STEPS"])
number = len(list(steps.glob("*.seen")))
path = Path(sys.argv[-1])
(steps / f"{number}.seen").write_bytes(path.read_bytes())
(steps / f"{number}.words").write_text(repr(sys.argv[1:]))
step = steps / f"{number}.py"
if step.exists():
    exec(step.read_text())
"""


class Terminal:
    """A terminal with an editor on it that does what `steps` say, one after another: Python that has `path`."""

    def __init__(self, folder: Path, example: Path) -> None:
        self.folder, self.example = folder, example
        (folder / "editor of mine.py").write_text(EDITOR)
        (folder / "tmp").mkdir()

    def edit(self, *words: str, steps: list[str], answers: Sequence[str | Callable[[], str]] = (), **environment: str) -> Ran:
        """Runs `simcred edit` there and answers its questions; what it said. The last answer may be Ctrl-C."""
        pexpect = pytest.importorskip("pexpect")
        here = self.folder / f"steps-{len(list(self.folder.glob('steps-*')))}"
        here.mkdir()
        for number, step in enumerate(steps):
            (here / f"{number}.py").write_text(step)
        settings = {
            **{key: value for key, value in os.environ.items() if key not in ("VISUAL", "EDITOR")},
            "PYTHONPATH": str(ROOT),
            "SIMCRED_TODAY": TODAY,
            "STEPS": str(here),
            "TMPDIR": str(self.folder / "tmp"),
            "EDITOR": f"{sys.executable} '{self.folder / 'editor of mine.py'}' --wait",
            **environment,
        }
        program = ["-c", "from simcred.__main__ import start; start()", "edit", *words]
        child = pexpect.spawn(
            sys.executable,
            program,
            env=settings,
            cwd=str(self.example),
            encoding="utf-8",
            timeout=60,
            dimensions=(24, 200),
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # tests may run where Ctrl-C is ignored
        )
        said = ""
        for answer in answers:
            child.expect([r"\[Y/n\]: ", r"closed it"])
            said += child.before
            child.send(answer if isinstance(answer, str) else answer())
        child.expect(pexpect.EOF)
        child.close()
        return Ran(child.exitstatus, " ".join((said + child.before).split()), "")

    @property
    def steps(self) -> Path:
        """The notes of the last run."""
        return max(self.folder.glob("steps-*"))


@pytest.fixture
def terminal(tmp_path: Path, example: Path) -> Terminal:
    folder = tmp_path / "terminal"
    folder.mkdir()
    return Terminal(folder, example)


def replaced(old: str, new: str) -> str:
    """A step: other words in the place of some."""
    return f"path.write_text(path.read_text('utf-8').replace({old!r}, {new!r}), 'utf-8')"


def test_the_editor_is_a_program_with_its_words_and_works_on_a_private_copy(terminal: Terminal) -> None:
    before = manifest(terminal.example, DEVICE).read_bytes()
    ran = terminal.edit(DEVICE, steps=[replaced("stage: final", "stage: final # the last")])
    assert ran.code == 0, ran.out
    assert f"{DEVICE} is changed." in ran.out
    assert "Sam Okafor (example)'s review of 2026-10-21 saw the old version" in ran.out
    assert manifest(terminal.example, DEVICE).read_bytes() == before.replace(b"stage: final", b"stage: final # the last")
    words = eval((terminal.steps / "0.words").read_text())
    assert words[0] == "--wait"
    assert not Path(words[1]).is_relative_to(terminal.example)
    assert not Path(words[1]).parent.exists(), "the copy is gone"
    assert (terminal.steps / "0.seen").read_bytes() == before


def test_visual_comes_before_editor_and_nothing_is_a_shells(terminal: Terminal, tmp_path: Path) -> None:
    trap = f"{sys.executable} '{terminal.folder / 'editor of mine.py'}' '$(touch {tmp_path}/trap)' ; touch {tmp_path}/trap"
    ran = terminal.edit(DEVICE, steps=[""], VISUAL=trap, EDITOR="false", answers=["\r"])
    assert ran.code == 0, ran.out
    assert not (tmp_path / "trap").exists()
    assert "nothing was changed" in ran.out


def test_a_text_with_mistakes_is_edited_again(terminal: Terminal) -> None:
    steps = [replaced("stage: final", "stage: finale"), replaced("stage: finale", "stage: draft")]
    ran = terminal.edit(DEVICE, steps=steps, answers=["\r"])
    assert ran.code == 0, ran.out
    assert 'Line 7: `stage` is "finale"' in ran.out
    assert says(terminal.example, DEVICE)["stage"] == "draft"
    assert b"finale" in (terminal.steps / "1.seen").read_bytes(), "the second time begins with what was written"
    assert not (terminal.example / ".simcred/drafts").exists()
    assert (terminal.example / ".simcred/undo").is_dir(), "what was changed can be undone"


def test_a_text_with_mistakes_is_kept_aside_and_gone_on_with(terminal: Terminal) -> None:
    before = manifest(terminal.example, DEVICE).read_bytes()
    ran = terminal.edit(DEVICE, steps=[replaced("stage: final", "stage: [final")], answers=["n\r"])
    assert ran.code == 1, ran.out
    assert "is as it was; your text has mistakes" in ran.out
    kept = terminal.example / ".simcred/drafts" / DEVICE / "evidence.yaml"
    assert f"kept in {kept.relative_to(terminal.example)}" in ran.out
    assert manifest(terminal.example, DEVICE).read_bytes() == before
    assert kept.read_bytes() == before.replace(b"stage: final", b"stage: [final")
    ran = terminal.edit(DEVICE, steps=[replaced("stage: [final", "stage: routine")])
    assert ran.code == 0, ran.out
    assert "You go on with your text from last time" in ran.out
    assert says(terminal.example, DEVICE)["stage"] == "routine"
    assert not kept.exists()


def test_an_older_text_does_not_take_the_place_of_a_newer_file(terminal: Terminal) -> None:
    terminal.edit(DEVICE, steps=[replaced("stage: final", "stage: [final")], answers=["n\r"])
    kept = terminal.example / ".simcred/drafts" / DEVICE / "evidence.yaml"
    os.utime(kept, (1, 1))
    ran = terminal.edit(DEVICE, steps=[replaced("stage: final", "stage: routine")])
    assert "An older text of yours is still in" in ran.out
    assert says(terminal.example, DEVICE)["stage"] == "routine"


@pytest.mark.parametrize("how", ["interrupted", "meanwhile", "failed"])
def test_nothing_is_lost_whatever_happens(terminal: Terminal, how: str) -> None:
    file = manifest(terminal.example, DEVICE)
    steps = {
        "interrupted": replaced("stage: final", "stage: [final"),
        "meanwhile": replaced("stage: final", "stage: draft") + f"\nopen({str(file)!r}, 'ab').write(b'# another\\n')",
        "failed": replaced("stage: final", "stage: draft") + "\nsys.exit(3)",
    }
    ran = terminal.edit(DEVICE, steps=[steps[how]], answers=["\x03"] if how == "interrupted" else [])
    assert ran.code == {"interrupted": 130, "meanwhile": 4, "failed": 4}[how], ran.out
    assert says(terminal.example, DEVICE)["stage"] == "final"
    assert "# another" in file.read_text("utf-8") or how != "meanwhile"
    kept = terminal.example / ".simcred/drafts" / DEVICE / "evidence.yaml"
    assert kept.read_text("utf-8").count("stage: draft" if how != "interrupted" else "stage: [final") == 1
    assert ".simcred/drafts" in ran.out


def test_where_not_even_a_draft_can_be_kept_the_copy_stays(terminal: Terminal) -> None:
    (terminal.example / ".simcred").write_text("in the way")
    ran = terminal.edit(DEVICE, steps=[replaced("stage: final", "stage: [final")], answers=["n\r"])
    assert "Your text is still in" in ran.out
    copies = list((terminal.folder / "tmp").rglob("evidence.yaml"))
    assert [b"[final" in copy.read_bytes() for copy in copies] == [True]
    if os.name == "posix":
        assert copies[0].parent.stat().st_mode & 0o077 == 0


WINDOW = """
import pathlib, sys, time
path = pathlib.Path(sys.argv[1])
time.sleep(0.5)
path.write_text(path.read_text("utf-8").replace("stage: final", "stage: routine"), "utf-8")
path.with_name("saved").touch()
"""


def test_an_editor_in_a_window_of_its_own_is_waited_for(terminal: Terminal) -> None:
    def saved() -> str:
        """Enter, once the window has saved the text."""
        while not list((terminal.folder / "tmp").rglob("saved")):
            time.sleep(0.05)
        return "\r"

    ran = terminal.edit(
        DEVICE, steps=[f"import subprocess\nsubprocess.Popen([sys.executable, '-c', {WINDOW!r}, str(path)])"], answers=[saved]
    )
    assert ran.code == 0, ran.out
    assert says(terminal.example, DEVICE)["stage"] == "routine"


@pytest.mark.parametrize("name", [LOG, ACCOUNT, DEVICE])
def test_the_narrative_alone(terminal: Terminal, name: str) -> None:
    """An editor ends every last line; in a manifest that is no part of the words."""
    before = contents(terminal.example)
    text = "Ä new text.\n\nWith: two paragraphs."
    ran = terminal.edit(name, "--text", steps=[f"path.write_text({text!r} + chr(10), 'utf-8')"])
    assert ran.code == 0, ran.out
    if name == ACCOUNT:
        assert (terminal.example / "evidence" / ACCOUNT / "account.md").read_text("utf-8") == f"{text}\n"
        after = contents(terminal.example)
        changed = {path for path in {*before, *after} if before.get(path) != after.get(path) and ".simcred" not in path}
        assert changed == {f"evidence/{ACCOUNT}/account.md"}
    else:
        assert says(terminal.example, name)["narrative"] == text


def test_a_narrative_written_by_an_editor_of_windows_has_the_words_alone(terminal: Terminal) -> None:
    ran = terminal.edit(DEVICE, "--text", steps=["path.write_bytes(b'\\xef\\xbb\\xbfOne.\\r\\n\\r\\nTwo.\\r\\n')"])
    assert ran.code == 0, ran.out
    assert says(terminal.example, DEVICE)["narrative"] == "One.\n\nTwo."
    data = manifest(terminal.example, DEVICE).read_bytes()
    assert b"\r" not in data
    assert "\ufeff".encode() not in data


@pytest.mark.parametrize("words", [[], ["--text"]])
def test_where_nothing_was_written_the_private_copy_goes(terminal: Terminal, words: list[str]) -> None:
    ran = terminal.edit(DEVICE, *words, steps=["sys.exit(3)"])
    assert ran.code == 4, ran.out
    assert "ended with an error" in ran.out
    assert "Your text is still in" not in ran.out
    assert not list((terminal.folder / "tmp").iterdir())
    assert not (terminal.example / ".simcred").exists()


def test_a_narrative_without_words_or_in_another_encoding_is_not_taken(terminal: Terminal) -> None:
    before = contents(terminal.example / "evidence")
    ran = terminal.edit(
        DEVICE, "--text", steps=["path.write_bytes(b'caf\\xe9')", "path.write_bytes(b' \\n')"], answers=["\r", "n\r"]
    )
    assert "Line 1: this is not UTF-8 text" in ran.out
    assert "There are no words in it" in ran.out
    assert contents(terminal.example / "evidence") == before


@pytest.mark.parametrize(
    ("editor", "message", "code"),
    [
        ("no-such-editor-here", "could not be opened", 4),
        ("false", "ended with an error", 4),
        ("code 'x", "a quote in it is never closed", 2),
    ],
)
def test_an_editor_that_cannot_be_used(terminal: Terminal, editor: str, message: str, code: int) -> None:
    before = contents(terminal.example)
    ran = terminal.edit(DEVICE, steps=[], EDITOR=editor)
    assert ran.code == code
    assert message in ran.out
    assert "EDITOR=" in ran.out
    assert "--set" in ran.out
    assert contents(terminal.example) == before


def test_no_text_from_elsewhere_is_taken_for_ones_own(terminal: Terminal, tmp_path: Path) -> None:
    """A portfolio that somebody sends may have a link where texts are kept aside."""
    secret = tmp_path / "secret" / DEVICE
    secret.mkdir(parents=True)
    (secret / "evidence.yaml").write_text("SECRET", "utf-8")
    (terminal.example / ".simcred").mkdir(exist_ok=True)
    (terminal.example / ".simcred/drafts").symlink_to(secret.parent)
    ran = terminal.edit(
        DEVICE, steps=["text = path.read_text('utf-8'); assert 'SECRET' not in text; path.write_text(text + '# mine\\n')"]
    )
    assert ran.code == 0
    assert "from last time" not in ran.out


def test_the_portfolio_itself_is_edited_as_an_item_is(simcred: Simcred, terminal: Terminal) -> None:
    manifest = terminal.example / "portfolio.yaml"
    before = manifest.read_bytes()
    ran = terminal.edit("portfolio.yaml", steps=[replaced("Sam Okafor", "Lee Park")])
    assert ran.code == 0, ran.out
    assert b"name: Lee Park" in manifest.read_bytes()
    assert ran.out.strip().endswith("portfolio.yaml")
    assert simcred("undo", "-C", terminal.example).code == 0
    assert manifest.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: p-", "id: p-x", "would not be p-7h2k9q any more"),
        ("level: 2", "level: 9", "level"),
        ("email: ", "mail: ", "mail"),
        ("id: fi-cer", "id: fi-none", "fi-none"),
    ],
)
def test_a_portfolio_with_a_mistake_takes_no_good_ones_place(terminal: Terminal, old: str, new: str, said: str) -> None:
    manifest = terminal.example / "portfolio.yaml"
    before = manifest.read_bytes()
    ran = terminal.edit("portfolio.yaml", steps=[replaced(old, new)], answers=["n\r"] if new[:5] in ("level", "mail:") else [])
    assert ran.code != 0
    assert said in ran.out
    assert ".simcred/drafts/portfolio.yaml/portfolio.yaml" in ran.out, "what was written is kept"
    assert manifest.read_bytes() == before


def test_portfolio_yaml_takes_no_options(simcred: Simcred, example: Path) -> None:
    ran = simcred("edit", "portfolio.yaml", "--title", "Mine", "-C", example)
    assert (ran.code, "simcred edit portfolio.yaml" in ran.err) == (2, True)
