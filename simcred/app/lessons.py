"""The log after a lesson: which goal it is for, its questions, the item made of the answers, and the log as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from simcred.app.adding import remarks_on, write_item
from simcred.app.answers import fields_of, parse_date
from simcred.app.look import Look, Seen
from simcred.app.manifests import opened, readable
from simcred.app.missing import field_question
from simcred.app.rows import lower_rows
from simcred.app.which import goal_question, goals_named
from simcred.exits import Stop
from simcred.load.shape import evidence_schema
from simcred.model.checklist import EvidenceAsk, Row
from simcred.model.portfolio import Goal, Portfolio
from simcred.model.programme import LOG, Kind, Programme
from simcred.questions import Question, Unanswered
from simcred.report.narrative import narrative_log, questions
from simcred.rules.case import Case
from simcred.rules.counting import Counting, is_for_goal
from simcred.rules.files import left_over
from simcred.steps import command
from simcred.words import both, count, cut, did_you_mean

OPTIONS = ("went_well", "challenges", "next_time", "adjustments", "ideas")
"""The questions that have an option of their own; a programme's others are answered by --set."""


class Lesson(Struct, frozen=True):
    """What was said about a lesson: answers by the name of their question, None where nothing was said, "" where nothing is to say."""

    goal: str | None
    date: str | None
    answers: Mapping[str, str | None]
    sets: tuple[str, ...] = ()


class _Wanted(Struct, frozen=True):
    """A row that asks for a log: the goal, the row, the part of it, and the kind."""

    goal: Goal
    row: Row
    ask: EvidenceAsk
    kind: Kind


def write_log(path: Path, told: Lesson, look: Look, *, ask_all: bool) -> tuple[str, list[str]]:
    """Writes what was said about a lesson as an evidence item; its slug, and remarks.

    Raises `Unanswered` where nothing was said, and with `ask_all` where something was not; `Stop` for a wrong answer.
    """
    seen, portfolio = opened(path, look)
    wanted = _meant(told.goal, portfolio, seen.programme)
    goal, kind = wanted[0].goal, wanted[0].kind
    said = {f"{LOG}.{name}": text for name, text in told.answers.items() if text is not None}
    fields = fields_of(told.sets, evidence_schema(kind))
    own = fields.pop(LOG, {})
    said |= {f"{LOG}.{name}": text for name, text in own.items()}
    asked = questions(kind)
    if strange := [name for name in said if name not in asked]:
        raise Stop(
            f"the log here has no question {strange[0]}", did_you_mean(strange[0], asked) or f"It has {both(list(asked))}."
        )
    open_ = [name for name in asked if name not in said]
    if len(open_) == len(asked) or (ask_all and open_):
        raise _unanswered(kind, open_)
    day = parse_date(told.date) if told.date is not None else look.today.isoformat()
    answers = {name.partition(".")[2]: said[name] for name in asked if said.get(name)}
    if not answers:
        raise Stop("there is nothing to write down yet", "Answer one question at least.")
    _refuse_blanks(answers)
    data = {"schema": "simcred/evidence/1", "title": log_title(day), "kind": kind.id}
    about = {"intervention": goal.intervention} if goal.intervention is not None else {}
    slug = write_item(seen, {**data, **about, "date": day, **fields, LOG: answers}, {}, kind.id)
    remarks = [] if told.date is not None else [f"It is dated today, {look.today}; --date gives another day."]
    return slug, [*remarks, *_said_of(path, look, slug, wanted), *_left_out(kind, answers, f"edit {slug}", seen.spot.folder)]


def log_title(day: str | dict[str, str]) -> str:
    """What a log is called that nobody gave a title."""
    return f"Log of {day.get('start')} to {day.get('end')}" if isinstance(day, dict) else f"Log of {day}"


def _refuse_blanks(answers: Mapping[str, object]) -> None:
    """Raises `Stop` for an answer that is still what a printed command has in its place."""
    for name, said in answers.items():
        if left_over(str(said).strip(), name):
            raise Stop(f"{name} still says {cut(str(said).strip())}", "Put in what it should say.")


def _meant(name: str | None, portfolio: Portfolio, programme: Programme) -> list[_Wanted]:
    """The rows that a log is for, all of one routine or strategy. Raises `Unanswered` where it may be for several."""
    goals = goals_named(name, portfolio.goals)
    wanted = [found for goal in goals for found in _wanting(goal, programme)]
    if not wanted:
        message = "none of your goals asks for a log" if name is None else f"{name} asks for no log"
        raise Stop(message, "`simcred status --all` shows what your goals ask for, `simcred add` adds it.")
    theirs = list({found.goal.intervention: found.goal for found in reversed(wanted)}.values())[::-1]
    if len(theirs) > 1:
        message = f"a log can be for several goals: {both([goal.id for goal in theirs])}"
        raise Unanswered(message, "Say which with --goal.", [goal_question(theirs, programme)])
    return wanted


def _wanting(goal: Goal, programme: Programme) -> Iterator[_Wanted]:
    """The rows of a goal, and of the level that it looks back on, that take an item of a kind with a log."""
    checklist = programme.checklist_for(goal)
    own = [(goal, row) for row in (checklist.rows_for(goal.intervention) if checklist is not None else ())]
    for whose, row in [*own, *lower_rows([goal], programme)]:
        for ask in row.evidence_asks():
            kinds = [programme.kinds[name] for name in ask.kind if name in programme.kinds]
            yield from (_Wanted(whose, row, ask, kind) for kind in kinds if kind.has_log)


def _unanswered(kind: Kind, names: list[str]) -> Unanswered:
    """The error that asks the questions of a log."""
    asked = [_question(kind, name) for name in names]
    hint = "\n".join(["Answer them as far as you can:", *(f"{question.flag()}   {question.text}" for question in asked)])
    return Unanswered(f"the log has {count(len(asked), 'question')} open", hint, asked)


def _question(kind: Kind, name: str) -> Question:
    """One question of a log; left empty, it is left out."""
    own = name.partition(".")[2]
    option = f"--{own.replace('_', '-')}" if own in OPTIONS else f"--set {name}"
    return replace(field_question(kind, name), option=option, value="TEXT", optional=True, skip="")


def _said_of(path: Path, look: Look, slug: str, wanted: list[_Wanted]) -> Iterator[str]:
    """For which rows the new item counts, and why it does not for others that ask for a log."""
    seen, _ = opened(path, look)
    facts, _ = readable(seen)
    said, sound = remarks_on(seen, slug)
    yield from said
    if not sound:
        return
    case = Case.of(facts, seen.programme, look.today)
    missed: dict[str, list[str]] = {}
    for found in wanted:
        checklist = seen.programme.checklist_for(found.goal)
        if checklist is None:
            continue
        miss = Counting(case, found.goal, checklist, frozenset()).why_not(found.ask, found.row, facts.items[slug])
        where = f"{found.row.id} {found.row.title} ({found.goal.id})"
        if miss is None:
            yield f"It counts for {where}."
        elif where not in missed.setdefault(miss, []):
            missed[miss].append(where)
    for miss, rows in missed.items():
        yield f"It does not count for {both(rows)} yet: {miss}."


def _left_out(kind: Kind, answers: Mapping[str, object], edit: str, folder: str) -> Iterator[str]:
    """The questions that were left out, and the command that answers them later."""
    left = {name: text for name, text in questions(kind).items() if name.partition(".")[2] not in answers}
    if left:
        yield f"Left out: {' '.join(left.values())}"
        yield f"When you know more: {command(f'{edit} --set {next(iter(left))}=TEXT', folder)}"


def log_text(path: Path, goal: str | None, look: Look) -> str:
    """The whole log of a goal as Markdown. Raises `Unanswered` where several goals have one, `Stop` where there is nothing yet."""
    seen, portfolio = opened(path, look)
    wanted = _meant(goal, portfolio, seen.programme)
    entries = [text for text in _logs(seen, wanted[0].goal, look) if text]
    case = Case.of(readable(seen)[0], seen.programme, look.today)
    name = case.goal_name(wanted[0].goal)
    if not entries:
        raise Stop(f"there is no log of {name} yet", "`simcred log` asks five questions after a lesson.")
    return "\n".join([f"# {name}\n", *entries])


def _logs(seen: Seen, goal: Goal, look: Look) -> Iterator[str]:
    """The logs of a goal, by kind."""
    facts, _ = readable(seen)
    case = Case.of(facts, seen.programme, look.today)
    mine = [item for item in case.items() if item.status == "active" and item.teacher == "own" and is_for_goal(goal, case, item)]
    for kind in seen.programme.kinds.values():
        if kind.has_log:
            yield narrative_log([item for item in mine if item.kind == kind.id], kind)
