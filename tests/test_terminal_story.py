"""A teacher at a terminal of 80 x 24, from `init` to the packet, typing every answer.

The name has a letter outside ASCII and brackets that look like markup. There is no git. Nothing may be wider than the
terminal, but for commands and paths: those stand on lines of their own, so that they can be copied.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
import yaml
from conftest import Simcred

pytest.importorskip("terminals", reason="pexpect drives terminals of POSIX systems; Windows has none of them")
from conftest import ROOT
from terminals import COLUMNS, Terminal

from simcred.cli.folding import columns

NAME = "Zoë [draft]"
PDF = (ROOT / "example-portfolio/evidence/2026-09-18-draft-organizer/organizer-draft.pdf").read_bytes()
QUESTIONS = ["What went well", "What was hard", "What will you do next time", "What did you adjust", "Which ideas came up"]


def looks_right(terminal: Terminal) -> None:
    """No line is wider than the terminal, but for a command or a path alone on its line."""
    for line in terminal.written:
        alone = re.match(r"\s*(simcred |/)", line) is not None
        assert alone or columns(line) <= COLUMNS, line
    assert "Traceback" not in terminal.raw
    assert "\ufffd" not in terminal.raw


def run(folder: Path, *words: object, **more: str) -> Terminal:
    """A command that asks nothing."""
    terminal = Terminal(folder, *words, **more)
    assert terminal.ends() == 0, terminal.raw
    assert "> " not in terminal.raw
    looks_right(terminal)
    return terminal


def started(folder: Path) -> Terminal:
    """A portfolio, by typing."""
    terminal = Terminal(folder.parent, "init", folder.name)
    terminal.asks("Your name").types(NAME)
    terminal.asks("Your e-mail address").types("zoe at example").asks("No: zoe at example is not").types("zoe@example.org")
    terminal.asks("Which level").types("2")
    terminal.asks("Which routine or strategy").types("organizer").asks("3: Lesson Organizer").types("2")
    terminal.asks("Who works with you").types("Sam Okafor")
    terminal.asks("Their e-mail address").types("sam.okafor@example.org")
    terminal.asks("Your school").types("")
    assert terminal.ends() == 0, terminal.raw
    looks_right(terminal)
    return terminal


@pytest.fixture
def mine(simcred: Simcred, tmp_path: Path) -> Path:
    """A new portfolio."""
    words = ["--name", NAME, "--email", "zoe@example.org", "--intervention", "Unit Organizer", "--level", "2"]
    assert simcred("init", tmp_path / "mine", *words).code == 0
    return tmp_path / "mine"


def test_the_story_at_a_terminal(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    terminal = started(mine)
    assert any(f"The portfolio of {NAME} is in mine." in line for line in terminal.lines)
    said = yaml.safe_load((mine / "portfolio.yaml").read_text("utf-8"))
    assert said["educator"] == {"name": NAME, "email": "zoe@example.org"}
    assert said["goals"][0]["intervention"] == "cer-unit-organizer"

    status = run(mine, "status")
    assert status.lines[0].startswith(NAME)

    (tmp_path / "my draft.pdf").write_bytes(PDF)
    terminal = Terminal(mine, "add")
    terminal.asks("For which row").types("draft of")
    terminal.asks("Which file").types("nowhere.pdf").asks("No: there is no file").types("'../my draft.pdf'")
    terminal.asks("Another one").types("")
    terminal.asks("Of which day").types("in spring").asks("No: in spring is not a day").types("2026-11-02")
    assert terminal.ends() == 0, terminal.raw
    looks_right(terminal)
    item = mine / "evidence/2026-11-02-draft-of-the-device"
    assert yaml.safe_load((item / "evidence.yaml").read_text("utf-8"))["stage"] == "draft"
    assert (item / "my draft.pdf").read_bytes() == PDF

    terminal = Terminal(mine, "log")
    for question in QUESTIONS:
        terminal.asks(question).types("Łukasz said “ah”.").prompts().types("")
    assert terminal.ends() == 0, terminal.raw
    looks_right(terminal)
    order = [terminal.raw.index(question) for question in QUESTIONS]
    assert order == sorted(order)
    log = yaml.safe_load((mine / "evidence/2026-11-20-log/evidence.yaml").read_text("utf-8"))
    assert set(log["log"].values()) == {"Łukasz said “ah”."}

    assert "No problems in 1 portfolio." in "\n".join(run(mine, "check").lines)
    assert "2 of 12 rows met" in "\n".join(run(mine, "status").lines)
    run(mine, "packet")
    assert NAME in (mine / "packet/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "words", ["status", "status --all", "check --complete", "explain L2C-08", "checklist 2", "--help", "log --help"]
)
def test_nothing_is_wider_than_the_terminal(mine: Path, words: str) -> None:
    terminal = Terminal(mine, *words.split())
    assert terminal.ends() in (0, 1)
    looks_right(terminal)


def test_a_screen_reader_hears_no_escapes(mine: Path) -> None:
    terminal = run(mine, "status", "--all", ACCESSIBLE="1")
    assert "\x1b[" not in terminal.raw


def test_the_same_without_questions_is_the_same(tmp_path: Path) -> None:
    """The command that is told at the end does what the answers did."""
    terminal = started(tmp_path / "mine")
    told = next(line for line in terminal.written if line.startswith("simcred init"))
    words = shlex.split(told)[1:]
    words[words.index("mine")] = "other"
    run(tmp_path, *words)
    one, other = (yaml.safe_load((tmp_path / name / "portfolio.yaml").read_text("utf-8")) for name in ("mine", "other"))
    assert {**one, "id": ""} == {**other, "id": ""}


@pytest.mark.parametrize("words", [["init", "../new"], ["add"], ["log"], ["goal", "drop"], ["checklist", "diff"]])
def test_nothing_is_asked_where_nobody_wants_to_be(mine: Path, words: list[str]) -> None:
    unasked(Terminal(mine, *words, "--no-input"))


def test_nothing_is_asked_on_a_build_server(mine: Path) -> None:
    unasked(Terminal(mine, "add", CI="true"))


def test_nothing_is_asked_where_the_result_is_for_a_program(mine: Path) -> None:
    terminal = Terminal(mine, "sheet", "--format", "html")
    unasked(terminal)
    assert "GOAL is missing" in terminal.raw


def test_no_editor_opens_where_nobody_wants_to_be_asked(mine: Path, simcred: Simcred) -> None:
    item = Path(simcred("log", "--ideas", "one", "-C", mine).out.strip()).name
    terminal = Terminal(mine, "edit", item, "--no-input", EDITOR="/bin/true")
    unasked(terminal)
    assert "nothing was said that should change" in terminal.raw


def unasked(terminal: Terminal) -> None:
    """The command says what is missing, and asks nothing."""
    assert terminal.ends() == 2
    assert "> " not in terminal.raw
    assert "simcred: " in terminal.raw
    looks_right(terminal)


def test_stopping_in_between_writes_nothing_and_loses_nothing(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "init", "mine")
    terminal.asks("Your name").types(NAME).asks("Your e-mail address").interrupts()
    assert terminal.ends() == 130
    assert f'simcred init mine --name "{NAME}"' in terminal.written
    assert "Stopped; nothing half-written." in terminal.written
    assert not (tmp_path / "mine").exists()


def test_stopping_in_the_middle_of_an_answer_shows_what_was_typed(mine: Path) -> None:
    terminal = Terminal(mine, "log")
    terminal.asks(QUESTIONS[0]).types("They chose the words.").prompts().types("We began late.").prompts().interrupts()
    assert terminal.ends() == 130
    after = terminal.written[terminal.written.index("What you had typed:") + 1 :]
    assert after[:2] == ["They chose the words.", "We began late."]
    assert not list((mine / "evidence").iterdir())


def test_an_answer_with_something_that_cannot_be_seen_is_asked_again(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "init", "mine")
    terminal.asks("Your name").types("Ana\u202eRivera").asks("something in it that cannot be seen").types(NAME)
    terminal.asks("Your e-mail address").interrupts()
    assert terminal.ends() == 130
    assert f'simcred init mine --name "{NAME}"' in terminal.written


def test_the_end_of_the_input_stops_too(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "init", "mine")
    terminal.asks("Your name").types("\x04")
    assert terminal.ends() == 130


def test_what_is_asked_does_not_stand_in_the_result(tmp_path: Path) -> None:
    """Questions go to standard error, also where the result goes to a file."""
    told = tmp_path / "told.txt"
    terminal = Terminal(tmp_path, "init", "mine", "--name", NAME, "--level", "2", "--intervention", "FRAME", output=told)
    terminal.asks("Your e-mail address").types("zoë@example.org")
    terminal.asks("Who works with you").types("").asks("Your school").types("École Zoë")
    assert terminal.ends() == 0, terminal.raw
    assert told.read_text("utf-8") == "mine\n"
    assert "École Zoë" in (tmp_path / "mine/portfolio.yaml").read_text("utf-8")


def test_with_another_folder_files_are_found_from_here(mine: Path) -> None:
    """-C is gone to again for each try, and a path is typed from where one is."""
    (mine.parent / "here").mkdir()
    (mine.parent / "here/draft.pdf").write_bytes(PDF)
    terminal = Terminal(mine.parent / "here", "add", "L2C-02", "-C", "../mine")
    terminal.asks("Which file").types("draft.pdf").asks("Another one").types("").asks("Of which day").types("")
    assert terminal.ends() == 0, terminal.raw
    assert (mine / "evidence/2026-11-20-draft-of-the-device/draft.pdf").exists()


def test_a_file_without_a_row_asks_for_the_row(mine: Path) -> None:
    (mine.parent / "draft.pdf").write_bytes(PDF)
    terminal = Terminal(mine, "add", "../draft.pdf")
    terminal.asks("For which row").types("L2C-99").asks("No: nothing here is called L2C-99").types("L2C-02")
    assert terminal.ends() == 0, terminal.raw
    assert "simcred add L2C-02 ../draft.pdf" in terminal.written


def test_what_goes_wrong_after_the_answers_loses_none(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine").chmod(0o500)
    if os.access(tmp_path / "mine", os.W_OK):
        (tmp_path / "mine").rmdir()
        (tmp_path / "mine").write_text("in the way")  # a superuser writes everywhere
    terminal = Terminal(tmp_path, "init", "mine", "--email", "zoe@example.org", "--level", "2", "--intervention", "FRAME")
    terminal.asks("Your name").types(NAME).asks("Who works").types("").asks("Your school").types("")
    assert terminal.ends() not in (0, 70), terminal.raw
    assert any(line.endswith(f'--name "{NAME}"') for line in terminal.written)


def test_a_question_explains_itself(mine: Path) -> None:
    terminal = Terminal(mine, "add")
    terminal.asks("For which row").types("?").asks("As an option: ROW").types("L2C-04")
    terminal.asks("What is it?").types("account")
    terminal.asks("Which file").types("").asks("What do you say about it?").types("We used it", "each Monday.", "")
    terminal.asks("Of which day").types("")
    terminal.asks("On which days").types("in autumn").asks("No: in autumn is not").types("2026-09-28, 2026-10-05")
    assert terminal.ends() == 0, terminal.raw
    looks_right(terminal)
    data = yaml.safe_load(next((mine / "evidence").glob("*/evidence.yaml")).read_text("utf-8"))
    assert data["narrative"] == "We used it\neach Monday."
    assert [str(day) for day in data["uses"]] == ["2026-09-28", "2026-10-05"]
    assert str(data["date"]) == "2026-11-20"


def test_an_empty_line_inside_a_pasted_text_ends_nothing(mine: Path) -> None:
    terminal = Terminal(mine, "log")
    terminal.asks(QUESTIONS[0])
    terminal._child.send("First part.\n\nSecond part.\n")
    terminal.prompts().prompts().prompts().types("")
    for question in QUESTIONS[1:]:
        terminal.asks(question).types("")
    assert terminal.ends() == 0, terminal.raw
    data = yaml.safe_load((mine / "evidence/2026-11-20-log/evidence.yaml").read_text("utf-8"))
    assert data["log"] == {"went_well": "First part.\n\nSecond part."}


def test_an_answer_that_only_the_command_can_judge_is_asked_again(mine: Path) -> None:
    terminal = Terminal(mine, "log")
    for question in QUESTIONS:
        terminal.asks(question).types("")
    terminal.asks("No: there is nothing to write down yet")
    terminal.types("Now there is.").prompts().types("")
    for question in QUESTIONS[1:]:
        terminal.asks(question).types("")
    assert terminal.ends() == 0, terminal.raw


def test_a_log_left_empty_twice_ends_with_the_command_to_try_again(mine: Path) -> None:
    terminal = Terminal(mine, "log", "--date", "2026-11-19")
    for question in QUESTIONS:
        terminal.asks(question).types("")
    terminal.asks("No: there is nothing to write down yet").types("")
    for question in QUESTIONS[1:]:
        terminal.asks(question).types("")
    assert terminal.ends() == 2, terminal.raw
    after = terminal.written[terminal.written.index("To try again with these answers:") + 1 :]
    assert after[0].startswith("simcred log --date 2026-11-19")
    assert any(line.startswith("simcred: there is nothing to write down yet") for line in after)
    assert not list((mine / "evidence").iterdir())


def test_plain_questions(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "init", "mine", "--plain", "--name", NAME)
    terminal.asks("Your e-mail address", "Answer: ").types("zoe@example.org")
    terminal.asks("Which level", "Answer: ").types("fidelity of implementation")
    terminal.asks("Which routine", "Answer: ").types("FRAME")
    terminal.asks("Empty: leave it out.", "Answer: ").types("")
    terminal.asks("Your school?", "Answer: ").types("")
    assert terminal.ends() == 0, terminal.raw
    looks_right(terminal)
    assert "cer-framing" in (tmp_path / "mine/portfolio.yaml").read_text("utf-8")


def test_goals_and_items_are_asked_for(mine: Path) -> None:
    terminal = Terminal(mine, "goal", "add")
    terminal.asks("Which level").types("1").asks("Which routine").types("My Own").asks("say it again").types("My Own")
    terminal.asks("Is it a routine or a strategy").types("1")
    assert terminal.ends() == 0, terminal.raw
    assert 'simcred goal add "My Own" --level 1 --track cer' in terminal.written
    terminal = Terminal(mine, "goal", "drop")
    terminal.asks("Which goal").types("2")
    assert terminal.ends() == 0, terminal.raw
    assert "my-own" not in (mine / "portfolio.yaml").read_text("utf-8")
    terminal = Terminal(mine, "goal", "earned")
    terminal.asks("Which level is it").types("1").asks("Which routine").types("framing").asks("On which day").types("2025-11-03")
    assert terminal.ends() == 0, terminal.raw
    assert "simcred goal earned 1 Framing --date 2025-11-03" in terminal.written
    terminal = Terminal(mine, "sheet")
    terminal.asks("Which goal").types("unit-organizer-fi")
    assert terminal.ends() == 0, terminal.raw
    assert Terminal(mine, "log", "--ideas", "one", "--no-input").ends() == 0
    terminal = Terminal(mine, "edit", "--title", "Another")
    terminal.asks("Which item").types("1")
    assert terminal.ends() == 0, terminal.raw
    terminal = Terminal(mine, "remove")
    terminal.asks("Which item").types("1")
    assert terminal.ends() == 0, terminal.raw
    assert not list((mine / "evidence").iterdir())


def test_a_consent_record_is_asked_for(mine: Path) -> None:
    terminal = Terminal(mine, "consent", "add")
    terminal.asks("What do you call this record").types("c-period4")
    terminal.asks("What do the signed forms allow").types("1, 2")
    terminal.asks("When were they signed").types("2026-09-02..2026-09-12")
    terminal.asks("Where are the forms kept").types("school office")
    assert terminal.ends() == 0, terminal.raw
    assert "simcred consent add c-period4 --covers image --covers voice" in " ".join(terminal.written)
    assert "held_by: school office" in (mine / "portfolio.yaml").read_text("utf-8")
