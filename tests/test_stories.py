"""What people do from beginning to end: a level 1 goal in two minutes, level 2 from empty to ready, one row short is not ready."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import Ran, Simcred
from files import made
from fill import fill

from simcred.app.places import starter

ANSWERS = ["--name", "Ana Rivera", "--email", "ana.rivera@example.org", "--partner-name", "Sam Okafor"]
ANSWERS += ["--partner-email", "sam.okafor@example.org", "--intervention", "Unit Organizer"]


def goal_of(ran: Ran, number: int = 0) -> dict[str, object]:
    goal = ran.data["portfolios"][0]["goals"][number]
    assert isinstance(goal, dict)
    return goal


def begin(simcred: Simcred, folder: Path, level: int) -> None:
    ran = simcred("init", folder, *ANSWERS, "--level", level)
    assert ran.code == 0, ran.err
    assert goal_of(simcred("status", folder, "--json"))["state"] == "collecting"


def add(simcred: Simcred, folder: Path, *words: object) -> str:
    ran = simcred("add", *words, "-C", folder)
    assert ran.code == 0, (words, ran.err)
    return ran.out.strip().removeprefix("evidence/")


def test_level_one_in_two_minutes(simcred: Simcred, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    begin(simcred, folder, 1)
    add(simcred, folder, "L1-01", "--date", "2026-08-27", "--set", "leader.name=Sam Okafor", "--set", "leader.person=sam-okafor")
    ran = simcred("status", folder)
    assert ran.code == 0
    assert "ready to submit" in ran.out
    assert simcred("check", folder, "--complete").code == 0


def test_a_goal_that_cannot_be_submitted_is_the_exit_code_also_where_no_row_is_open(simcred: Simcred, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    begin(simcred, folder, 1)
    add(simcred, folder, "L1-01", "--date", "2026-08-27", "--set", "leader.name=Sam Okafor")
    assert simcred("status", folder, "--exit-code").code == 0
    paper = folder / "reviews/unit-organizer-pl/001-sam-okafor.yaml"
    paper.parent.mkdir(parents=True)
    paper.write_text("decision: not yet\n", "utf-8")
    assert simcred("status", folder, "--exit-code").code == 1
    goal = goal_of(simcred("status", folder, "--json"))
    assert goal["state"] == "collecting"


SPAN = "2026-09-14..2026-11-13"


@pytest.fixture
def level_two(simcred: Simcred, tmp_path: Path) -> Path:
    """Level 2 CER, every row due at submission met; made by the commands alone, but for the partner's form."""
    folder = tmp_path / "mine"
    begin(simcred, folder, 2)
    for name in ("draft.pdf", "final.pdf", "work.png", "board.jpg"):
        (tmp_path / name).write_bytes(made(name, name))
    draft = add(simcred, folder, "L2C-02", tmp_path / "draft.pdf", "--date", "2026-09-18")
    add(simcred, folder, "L2C-03", tmp_path / "board.jpg", "--date", "2026-09-24", "--set", "people.shown=nobody")
    add(
        simcred,
        folder,
        "L2C-04",
        "--set",
        "uses=2026-09-28,2026-10-05,2026-10-12",
        "--set",
        "narrative=We used it each Monday.",
        "--date",
        "2026-10-12",
    )
    group = ["--set", "group.size=24", "--set", "group.level=grade 7", "--set", "group.characteristics=mixed readers"]
    add(simcred, folder, "L2C-05a", "--date", SPAN, *group, "--set", "minutes_a_day=20", "--set", "days_a_week=3")
    add(simcred, folder, "L2C-05c", tmp_path / "final.pdf", "--date", "2026-10-14", "--set", f"follows={draft}")
    add(
        simcred,
        folder,
        "L2C-05d",
        tmp_path / "work.png",
        "--date",
        "2026-10-15",
        "--set",
        "people.deidentified=true",
        "--set",
        "halo=low",
    )
    log = [f"--set=log.{name}=We saw it on Tuesday." for name in ("went_well", "challenges", "next_time", "adjustments", "ideas")]
    add(simcred, folder, "L2C-06", "--date", "2026-10-06", *log)
    coaching = ["--set", "with.name=Sam Okafor", "--set", "feedback=Slow down the cue.", "--set", "follow_up=I did."]
    add(simcred, folder, "L2C-07", "--date", "2026-10-07", *coaching)
    lesson = add(
        simcred,
        folder,
        "L2C-08",
        "--kind",
        "observation",
        "--date",
        "2026-10-05",
        "--set",
        "observer.name=Sam Okafor",
        "--set",
        "narrative=Third lesson.",
    )
    _form(folder, lesson)
    return folder


def _form(folder: Path, lesson: str) -> None:
    """The partner's Cue-Do-Review form, as the partner's own program would write it."""
    identity = next(
        line.split()[1] for line in (folder / "portfolio.yaml").read_text("utf-8").splitlines() if line.startswith("id:")
    )
    answers = "".join(f"      {question.id}: yes, seen\n" for question in starter().forms["cue-do-review"].questions)
    path = folder / "reviews/unit-organizer-fi/001-sam-okafor.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        f"""schema: simcred/review/1
portfolio: {{id: {identity}, goal: unit-organizer-fi, attempt: null}}
reviewer: sam-okafor
date: 2026-10-06
checklist: {{id: fi-cer, version: "2026.1", sha256: "@checklist"}}
attestations:
  - row: L2C-08
    form: cue-do-review
    item: {lesson}
    lesson_date: 2026-10-05
    answers:
{answers}    seen: [{{path: evidence/{lesson}/evidence.yaml, sha256: "@sha256(evidence/{lesson}/evidence.yaml)", blob: "@blob(evidence/{lesson}/evidence.yaml)"}}]
verdict: null
""",
        "utf-8",
    )
    fill(folder, starter())


def test_level_two_from_empty_to_ready(simcred: Simcred, level_two: Path) -> None:
    goal = goal_of(simcred("status", level_two, "--json"))
    assert goal["state"] == "ready", [(r["id"], r["outcome"], r["reason"]) for r in goal["rows"]]  # type: ignore[attr-defined]
    assert simcred("check", level_two).out.startswith("No problems")
    assert simcred("status", level_two, "--exit-code").code == 0
    assert simcred("check", level_two, "--complete", "--goal", "unit-organizer-fi").code == 0


def test_one_item_less_is_not_ready(simcred: Simcred, level_two: Path) -> None:
    for item in sorted((level_two / "evidence").iterdir()):
        ran = simcred("remove", item.name, "-C", level_two)
        assert ran.code == 0, ran.err
        assert not item.exists()
        assert goal_of(simcred("status", level_two, "--json"))["state"] == "collecting", item.name
        shutil.move(level_two / ran.out.strip(), item)
    assert goal_of(simcred("status", level_two, "--json"))["state"] == "ready"


def test_who_still_refers_to_what_is_taken_out_is_said(simcred: Simcred, level_two: Path) -> None:
    days = ("2026-09-18", "2026-10-14", "2026-10-05")
    draft, final, lesson = (next((level_two / "evidence").glob(f"{day}-*")).name for day in days)
    ran = simcred("remove", draft, "-C", level_two)
    assert f"{final} still says `follows: {draft}`." in ran.err
    assert f"move {ran.out.strip()} to evidence/{draft}." in ran.err
    ran = simcred("remove", f"evidence/{lesson}/", "-C", level_two)
    assert "reviews/unit-organizer-fi/001-sam-okafor.yaml of 2026-10-06 has seen it" in ran.err
    assert "follows" not in ran.err
    ran = simcred("remove", final, "-C", level_two)
    assert ran.err.count("\n") == 2, "nobody refers to it"


def test_goals_come_and_go_and_leave_the_file_as_it_was(simcred: Simcred, level_two: Path) -> None:
    before = (level_two / "portfolio.yaml").read_bytes()
    assert simcred("goal", "add", "Concept Mastery", "--level", 1, "-C", level_two).out == "concept-mastery-pl\n"
    assert simcred("goal", "add", "Concept Mastery", "--level", 1, "-C", level_two).code == 4
    assert len(simcred("status", level_two, "--json").data["portfolios"][0]["goals"]) == 2
    assert simcred("goal", "drop", "concept-mastery-pl", "-C", level_two).code == 0
    assert (level_two / "portfolio.yaml").read_bytes() == before
    assert simcred("goal", "drop", "unit-organizer-fi", "-C", level_two).code == 4, "it has a review"


def test_a_new_routine_is_a_remark_and_never_an_error(simcred: Simcred, tmp_path: Path) -> None:
    words = ["--name", "Ana", "--email", "a@example.org", "--level", "2", "--track", "cer"]
    ran = simcred("init", tmp_path / "new", *words, "--intervention", "Concept Masterly")
    assert ran.code == 0
    assert "cer-concept-mastery" in ran.err
    report = simcred("check", tmp_path / "new", "--json")
    assert report.code == 0
    assert [f["code"] for f in report.data["portfolios"][0]["findings"]] == ["MC307"]


def test_missing_answers_are_named(simcred: Simcred, tmp_path: Path) -> None:
    ran = simcred("init", tmp_path / "new")
    assert ran.code == 2
    assert "--name, --email, --intervention, --level" in ran.err
    begin(simcred, tmp_path / "two", 2)
    ran = simcred("add", "L2C-06", "-C", tmp_path / "two")
    assert ran.code == 2
    assert "log.went_well" in ran.err
    assert not any((tmp_path / "two/evidence").iterdir())


def test_a_goal_that_cannot_be_is_never_written(simcred: Simcred, level_two: Path) -> None:
    before = (level_two / "portfolio.yaml").read_bytes()
    for words, code in ((("测试", "--track", "cer"), 2), (("Unit Organizer",), 4)):
        assert simcred("goal", "add", *words, "--level", 2, "-C", level_two).code == code
    text = before.decode().replace("id: unit-organizer-fi", "id: my-goal")
    (level_two / "portfolio.yaml").write_text(text, "utf-8")
    ran = simcred("goal", "add", "Unit Organizer", "--level", 2, "-C", level_two)
    assert (ran.code, "my-goal is there already" in ran.err) == (4, True)
    assert (level_two / "portfolio.yaml").read_text("utf-8") == text


def test_a_goal_with_a_review_that_cannot_be_read_is_kept(simcred: Simcred, level_two: Path) -> None:
    (review,) = level_two.glob("reviews/*/*.yaml")
    review.write_text("x: [", "utf-8")
    assert simcred("goal", "drop", "unit-organizer-fi", "-C", level_two).code == 4


def test_a_goal_with_a_submission_is_kept_whatever_stands_in_that(simcred: Simcred, example: Path) -> None:
    paper = example / "submissions/unit-organizer-sp/001.yaml"
    paper.parent.mkdir(parents=True)
    paper.write_text("x", "utf-8")
    before = (example / "portfolio.yaml").read_bytes()
    ran = simcred("goal", "drop", "unit-organizer-sp", "-C", example)
    assert ran.code == 4
    assert "unit-organizer-sp has been reviewed or submitted" in ran.err
    assert (example / "portfolio.yaml").read_bytes() == before


def test_a_partner_has_a_name(simcred: Simcred, tmp_path: Path) -> None:
    words = ["--name", "Ana", "--email", "a@example.org", "--intervention", "Unit Organizer", "--level", 2]
    ran = simcred("init", tmp_path / "new", *words, "--partner-email", "sam.okafor@example.org")
    assert ran.code == 2
    assert "--partner-email goes with --partner-name" in ran.err
    assert not (tmp_path / "new").exists()


def test_a_long_title_makes_a_folder_whose_name_fits_and_ends_with_a_word(simcred: Simcred, tmp_path: Path) -> None:
    begin(simcred, tmp_path / "mine", 2)
    (tmp_path / "draft.pdf").write_bytes(made("draft.pdf"))
    title = "Everything that the students of grade seven and I have found out about ecosystems"
    words = ("L2C-02", tmp_path / "draft.pdf", "--date", "2026-09-18", "--title", title)
    names = [add(simcred, tmp_path / "mine", *words) for _ in range(2)]
    assert names == [f"2026-09-18-everything-that-the-students-of-grade-seven{more}" for more in ("", "-2")]


@pytest.mark.parametrize(
    ("ending", "what"),
    [("url", "web shortcut"), ("webloc", "web shortcut"), ("gdoc", "Google Docs shortcut"), ("LNK", "Windows shortcut")],
)
def test_a_shortcut_is_not_taken_for_the_document(simcred: Simcred, tmp_path: Path, ending: str, what: str) -> None:
    begin(simcred, tmp_path / "mine", 2)
    (tmp_path / f"draft.{ending}").write_text("[InternetShortcut]\nURL=https://docs.example.org/draft\n", "utf-8")
    ran = simcred("add", "L2C-02", tmp_path / f"draft.{ending}", "-C", tmp_path / "mine")
    assert ran.code == 2
    assert f"draft.{ending} is a {what}, not the document" in ran.err
    assert "Download the document itself" in ran.err
    assert not any((tmp_path / "mine/evidence").iterdir())


@pytest.mark.parametrize("name", ["evidence.yaml", "Evidence.yaml"])
def test_a_file_does_not_take_the_manifests_place(simcred: Simcred, tmp_path: Path, name: str) -> None:
    begin(simcred, tmp_path / "mine", 2)
    (tmp_path / name).write_text("mine: true\n", "utf-8")
    ran = simcred("add", "L2C-02", tmp_path / name, "-C", tmp_path / "mine")
    assert ran.code == 2
    assert f"two files would be called {name}" in ran.err
    assert not any((tmp_path / "mine/evidence").iterdir())


def test_a_portfolio_is_not_started_around_another(simcred: Simcred, tmp_path: Path) -> None:
    begin(simcred, tmp_path / "all/mine", 1)
    ran = simcred("init", tmp_path / "all", *ANSWERS, "--level", 2)
    assert (ran.code, "is a portfolio" in ran.err) == (4, True)
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == ["mine"]


def test_files_are_looked_for_in_the_folder_of_c_and_where_one_is(
    simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(simcred, tmp_path / "mine", 1)
    (tmp_path / "thoughts.md").write_text("What I take from it.", "utf-8")
    monkeypatch.chdir(tmp_path)
    ran = simcred("add", "L1-02", "thought.md", "-C", "mine")
    assert (ran.code, "looked for in mine, and where you are" in ran.err) == (2, True)
    (tmp_path / "mine/thoughts.md").write_text("Nearer.", "utf-8")
    for said in ("Nearer.", "What I take from it."):
        monkeypatch.chdir(tmp_path)
        ran = simcred("add", "L1-02", "thoughts.md", "-C", "mine")
        assert ran.code == 0, ran.err
        assert (tmp_path / "mine" / ran.out.strip() / "thoughts.md").read_text("utf-8") == said
        (tmp_path / "mine/thoughts.md").unlink(missing_ok=True)


GUIDED = ["--set", "stage=final", "--set", "guided.name=Jo Lind"]


@pytest.mark.parametrize(("row", "teacher"), [("L3-08", None), ("L3-06C", "guided"), ("L2C-03", None)])
def test_whose_work_it_is_is_written_only_where_a_row_settles_it(
    simcred: Simcred, tmp_path: Path, row: str, teacher: str | None
) -> None:
    begin(simcred, tmp_path / "mine", 3)
    (tmp_path / "board.pdf").write_bytes(made("board.pdf"))
    item = add(simcred, tmp_path / "mine", row, tmp_path / "board.pdf", *(GUIDED if row == "L3-06C" else []))
    assert yaml.safe_load((tmp_path / f"mine/evidence/{item}/evidence.yaml").read_text("utf-8")).get("teacher") == teacher


def test_one_track_has_the_checklists_of_both(simcred: Simcred) -> None:
    assert "Level 1" in simcred("checklist", "--track", "LS").out


@pytest.mark.parametrize(
    "said", ["date=2026-01-01", "date.start=2026-01-01", "files.path=a", "links.url=x", "title=x", "kind=log"]
)
def test_nothing_is_said_twice(simcred: Simcred, tmp_path: Path, said: str) -> None:
    begin(simcred, tmp_path / "mine", 1)
    ran = simcred("add", "L1-01", "--date", "2026-08-27", "--set", said, "-C", tmp_path / "mine")
    assert (ran.code, "It is said by" in ran.err) == (2, True)
    assert not any((tmp_path / "mine/evidence").iterdir())


def test_what_is_wrong_before_it_is_written_is_not_written(simcred: Simcred, tmp_path: Path) -> None:
    begin(simcred, tmp_path / "mine", 1)
    assert simcred("add", "L1-01", "--date", "2026-08-28..2026-08-27", "-C", tmp_path / "mine").code == 2
    assert not any((tmp_path / "mine/evidence").iterdir())
    (tmp_path / ".simcred-tmp-agenda.pdf").write_bytes(made("agenda.pdf"))
    ran = simcred("add", "L1-05", tmp_path / ".simcred-tmp-agenda.pdf", "--kind", "agenda", "-C", tmp_path / "mine")
    assert ran.code == 0
    assert simcred("check", tmp_path / "mine").code == 0
    assert (tmp_path / "mine" / ran.out.strip() / "simcred-tmp-agenda.pdf").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no folder that somebody stands in")
def test_a_folder_that_is_gone_is_said_to_be(simcred: Simcred, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    program = "import os, sys; os.rmdir(os.getcwd()); from simcred.__main__ import start; start()"
    for words in (["status"], ["check"], ["packet"], ["init"]):
        run = [sys.executable, "-c", program, *words]
        (tmp_path / "gone").mkdir(exist_ok=True)
        ran = subprocess.run(run, cwd=tmp_path / "gone", capture_output=True, text=True, check=False)
        assert (ran.returncode, "is there no more" in ran.stderr) == (3, True), (words, ran.stderr)


def test_row_and_file_in_either_order(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(simcred, tmp_path / "mine", 1)
    monkeypatch.chdir(tmp_path / "mine")
    (tmp_path / "thoughts.md").write_text("What I take from it.", "utf-8")
    ran = simcred("add", "../thoughts.md", "L1-02")
    assert ran.code == 0, ran.err
    assert "Added for L1-02" in ran.err
    ran = simcred("add", "L1-02", "../final", "organizer.pdf")
    assert (ran.code, "A name with spaces needs quotes." in ran.err) == (2, True)


@pytest.mark.parametrize("option", ["--name", "--partner-name"])
def test_a_number_is_nobodys_name(simcred: Simcred, tmp_path: Path, option: str) -> None:
    said = {"--name": "Ana Rivera", "--email": "ana.rivera@example.org", "--intervention": "Unit Organizer", "--level": "2"}
    words = [word for pair in {**said, option: "1"}.items() for word in pair]
    ran = simcred("init", tmp_path / "mine", *words)
    assert (ran.code, "1 is no name" in ran.err) == (2, True)
    assert not (tmp_path / "mine").exists()


def test_what_would_count_for_nothing_is_said_when_it_is_changed(simcred: Simcred, tmp_path: Path) -> None:
    begin(simcred, tmp_path / "mine", 2)
    ran = simcred("log", "--date", "2026-10-02", "--went-well", "All.", "-C", tmp_path / "mine")
    assert ran.err.count("It does not count for L2C-06") == 1
    slug = ran.out.strip().rpartition("/")[2]
    ran = simcred("edit", slug, "--date", "2026-10-03", "--set", "log.ideas=More maps.", "-C", tmp_path / "mine")
    assert "It counts for no row yet" in ran.err
    text = (tmp_path / f"mine/evidence/{slug}/evidence.yaml").read_text("utf-8")
    assert "title: Log of 2026-10-03\n" in text, "a title that was made of the day goes with it"
    simcred("edit", slug, "--title", "My second lesson", "-C", tmp_path / "mine")
    simcred("edit", slug, "--date", "2026-10-04", "-C", tmp_path / "mine")
    assert "My second lesson" in (tmp_path / f"mine/evidence/{slug}/evidence.yaml").read_text("utf-8")


def test_a_blank_of_a_printed_command_is_no_answer(simcred: Simcred, tmp_path: Path) -> None:
    begin(simcred, tmp_path / "mine", 2)
    ran = simcred("log", "--went-well", "All.", "--ideas", "TEXT", "-C", tmp_path / "mine")
    assert (ran.code, "ideas still says TEXT" in ran.err) == (2, True)
    slug = simcred("log", "--went-well", "All.", "-C", tmp_path / "mine").out.strip().rpartition("/")[2]
    ran = simcred("edit", slug, "--set", "log.ideas=TEXT", "-C", tmp_path / "mine")
    assert (ran.code, "still holds TEXT" in ran.err) == (2, True)


def test_a_consent_that_is_not_recorded_is_not_named(simcred: Simcred, tmp_path: Path) -> None:
    begin(simcred, tmp_path / "mine", 2)
    words = ("add", "L2C-08", "--link", "https://video.example.org/lesson", "--set", "people.shown=students")
    ran = simcred(*words, "--set", "people.consent=c-none", "-C", tmp_path / "mine")
    assert ran.code == 2
    assert "there is no consent record c-none" in ran.err
    assert not list((tmp_path / "mine/evidence").iterdir())


def test_help_of_a_command_by_its_name(simcred: Simcred) -> None:
    assert simcred("help", "sheet").out == simcred("sheet", "--help").out
    assert simcred("help").out == simcred("--help").out
    ran = simcred("help", "shet")
    assert (ran.code, "sheet" in ran.err) == (2, True)


@pytest.mark.parametrize("words", [("sheet",), ("goal", "drop"), ("goal", "joined")])
def test_without_a_goal_the_way_to_one_is_said(simcred: Simcred, tmp_path: Path, words: tuple[str, ...]) -> None:
    begin(simcred, tmp_path / "mine", 1)
    (goal,) = [goal["id"] for goal in simcred("status", tmp_path / "mine", "--json").data["portfolios"][0]["goals"]]
    assert simcred("goal", "drop", goal, "-C", tmp_path / "mine").code == 0
    ran = simcred(*words, "-C", tmp_path / "mine")
    assert (ran.code, "simcred goal add INTERVENTION --level LEVEL" in ran.err) == (2, True)
