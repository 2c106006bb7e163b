"""Every level from empty to ready, as an educator goes: what is typed, what others state, and which rows are met by which of it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import Ran, Simcred
from files import made
from fill import fill

from simcred.app.places import starter
from simcred.workspace.emit import yaml_text


class Says(NamedTuple):
    """What somebody else states of a row: in a form, where it names one, else as a confirmation; about items, or the whole."""

    who: str
    date: str
    row: str
    items: tuple[str, ...] = ()
    form: str | None = None


class Notes(NamedTuple):
    """Lines that the educator adds to portfolio.yaml."""

    lines: str


Brought = str | Says | Notes
"""A command line is typed; the others are written."""
Step = tuple[str, *tuple[Brought, ...]]
"""The rows that a step meets (and that were not met before), and what is brought in it."""


class Level(NamedTuple):
    """One way to a badge.

    `at_first` are the rows that `init` meets, `steps` bring every other row that must be met at submission, `more` those that are
    recommended or optional. `others` are the rows that ask for no work of the educator's own.
    """

    goal: str
    checklist: str
    init: str
    at_first: str
    steps: tuple[Step, ...]
    more: tuple[Step, ...]
    others: str


SPAN = "--date 2026-09-14..2026-11-13"
GROUP = '--set group.size=24 --set group.level="grade 7" --set group.characteristics="mixed readers"'
LENGTH = "--set minutes_a_day=20 --set days_a_week=3"
LOG = (
    "--set log.went_well=Cues --set log.challenges=Time --set log.next_time=Less --set log.adjustments=Pairs --set log.ideas=Art"
)
COACH = '--set with.name="Sam Okafor" --set feedback="Slow down the cue." --set follow_up="I did."'
TALK = "--set successes=Maps --set challenges=Time --set problem_solving=Pairs --set adjustments=Words"
MEASURES = "--set measures.pretest=2026-09-16 --set measures.posttest=2026-11-04"
NAMELESS = "--set people.deidentified=true"
FOLDER = (
    "--set contents.pretest=1 --set contents.commitment=2 --set contents.practice=3-9 --set contents.posttest=10"
    " --set contents.generalization=11"
)
FIRST_STAGES = (
    "--set format=eight-stage"
    " --set stages.pretest.date=2026-09-16 --set stages.pretest.reached=40 --set stages.pretest.of=100"
    " --set stages.describe.date=2026-09-18"
    " --set stages.model.date=2026-09-21"
    " --set stages.verbal_practice.date=2026-09-28 --set stages.verbal_practice.reached=100 --set stages.verbal_practice.of=100"
    " --set stages.controlled_practice.date=2026-10-12 --set stages.controlled_practice.reached=85"
    " --set stages.controlled_practice.of=100"
)
LAST_STAGES = (
    "--set stages.advanced_practice.date=2026-10-28 --set stages.advanced_practice.reached=90 --set stages.advanced_practice.of=100"
    " --set stages.posttest.date=2026-11-04 --set stages.posttest.reached=90 --set stages.posttest.of=100"
    " --set stages.generalization.date=2026-11-10 --set stages.generalization.reached=80 --set stages.generalization.of=100"
)
STAGES = f"{FIRST_STAGES} {LAST_STAGES}"
LESSONS = "--set format=lesson-based --set lessons.total=3 --set lessons.dates=2026-09-16,2026-10-14,2026-11-10"
INSTITUTE = '--set institute="Summer Institute" --set leaders="Kim Ito" --set narrative="It taught me to listen."'
ANSWERS = '--set answered=15 --set sent_to="Lee Park"'
GUIDED = '--set guided.name="Jo Lind"'
LATER = '--set when=later --set participant.name="Jo Lind" --set narrative="She tried it at last."'
MEMBER = "--set valid.start=2026-01-01 --set valid.end=2026-12-31"
WHOLE = ("2026-09-14-paraphrasing", "2026-09-14-inference", "2026-09-14-paragraphs", "2026-09-14-tests")
CONSENT = """consents:
  - {id: c-group2, covers: [image, voice], uses: [developer, crl], signed: 2026-09-02, held_by: school office}
"""

LEVEL_1_CER = Level(
    goal="unit-organizer-pl",
    checklist="pl",
    init='--level 1 --intervention "Unit Organizer"',
    at_first="",
    steps=(("L1-01 L1-03", 'add L1-01 --date 2026-08-27 --set leader.name="Sam Okafor"'),),
    more=(
        ("L1-02", 'add L1-02 --kind reflection --date 2026-08-28 --set narrative="The map helps them to see it."'),
        ("L1-05", "add L1-05 ../certificate.pdf --date 2026-08-27"),
    ),
    others="L1-03 L1-04",
)
LEVEL_1_LS = Level(
    goal="paraphrasing-pl",
    checklist="pl",
    init="--level 1 --intervention Paraphrasing",
    at_first="",
    steps=(("L1-01 L1-03", 'add L1-01 --date 2026-08-27..2026-08-28 --set leader.name="Lee Park"'),),
    more=(
        ("L1-02", 'add L1-02 --date 2026-10-01 --set narrative="Putting it in their own words is hard for them."'),
        ("L1-05", "add L1-05 ../agenda.pdf --date 2026-08-27"),
    ),
    others="L1-03 L1-04",
)
LEVEL_2_CER = Level(
    goal="unit-organizer-fi",
    checklist="fi-cer",
    init='--level 2 --intervention "Unit Organizer"',
    at_first="L2C-01",
    steps=(
        ("L2C-02", "add L2C-02 ../draft.pdf --date 2026-09-18"),
        ("L2C-03", "add L2C-03 ../board.jpg --date 2026-09-24 --set people.shown=nobody"),
        ("L2C-04", 'add L2C-04 --date 2026-10-12 --set uses=2026-09-28,2026-10-05,2026-10-12 --set narrative="Each Monday."'),
        ("L2C-05a L2C-05b", f"add L2C-05a {SPAN} {GROUP} {LENGTH}"),
        ("L2C-05c", "add L2C-05c ../final.pdf --date 2026-10-14 --set follows=2026-09-18-draft-of-the-device"),
        ("L2C-05d", f"add L2C-05d ../work.png --date 2026-10-15 --set halo=low {NAMELESS}"),
        ("L2C-06", f"add L2C-06 --date 2026-10-06 {LOG}"),
        ("L2C-07", f"add L2C-07 --date 2026-10-07 {COACH}"),
        (
            "L2C-08",
            'add L2C-08 --kind observation --date 2026-10-05 --title "Third lesson" --set observer.name="Sam Okafor"',
            Says("sam-okafor", "2026-10-06", "L2C-08", ("2026-10-05-third-lesson",), "cue-do-review"),
        ),
    ),
    more=(
        ("L2C-06o", 'add L2C-06o --date 2026-10-20 --set people.shown=none --set narrative="What S03 and S11 said."'),
        ("L2C-10", 'add L2C-10 --kind impact --date 2026-11-13 --set narrative="Quizzes went from 60 to 80."'),
    ),
    others="L2C-01 L2C-09 L2C-11",
)
LEVEL_2_LS = Level(
    goal="paraphrasing-fi",
    checklist="fi-ls",
    init="--level 2 --intervention Paraphrasing",
    at_first="L2L-01",
    steps=(
        ("L2L-02", f"add L2L-02 {SPAN} {STAGES}"),
        ("L2L-03", f'add L2L-03 {SPAN} {GROUP} {LENGTH} --set materials="the manual, four texts"'),
        ("L2L-04", f"add L2L-04 ../chart.png --date 2026-11-11 {NAMELESS} {MEASURES}"),
        ("L2L-05", f"add L2L-05 ../scores.csv --date 2026-11-04 {MEASURES}"),
        ("L2L-06", f"add L2L-06 ../folder.pdf --date 2026-11-12 {NAMELESS} {FOLDER}"),
        ("L2L-07", 'add L2L-07 --date 2026-11-10 --set narrative="In science S03 did it unasked."'),
        ("L2L-08", f"add L2L-08 --date 2026-10-06 {LOG}"),
        ("L2L-09", f"add L2L-09 --date 2026-10-07 {COACH}"),
        (
            "L2L-11",
            Notes(CONSENT),
            'add L2L-10 --title "Second lesson" --date 2026-09-21 --link https://video.example.org/lesson'
            " --set people.shown=students --set people.heard=students --set people.consent=c-group2",
        ),
        ("L2L-10", Says("sam-okafor", "2026-09-22", "L2L-10", ("2026-09-21-second-lesson",), "strategy-fidelity")),
    ),
    more=(),
    others="L2L-01 L2L-11 L2L-12",
)
LEVEL_3_CER = Level(
    goal="unit-organizer-sp",
    checklist="sp-cer",
    init='--level 3 --intervention "Unit Organizer"',
    at_first="L3-01",
    steps=(
        (
            "L3-02",
            "add L2C-02 ../draft.pdf --date 2026-09-18",
            "add L2C-03 ../board.jpg --date 2026-09-24 --set people.shown=nobody",
            'add L2C-04 --date 2026-10-12 --set uses=2026-10-05,2026-10-12 --set narrative="Each Monday."',
        ),
        (
            "L3-03",
            f"add L2C-05b {SPAN} {GROUP} {LENGTH}",
            "add L2C-05c ../final.pdf --date 2026-10-14 --set follows=2026-09-18-draft-of-the-device",
        ),
        ("L3-04", 'add L3-04 --date 2026-10-05 --set observer.name="Sam Okafor"'),
        ("L3-05C", f"add L2C-05d ../work.png --date 2026-10-15 --set halo=high {NAMELESS}"),
        (
            "L3-06C",
            f"add L3-06C ../map.pdf --date 2026-11-02 --title Maps --set stage=final {GUIDED}",
            Says("sam-okafor", "2026-11-09", "L3-06C", ("2026-11-02-maps",)),
        ),
        (
            "L3-07",
            f"add L3-07 --date 2026-10-20 --set when=before {TALK}",
            f"add L3-07 --date 2026-11-06 --set when=after {TALK}",
        ),
        ("L3-08", 'add L3-08 --date 2026-11-06 --set narrative="The class of Jo drew its own map."'),
    ),
    more=(
        ("L3-09", f"add L3-09 ../checklist.pdf --date 2026-11-02 {GUIDED}"),
        ("L3-10", "add L3-10 ../agenda.pdf --date 2026-11-12"),
    ),
    others="L3-01 L3-06C L3-08 L3-09 L3-11",
)
LEVEL_3_LS = Level(
    goal="paraphrasing-sp",
    checklist="sp-ls",
    init="--level 3 --intervention Paraphrasing",
    at_first="L3-01",
    steps=(
        ("L3-02", f"add L2L-02 {SPAN} {LESSONS}"),
        ("L3-03", f'add L2L-03 {SPAN} {GROUP} {LENGTH} --set materials="the manual, four texts"'),
        ("L3-04", "add L3-04 --kind video --date 2026-10-05 --link https://video.example.org/lesson --set people.shown=none"),
        ("L3-05L", f"add L2L-06 ../folder.pdf --date 2026-11-12 {NAMELESS} {FOLDER}"),
        (
            "L3-06L",
            f"add L3-06L ../chart.png --date 2026-11-11 --title Chart {NAMELESS} {MEASURES} {GUIDED}",
            Says("sam-okafor", "2026-11-12", "L3-06L", ("2026-11-11-chart",)),
        ),
        (
            "L3-07",
            f"add L3-07 --date 2026-11-12 --set when=after {TALK}",
            f"add L3-07 --date 2026-09-10 --set when=before {TALK}",
        ),
        ("L3-08", "add L3-08 ../report.docx --date 2026-11-13"),
    ),
    more=(
        ("L3-09", "add L3-09 ../checklist.pdf --date 2026-11-02"),
        ("L3-10", "add L3-10 ../agenda.pdf --date 2026-11-12"),
    ),
    others="L3-01 L3-06L L3-08 L3-09 L3-11",
)
LEVEL_4_CER = Level(
    goal="cer-pd",
    checklist="pd-cer",
    init="--level 4 --track cer",
    at_first="",
    steps=(
        ("L4-01", f"add L4-01 --date 2026-06-22..2026-06-26 {INSTITUTE}"),
        ("L4-02", Says("kim-ito", "2026-07-01", "L4-02")),
        ("L4-03", 'add L4-03 --date 2026-07-22 --set narrative="I had to look up more than I thought."'),
        (
            "L4-04",
            f"add L4-04 --date 2026-07-20 --title Questions {ANSWERS}",
            Says("lee-park", "2026-08-03", "L4-04", ("2026-07-20-questions",)),
        ),
        ("L4-05", "add L4-05 --date 2025-09-03"),
        ("L4-08", "add L4-08 ../agenda.pdf --date 2026-09-12 --title Overview"),
        ("L4-09", "add L4-09 ../agenda.pdf --date 2026-10-03 --title Session"),
        (
            "L4-10",
            Says("sam-okafor", "2026-09-14", "L4-10", ("2026-09-12-overview",), "mentor-feedback"),
            Says("sam-okafor", "2026-10-05", "L4-10", ("2026-10-03-session",), "mentor-feedback"),
        ),
        ("L4-14", f"add L4-14 --date 2026-03-06 --set update_attended=2026-03-06 {MEMBER}"),
        ("L4-13", Says("sam-okafor", "2026-10-26", "L4-13")),
    ),
    more=(
        (
            "L4-06C",
            "add L4-06C --kind session --date 2025-08-20 --set intervention=cer-framing",
            "add L4-06C ../board.jpg --date 2025-10-20 --set stage=routine --set intervention=cer-framing --set people.shown=nobody",
        ),
        ("L4-11", "add L4-11 ../evaluations.csv --date 2026-10-03"),
        ("L4-12", f"add L4-12 --date 2026-10-20 {LATER} --set intervention=cer-framing"),
    ),
    others="L4-13",
)
LEVEL_4_LS = Level(
    goal="ls-pd",
    checklist="pd-ls",
    init="--level 4 --track ls",
    at_first="",
    steps=(
        ("L4-01", f"add L4-01 --date 2026-06-22..2026-06-26 {INSTITUTE}"),
        ("L4-02", "add L4-02 ../certificate.pdf --date 2026-06-26"),
        ("L4-03", "add L4-03 ../report.docx --date 2026-07-22"),
        (
            "L4-04",
            f"add L4-04 --date 2026-07-20 --title Questions {ANSWERS}",
            Says("lee-park", "2026-08-03", "L4-04", ("2026-07-20-questions",)),
        ),
        ("L4-05", "add L4-05 --date 2025-09-03"),
        (
            "L4-06L",
            "add L4-06L --date 2025-09-04 --set intervention=ls-paraphrasing",
            "add L4-06L --date 2025-10-02 --set intervention=ls-inference",
            "add L4-06L --date 2025-11-06 --set intervention=ls-paragraph-writing",
            "add L4-06L --date 2025-12-04 --set intervention=ls-test-taking",
        ),
        (
            "L4-07L",
            f"add L4-07L {SPAN} --title Paraphrasing --set intervention=ls-paraphrasing {STAGES}",
            f"add L4-07L {SPAN} --title Inference --set intervention=ls-inference {LESSONS}",
            f"add L4-07L {SPAN} --title Paragraphs --set intervention=ls-paragraph-writing {STAGES}",
            f"add L4-07L {SPAN} --title Tests --set intervention=ls-test-taking {LESSONS}",
            Says("sam-okafor", "2026-11-16", "L4-07L", WHOLE),
        ),
        ("L4-08", "add L4-08 ../agenda.pdf --date 2026-09-12 --title Overview"),
        ("L4-09", "add L4-09 ../agenda.pdf --date 2026-10-03 --title Session"),
        (
            "L4-10",
            Says("sam-okafor", "2026-09-14", "L4-10", ("2026-09-12-overview",), "mentor-feedback"),
            Says("sam-okafor", "2026-10-05", "L4-10", ("2026-10-03-session",), "mentor-feedback"),
        ),
        ("L4-14", f"add L4-14 --date 2026-03-06 --set update_attended=2026-03-06 {MEMBER}"),
        ("L4-13", Says("sam-okafor", "2026-11-17", "L4-13")),
    ),
    more=(
        ("L4-11", "add L4-11 ../evaluations.csv --date 2026-10-03"),
        ("L4-12", f"add L4-12 --date 2026-10-20 {LATER} --set intervention=ls-inference"),
    ),
    others="L4-13",
)


def level_5(track: str) -> Level:
    """Level 5, which is the same for both tracks."""
    return Level(
        goal=f"{track}-pdl",
        checklist="pdl",
        init=f"--level 5 --track {track}",
        at_first="",
        steps=(
            (
                "L5-01",
                Notes(f"earned:\n  - {{level: 4, track: {track}, date: 2025-12-01}}\n"),
                f"add L5-01 --date 2026-01-05 {MEMBER}",
            ),
            (
                "L5-02",
                'add L5-02 ../agenda.pdf --date 2026-06-22..2026-06-26 --title Institute --set leaders="Kim Ito"',
                Says("kim-ito", "2026-07-01", "L5-02", ("2026-06-22-institute",)),
            ),
            (
                "L5-03",
                'add L5-03 --date 2026-05-05 --title Log --set apprentice.name="Lee Park" --set narrative="We met each week."',
                Says("lee-park", "2026-05-06", "L5-03", ("2026-05-05-log",)),
            ),
            ("L5-05", 'add L5-05 --date 2026-10-02 --set narrative="It taught me to wait."'),
            ("L5-06", Says("crl-kim", "2026-11-12", "L5-06")),
        ),
        more=(("L5-04", "add L5-04 ../agenda.pdf --date 2026-03-06"),),
        others="L5-06",
    )


LEVELS = {
    "level 1 CER": LEVEL_1_CER,
    "level 1 LS": LEVEL_1_LS,
    "level 2 CER": LEVEL_2_CER,
    "level 2 LS": LEVEL_2_LS,
    "level 3 CER": LEVEL_3_CER,
    "level 3 LS": LEVEL_3_LS,
    "level 4 CER": LEVEL_4_CER,
    "level 4 LS": LEVEL_4_LS,
    "level 5 CER": level_5("cer"),
    "level 5 LS": level_5("ls"),
}

INIT = (
    'init mine --name "Ana Rivera" --email ana.rivera@example.org'
    ' --partner-name "Sam Okafor" --partner-email sam.okafor@example.org'
)
FILES = "agenda.pdf board.jpg certificate.pdf chart.png checklist.pdf draft.pdf evaluations.csv final.pdf folder.pdf map.pdf"
FILES += " report.docx scores.csv work.png"


def typed(simcred: Simcred, line: str) -> Ran:
    """What a command line does; it is one that is taken."""
    ran = simcred(*shlex.split(line))
    assert ran.code == 0, (line, ran.err)
    return ran


@pytest.fixture
def level(request: pytest.FixtureRequest, simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Level:
    """A way by its name, begun: everything is done in the new portfolio's folder; the educator's documents lie beside it."""
    way = LEVELS[request.param]
    for name in FILES.split():
        (tmp_path / name).write_bytes(made(name, name))
    monkeypatch.chdir(tmp_path)
    typed(simcred, f"{INIT} {way.init}")
    monkeypatch.chdir("mine")
    return way


def bring(simcred: Simcred, level: Level, steps: tuple[Step, ...]) -> None:
    """Does some steps, in the portfolio's folder."""
    for _, *brought in steps:
        for what in brought:
            match what:
                case str(line):
                    typed(simcred, line)
                case Notes(lines):
                    with Path("portfolio.yaml").open("a", encoding="utf-8") as file:
                        file.write(lines)
                case Says(who=who, date=date):
                    review(level, reviewer=who, date=date, attestations=[statement(what)])


def statement(said: Says) -> dict[str, Any]:
    """One attestation of a review; a form has an answer to every question."""
    data: dict[str, Any] = {"row": said.row, "seen": pins(*(said.items or ("*",)))}
    data |= {"item": said.items[0]} if said.items else {}
    if said.form is None:
        return data | {"statement": "confirm"}
    answers = {question.id: "Yes, I saw it." for question in starter().forms[said.form].questions}
    return data | {"form": said.form, "lesson_date": said.items[0][:10], "answers": answers}


def pins(*items: str) -> list[dict[str, str]]:
    """The files of items, each with its digests, which `fill` works out."""
    paths = [path.as_posix() for item in items for path in sorted(Path("evidence").glob(f"{item}/*"))]
    assert paths
    return [{"path": path, "sha256": f"@sha256({path})", "blob": f"@blob({path})"} for path in paths]


def review(level: Level, *, reviewer: str, **said: Any) -> None:
    """Writes the goal's next review, as the reviewer's own program would."""
    number = len(list(Path("reviews").rglob("*.yaml"))) + 1
    write(level, "review", f"{number:03}-{reviewer}", {"reviewer": reviewer, "verdict": None, **said})


def submit(level: Level) -> None:
    """Writes the goal's first submission, of everything there is."""
    stated = {"ready": True, "releases_held": True, "own_work": True}
    said = {"date": "2026-11-18", "statements": stated, "change_note": None, "seen": pins("*")}
    write(level, "submission", "1", {"attempt": 1, **said})


def write(level: Level, what: str, name: str, said: dict[str, Any]) -> None:
    """Writes a review or a submission: which portfolio, goal and checklist it is about, and what it says."""
    (identity,) = [line.split()[1] for line in Path("portfolio.yaml").read_text("utf-8").splitlines() if line.startswith("id:")]
    about = {"id": identity, "goal": level.goal, "attempt": said.pop("attempt", None)}
    checklist = {"id": level.checklist, "version": "2026.1", "sha256": "@checklist"}
    path = Path(f"{what}s/{level.goal}/{name}.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml_text({"schema": f"simcred/{what}/1", "portfolio": about, "checklist": checklist, **said}), "utf-8")
    fill(Path(), starter())


def goal_of(simcred: Simcred, level: Level) -> Any:
    """The one goal, as `status --json` has it."""
    (portfolio,) = typed(simcred, "status --json").data["portfolios"]
    (goal,) = portfolio["goals"]
    assert goal["id"] == level.goal
    return goal


def of_outcome(goal: Any, *outcomes: str) -> set[str]:
    return {row["id"] for row in goal["rows"] if row["outcome"] in outcomes}


def due(goal: Any) -> set[str]:
    """The rows without which nobody may submit, and that are open."""
    must = {row["id"] for row in goal["rows"] if (row["category"], row["due"]) == ("must", "submit")}
    return must - of_outcome(goal, "met", "not-applicable")


def check(simcred: Simcred, level: Level) -> tuple[int, set[str]]:
    """The exit code of `check --complete` for the goal, and what its errors are about: the row, or the code where there is none.

    An error that `check` alone finds, too, is about no row.
    """
    ran = simcred("check", "--complete", "--goal", level.goal, "--json")
    (portfolio,) = ran.data["portfolios"]
    return ran.code, {found["row"] or found["code"] for found in portfolio["findings"] if found["severity"] == "error"}


def go(simcred: Simcred, level: Level, *, never: frozenset[str] = frozenset()) -> Any:
    """Goes the steps one by one; the goal as it is then. `never` is what `check --complete` says besides the open rows.

    Before each step the goal is collecting, and the errors are the open rows; after it the rows are met that were, and the step's.
    """
    goal = goal_of(simcred, level)
    assert of_outcome(goal, "met") == set(level.at_first.split())
    for step in level.steps:
        assert goal["state"] == "collecting", step
        assert check(simcred, level) == (1, due(goal) | never), step
        before = of_outcome(goal, "met")
        bring(simcred, level, (step,))
        goal = goal_of(simcred, level)
        assert of_outcome(goal, "met") == before | set(step[0].split()), step
    assert due(goal) == set()
    assert simcred("check").code == 0
    return goal


@pytest.mark.parametrize(
    ("level", "row"),
    [("level 2 CER", "L2C-11"), ("level 2 LS", "L2L-12"), ("level 3 CER", "L3-11"), ("level 3 LS", "L3-11")],
    indirect=["level"],
)
def test_from_empty_to_ready_and_recommended(simcred: Simcred, level: Level, row: str) -> None:
    goal = go(simcred, level)
    assert (goal["state"], of_outcome(goal, "waiting")) == ("ready", {row})
    assert check(simcred, level) == (0, set())
    submit(level)
    goal = goal_of(simcred, level)
    assert (goal["state"], goal["changed"], of_outcome(goal, "waiting")) == ("submitted", False, {row})
    review(level, reviewer="sam-okafor", attempt=1, date="2026-11-19", verdict="recommend", seen=pins("*"))
    goal = goal_of(simcred, level)
    assert (goal["state"], goal["changed"], of_outcome(goal, "waiting")) == ("recommended", False, set())
    assert row in of_outcome(goal, "met")
    assert check(simcred, level) == (0, set())


@pytest.mark.parametrize(
    ("level", "waiting"),
    [("level 1 CER", "L1-04"), ("level 1 LS", "L1-04"), ("level 4 CER", ""), ("level 4 LS", "")],
    indirect=["level"],
)
def test_from_empty_to_ready_where_nobody_recommends(simcred: Simcred, level: Level, waiting: str) -> None:
    """What is submitted is as good as recommended; what is due at the award still waits."""
    goal = go(simcred, level)
    assert (goal["state"], of_outcome(goal, "waiting")) == ("ready", set(waiting.split()))
    assert check(simcred, level) == (0, set())
    submit(level)
    goal = goal_of(simcred, level)
    assert (goal["state"], goal["changed"], of_outcome(goal, "waiting")) == ("recommended", False, set(waiting.split()))
    assert check(simcred, level) == (0, set())


@pytest.mark.parametrize("level", ["level 5 CER", "level 5 LS"], indirect=True)
def test_a_placeholder_is_never_ready(simcred: Simcred, level: Level) -> None:
    """Level 5: every row is met, the centre's approval too, and the goal is still collecting."""
    goal = go(simcred, level, never=frozenset({"MC411"}))
    assert of_outcome(goal, "met") == {"L5-01", "L5-02", "L5-03", "L5-05", "L5-06"}
    assert (goal["state"], check(simcred, level)) == ("collecting", (1, {"MC411"}))
    bring(simcred, level, level.more)
    goal = goal_of(simcred, level)
    assert of_outcome(goal, "met") == {row["id"] for row in goal["rows"]}
    assert (goal["state"], check(simcred, level)) == ("collecting", (1, {"MC411"}))


def test_every_starter_checklist_has_its_way() -> None:
    assert {level.checklist for level in LEVELS.values()} == set(starter().checklists)


@pytest.mark.parametrize("level", LEVELS, indirect=True)
def test_what_a_guided_teacher_did_is_nobodys_own(simcred: Simcred, level: Level) -> None:
    """First every row that asks for evidence is met, also the recommended ones; then all of it is another teacher's work."""
    bring(simcred, level, (*level.steps, *level.more))
    goal = goal_of(simcred, level)
    own = {row["id"] for row in goal["rows"]} - set(level.others.split())
    assert own == asking_own(level.checklist)
    assert own <= of_outcome(goal, "met")
    for path in Path("evidence").glob("*/evidence.yaml"):
        text = path.read_text("utf-8")
        path.write_text(text if "teacher: guided" in text else f"{text}teacher: guided\n", "utf-8")
    goal = goal_of(simcred, level)
    assert own & of_outcome(goal, "met") == set()
    assert {row["id"]: row["evidence"] for row in goal["rows"] if row["id"] in own} == {row: [] for row in own}


def asking_own(checklist: str) -> set[str]:
    """The rows that ask for one's own work, or for what meets a lower level's rows, which do."""
    return {
        row.id
        for row in starter().checklists[checklist].rows
        if any(ask.teacher == "own" for ask in row.evidence_asks()) or any(row.from_goals())
    }


strategy = pytest.mark.parametrize("level", ["level 2 LS"], indirect=True)


def row_of(simcred: Simcred, row_id: str) -> tuple[str, int, int, str | None]:
    """A row's outcome, how many are there, how many are asked for, and why; whatever errors there are."""
    (portfolio,) = typed(simcred, "status --json").data["portfolios"]
    row = next(row for row in portfolio["goals"][0]["rows"] if row["id"] == row_id)
    return row["outcome"], row["have"], row["need"], row["reason"]


def findings(simcred: Simcred) -> list[tuple[str, str, str]]:
    (portfolio,) = simcred("check", "--json").data["portfolios"]
    return [(finding["code"], finding["severity"], finding["message"]) for finding in portfolio["findings"]]


@strategy
def test_five_of_eight_stages(simcred: Simcred, level: Level) -> None:
    typed(simcred, f"add L2L-02 {SPAN} --title Stages {FIRST_STAGES}")
    missing = "advanced practice and feedback, posttest and make commitments, generalization"
    assert row_of(simcred, "L2L-02") == ("unmet", 5, 8, f"5 of 8 in 2026-09-14-stages; not yet: {missing}")
    assert findings(simcred) == []


@strategy
def test_stages_in_another_order_do_not_count(simcred: Simcred, level: Level) -> None:
    line = f"add L2L-02 {SPAN} --title Stages {STAGES}".replace("model.date=2026-09-21", "model.date=2026-09-17")
    assert "Model (2026-09-17) is dated before Describe (2026-09-18)" in typed(simcred, line).err
    assert findings(simcred) == [("MC211", "error", "Model (2026-09-17) is dated before Describe (2026-09-18)")]
    assert row_of(simcred, "L2L-02") == ("unmet", 0, 1, "2026-09-14-stages has a mistake in it (see simcred check)")


@strategy
def test_a_gate_without_a_score_still_counts(simcred: Simcred, level: Level) -> None:
    score = " --set stages.posttest.reached=90 --set stages.posttest.of=100"
    typed(simcred, f"add L2L-02 {SPAN} --title Stages {STAGES.replace(score, '')}")
    assert findings(simcred) == [("MC323", "warning", "Posttest and make commitments is a mastery gate and has no score")]
    assert row_of(simcred, "L2L-02") == ("met", 1, 1, None)
