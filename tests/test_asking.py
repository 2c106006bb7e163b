"""Missing answers as values, how they become options, paths as people give them, and what is nearest to a mistake."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.request import pathname2url

import pytest
import yaml
from conftest import Simcred
from files import made
from folders import portfolio, programme
from hypothesis import given
from hypothesis import strategies as st

from simcred.cli.dropped import paths
from simcred.cli.folding import columns, fold
from simcred.exits import Stop
from simcred.questions import Choice, Question, Unanswered, yes_or_no
from simcred.words import quoted

ANSWERS = ["--name", "Ana Rivera", "--email", "ana.rivera@example.org", "--intervention", "Unit Organizer", "--level", "2"]


@pytest.fixture
def mine(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new portfolio, and we are in it."""
    assert simcred("init", tmp_path / "mine", *ANSWERS).code == 0
    monkeypatch.chdir(tmp_path / "mine")
    return tmp_path / "mine"


@pytest.mark.parametrize(
    ("question", "answers", "words"),
    [
        (Question(option="--name", text=""), ["Zoë [draft]"], ["--name", "Zoë [draft]"]),
        (Question(option="--name", text=""), ["-x"], ["--name=-x"]),
        (Question(option="--set log.ideas", text=""), ["a=b"], ["--set", "log.ideas=a=b"]),
        (
            Question(option="--set people.shown", text="", several=True),
            ["students", "adults"],
            ["--set", "people.shown=students,adults"],
        ),
        (Question(option="FILE", text="", several=True), ["a.pdf", "-b.pdf"], ["a.pdf", "./-b.pdf"]),
        (Question(option="--link", text="", several=True), ["x", "y"], ["--link", "x", "--link", "y"]),
        (Question(option="--ready", text="", form="yes-no"), ["true"], ["--ready"]),
        (Question(option="--ready", text="", form="yes-no"), ["false"], []),
        (Question(option="--set people.deidentified", text="", form="yes-no"), ["true"], ["--set", "people.deidentified=true"]),
    ],
)
def test_an_answer_is_an_option(question: Question, answers: list[str], words: list[str]) -> None:
    assert question.words(answers) == words


def test_missing_answers_are_an_error_like_any_other() -> None:
    missing = Unanswered("one answer missing", "Give it.", [Question(option="--goal", text="Which?", choices=(Choice("a"),))])
    assert isinstance(missing, Stop)
    assert (missing.message, missing.hint, missing.code) == ("one answer missing", "Give it.", 2)
    assert [yes_or_no(text) for text in ("Y", "yes", "no", "n", "perhaps")] == ["true", "true", "false", "false", None]
    assert [quoted(word) for word in ("", "a b", "-")] == ['""', '"a b"', "-"]


@pytest.mark.skipif(os.name == "nt", reason="how a POSIX terminal writes what is dropped on it")
@pytest.mark.parametrize("name", ["plain.pdf", "my draft.pdf", "it's.pdf", "a\\b.pdf", "Zoë [draft].pdf", "50%20.pdf", "(1).pdf"])
def test_a_path_however_it_comes(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / name
    file.write_bytes(b"x")
    escaped = "".join(f"\\{char}" if char in " '()[]\\" else char for char in str(file))
    for text in (str(file), f'"{file}"', f"'{file}'", escaped, f"file://{pathname2url(str(file))}"):
        assert paths(text) == [str(file)], text
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths(f"~/{name}") == [str(file)]
    monkeypatch.chdir(tmp_path)
    assert paths(name) == [name]


@pytest.mark.skipif(os.name == "nt", reason="how a POSIX terminal writes what is dropped on it")
def test_several_files_dropped_at_once(tmp_path: Path) -> None:
    for name in ("a b.pdf", "c.pdf"):
        (tmp_path / name).write_bytes(b"x")
    both = [f"{tmp_path}/a b.pdf", f"{tmp_path}/c.pdf"]
    assert paths(f"'{tmp_path}/a b.pdf' {tmp_path}/c.pdf") == both
    assert paths(f"{tmp_path}/a\\ b.pdf {tmp_path}/c.pdf ") == both
    assert paths("nowhere at all.pdf") == ["nowhere at all.pdf"]
    assert paths("it's nowhere") == ["it's nowhere"]


@given(
    st.lists(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="`"), min_size=1, max_size=12), max_size=30)
)
def test_a_remark_is_folded_and_nothing_is_lost(words: list[str]) -> None:
    rows = list(fold(" ".join(words), 40, "  "))
    assert " ".join(row.strip() for row in rows).split() == words
    assert all(columns(row) <= 40 for row in rows if len(row.split()) > 1)


def test_a_command_is_never_folded() -> None:
    command = "simcred status -C " + "far/" * 20
    assert list(fold(f"Next: {command}", 40, "  ")) == ["Next:", f"  {command}"]
    rows = list(fold(f"See it with `{command}`; and the other words may stand in other lines.", 40, "  "))
    assert f"  `{command}`;" in rows
    assert max(columns(row) for row in rows if "status" not in row) <= 40


MISTAKES = [
    (["statu"], "status"),
    (["goal", "ad"], "add"),
    (["checklist", "pritn"], "print"),
    (["status", "--exitcode"], "--exit-code"),
    (["add", "--tilte", "x"], "--title"),
    (["add", "L2C-2", "x"], "L2C-02"),
    (["add", "L2C-02", "--goal", "unit-organiser-fi"], "unit-organizer-fi"),
    (["add", "L2C-02", "--kind", "devise"], "device"),
    (["add", "L2C-02", "--set", "stgae=draft"], "stage"),
    (["add", "L2C-06", "--set", "log.idea=x"], "log.ideas"),
    (["add", "L2C-02", "--set", "folows=x"], "follows"),
    (["log", "--set", "log.idea=x"], "log.ideas"),
    (["log", "--goal", "unit-organiser-fi"], "unit-organizer-fi"),
    (["log", "--wentwell", "x"], "--went-well"),
    (["goal", "add", "Unit Organiser", "--level", "2"], "Unit Organizer"),
    (["goal", "add", "concept", "--level", "2"], "Concept Mastery"),
    (["goal", "add", "Framing", "--level", "specialst"], "Specialist"),
    (["goal", "add", "Framing", "--level", "fidelity"], "Fidelity of Implementation"),
    (["goal", "add", "Own", "--level", "2", "--track", "cre"], "cer"),
    (["goal", "add", "Framing", "--level", "2", "--checklist", "fi-cre"], "fi-cer"),
    (["goal", "drop", "unit-organiser-fi"], "unit-organizer-fi"),
    (["remove", "2026-11-20-lag"], "2026-11-20-log"),
    (["packet", "--goal", "unit-organiser-fi"], "unit-organizer-fi"),
    (["check", "--complete", "--goal", "unit-organiser-fi"], "unit-organizer-fi"),
    (["check", "--format", "jsn"], "json"),
    (["checklist", "2", "--track", "cre"], "cer"),
    (["checklist", "fi-cre"], "fi-cer"),
    (["explain", "L2C-7"], "L2C-07"),
    (["explain", "MC3011"], "MC301"),
    (["schema", "portfoli"], "portfolio"),
    (["help", "exit-code"], "exit-codes"),
    (["status", "--color", "alwys"], "always"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "near"), MISTAKES, ids=[" ".join(words) for words, _ in MISTAKES])
def test_what_is_nearest_is_named(simcred: Simcred, mine: Path, words: list[str], near: str) -> None:
    assert simcred("log", "--ideas", "one").code == 0
    ran = simcred(*words)
    assert ran.code == 2, ran.err
    meant = ran.err.partition("Did you mean ")[2].partition("?")[0]
    assert near in meant, ran.err
    assert "No such" not in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["status", "a", "b"], "`simcred status` can do nothing with b"),
        (["add", "L2C-02", "--date"], "--date needs a value behind it"),
        (["status", "--all=3"], "--all takes no value"),
        (["checklist", "diff"], "ID is missing"),
        (["goal", "drop"], "GOAL is missing\n         Say which: unit-organizer-fi."),
        (["remove"], "there is no evidence yet\n"),
        (["edit"], "there is no evidence yet\n"),
        (["edit", "--title", "A plan"], "there is no evidence yet\n"),
        (["add"], "the row is missing for which it is\n         Open rows: L2C-02"),
        (
            ["add", "L2C-05c"],
            "L2C-05c grows from an item of L2C-02, and there is none yet\n         Add that first: simcred add L2C-02",
        ),
        (["init", "../new"], "4 answers missing: --name, --email, --intervention, --level"),
        (["init", "../new", "--level", "4"], "3 answers missing: --name, --email, --track"),
        (
            ["log"],
            "the log has 5 questions open\n         Answer them as far as you can:\n         --went-well TEXT   What went well",
        ),
    ],
)
def test_without_a_terminal_what_is_missing_is_an_error(simcred: Simcred, mine: Path, words: list[str], said: str) -> None:
    ran = simcred(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"simcred: {said}"), ran.err


@pytest.mark.parametrize("level", ["2", "level 2", "FI", "fidelity of implementation"])
def test_a_level_has_several_names(simcred: Simcred, mine: Path, level: str) -> None:
    assert simcred("goal", "add", "Framing", "--level", level).out == "framing-fi\n"


LOG = ["--went-well", "a", "--challenges", "b", "--next-time", "c", "--adjustments", "d", "--ideas", "e"]


def test_a_log_says_whether_it_counts(simcred: Simcred, mine: Path) -> None:
    ran = simcred("log", *LOG)
    assert ran.out == "evidence/2026-11-20-log\n"
    assert "It is dated today, 2026-11-20; --date gives another day." in ran.err
    assert (
        "does not count for L2C-06 Log of the implementation (unit-organizer-fi) yet: nothing counts for L2C-05b yet" in ran.err
    )
    group = ["group.size=24", "group.level=grade 7", "group.characteristics=mixed", "minutes_a_day=20", "days_a_week=3"]
    assert simcred("add", "L2C-05a", "--date", "2026-11-01..2026-11-20", *(f"--set={entry}" for entry in group)).code == 0
    ran = simcred("log", *LOG, "--date", "2026-11-03")
    assert "It counts for L2C-06 Log of the implementation (unit-organizer-fi)." in ran.err
    assert "Left out" not in ran.err
    assert yaml.safe_load((mine / "evidence/2026-11-03-log/evidence.yaml").read_text("utf-8")) == {
        "schema": "simcred/evidence/1", "title": "Log of 2026-11-03", "kind": "log", "intervention": "cer-unit-organizer",
        "date": yaml.safe_load("2026-11-03"),
        "log": {"went_well": "a", "challenges": "b", "next_time": "c", "adjustments": "d", "ideas": "e"},
    }  # fmt: skip


def test_a_question_left_open_is_left_out_and_told(simcred: Simcred, mine: Path) -> None:
    ran = simcred("log", "--ideas", "e", "--challenges", "")
    assert ran.code == 0
    assert (
        "Left out: What went well, and why? What was hard, and why? What will you do next time? What did you adjust?" in ran.err
    )
    assert simcred("check").code == 0
    later = ran.err.partition("When you know more: simcred ")[2].splitlines()[0]
    assert later == "edit 2026-11-20-log --set log.went_well=TEXT"
    assert simcred(*later.replace("TEXT", "All of it").split(" ", 3)).code == 0
    assert yaml.safe_load((mine / "evidence/2026-11-20-log/evidence.yaml").read_text("utf-8"))["log"] == {
        "went_well": "All of it", "ideas": "e",
    }  # fmt: skip
    ran = simcred("log", "--ideas", "")
    assert ran.code == 2
    assert "nothing to write down yet" in ran.err


def test_a_log_belongs_to_one_routine(simcred: Simcred, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example)
    before = sorted(example.rglob("*"))
    ran = simcred("log", *LOG)
    assert ran.code == 2
    assert "a log can be for several goals: unit-organizer-fi and paraphrasing-fi" in ran.err
    ran = simcred("log", *LOG, "--goal", "unit-organizer-pl")
    assert "unit-organizer-pl asks for no log" in ran.err
    assert sorted(example.rglob("*")) == before
    ran = simcred("log", *LOG, "--goal", "paraphrasing-fi")
    assert "It counts for L2L-08 Narrative log (paraphrasing-fi)." in ran.err
    assert "ls-paraphrasing" in (example / "evidence/2026-11-20-log/evidence.yaml").read_text("utf-8")


def test_the_whole_log_as_markdown(simcred: Simcred, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example)
    ran = simcred("log", "--show", "--goal", "unit-organizer-fi")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "# Unit Organizer"
    days = [line for line in lines if line.startswith("## ")]
    assert days == sorted(days)
    assert [line[:13] for line in days] == ["## 2026-10-02", "## 2026-11-06"]
    asked = [line for line in lines if line.startswith("### ")]
    assert asked[:5] == ["### What went well, and why?", "### What was hard, and why?", "### What will you do next time?",
                         "### What did you adjust?", "### Which ideas came up?"]  # fmt: skip
    said = yaml.safe_load((example / "evidence/2026-10-02-log/evidence.yaml").read_text("utf-8"))["log"]
    assert all(text in ran.out for text in said.values())
    assert "paragraph" not in simcred("log", "--show", "--goal", "unit-organizer-fi").out.lower().split("##")[0]
    for words in (["--ideas", "x"], ["--goal", "unit-organizer-fi", "--date", "2026-10-02"], ["--set", "by=educator"]):
        ran = simcred("log", "--show", *words)
        assert ran.code == 2, words
        assert "--show writes nothing down" in ran.err


def test_a_log_that_is_not_there_is_told(simcred: Simcred, mine: Path) -> None:
    ran = simcred("log", "--show")
    assert ran.code == 2
    assert "there is no log of Unit Organizer yet" in ran.err


def test_a_programme_may_ask_other_questions(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The questions of the log are the programme's, in its own words."""
    own = programme(tmp_path / "programme")
    kinds = (own / "kinds.yaml").read_text("utf-8")
    kinds = kinds.replace(
        "          ideas: {type: string",
        "          mood: {type: string, description: How was the mood?}\n          ideas: {type: string",
        1,
    )
    (own / "kinds.yaml").write_text(kinds.replace("log.went_well: What went well, and why?", "log.went_well: And what was good?"))
    folder = portfolio(own / "mine")
    monkeypatch.chdir(folder)
    for evidence in (folder / "evidence").glob("*log*"):
        shutil.rmtree(evidence)
    ran = simcred("log")
    assert "And what was good?" in ran.err
    assert "--set log.mood=...   How was the mood?" in ran.err
    assert simcred("log", "--went-well", "all", "--set", "log.mood=cheerful: very").code == 0
    assert "### And what was good?\n\nall\n" in simcred("log", "--show").out
    assert "### How was the mood?\n\ncheerful: very\n" in simcred("log", "--show").out


def test_nothing_hides_in_a_log(simcred: Simcred, mine: Path) -> None:
    assert simcred("log", "--ideas", "::error::it was me").code == 0
    item = mine / "evidence/2026-11-20-log/evidence.yaml"
    item.write_text(item.read_text("utf-8").replace("it was me", "it was ‌me"), "utf-8")
    assert "\n::" not in simcred("log", "--show").out


@pytest.mark.parametrize(
    "words", [["status"], ["status", "--all"], ["check"], ["explain", "L2C-02"], ["checklist", "--kinds"], ["help", "exit-codes"]]
)
def test_plain_has_no_columns(simcred: Simcred, example: Path, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example)
    (example / "evidence/2026-10-02-log/evidence.yaml").write_text("kind: [", "utf-8")
    monkeypatch.setenv("FORCE_COLOR", "1")
    ran = simcred(*words, "--plain")
    assert ran.out
    assert "\x1b" not in ran.out
    assert all("  " not in line.strip() for line in ran.out.splitlines())
    assert all(len(line) - len(line.lstrip()) <= 8 for line in ran.out.splitlines())
    monkeypatch.setenv("ACCESSIBLE", "1")
    assert simcred(*words).out == ran.out
    monkeypatch.delenv("ACCESSIBLE")
    monkeypatch.delenv("FORCE_COLOR")
    usual = {word.strip(":") for word in simcred(*words).out.split()}
    assert not {word for word in usual if word.isalnum()} - {word.strip(":,") for word in ran.out.split()}


def test_of_a_picture_it_must_be_said_who_can_be_seen(simcred: Simcred, mine: Path, tmp_path: Path) -> None:
    (tmp_path / "board.jpg").write_bytes(made("board.jpg"))
    words = ("add", "L2C-03", tmp_path / "board.jpg", "--date", "2026-09-24", "-C", mine)
    ran = simcred(*words)
    assert ran.code == 2
    assert "--set people.shown=...   " in ran.err
    assert not (mine / "evidence/2026-09-24-device-co-constructed-and-taught-by-cue-do-review").exists()
    ran = simcred(*words, "--set", "people.shown=nobody")
    assert ran.code == 0, ran.err
    assert "people:\n  shown: []" in (mine / ran.out.strip() / "evidence.yaml").read_text("utf-8")
