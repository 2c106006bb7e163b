"""Goals: made from answers, added and dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from simcred.app.look import Look, Seen
from simcred.app.manifests import as_seen, opened, save_portfolio
from simcred.app.which import (
    asked_which,
    goal_question,
    goals_named,
    intervention_question,
    level_question,
    track_named,
    track_question,
)
from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO
from simcred.load.paths import slug_of
from simcred.model.portfolio import LAST_OF_ONE, LEVELS, ChecklistRef, Goal, Portfolio, Track, aim_of
from simcred.model.programme import Programme
from simcred.questions import Question, Unanswered
from simcred.words import both, count, cut, did_you_mean, nearest
from simcred.workspace.edit import append, remove


class NewGoal(Struct, frozen=True):
    """The answers for a new goal."""

    intervention: str | None
    level: int | None
    track: str | None
    checklist: str | None = None


def demand(answers: Mapping[str, Any], questions: Sequence[Question]) -> None:
    """Raises `Unanswered` that names every answer that is missing, with the questions that ask for them and for what goes along."""
    missing = [option for option, value in answers.items() if value is None]
    if missing:
        message = f"{count(len(missing), 'answer')} missing: {', '.join(missing)}"
        raise Unanswered(message, "Give them as options; --help has an example.", questions)


def goal_data(told: NewGoal, programme: Programme) -> dict[str, Any]:
    """A goal's data from the answers. Raises `Stop` when they do not make one."""
    level_of(told, programme)
    if all(checklist.level != told.level for checklist in programme.checklists.values()):
        have = both(sorted({str(checklist.level) for checklist in programme.checklists.values()}))
        raise Stop(f"the programme has no checklist for level {told.level}", f"It has level {have}.", Exit.CANNOT_JUDGE)
    data = aim_data(told, programme)
    if told.checklist is not None and told.checklist not in programme.checklists:
        known = both(list(programme.checklists))
        hint = did_you_mean(told.checklist, programme.checklists) or f"It has {known}."
        raise Stop(f"the programme has no checklist {cut(told.checklist)}", hint)
    wanted = ChecklistRef(told.checklist) if told.checklist is not None else None
    checklist = programme.checklist_for(Goal(data["id"], data["level"], data.get("intervention"), data.get("track"), wanted))
    if checklist is None and wanted is not None:
        held = programme.checklists[wanted.id]
        raise Stop(f"{held.id} is for level {held.level} ({held.track}), not for this goal", "Leave --checklist out.")
    if checklist is None:
        raise Stop(
            f"the programme has no checklist for level {told.level} of this track",
            "`simcred checklist` shows those it has.",
            Exit.CANNOT_JUDGE,
        )
    return {**data, "checklist": {"id": checklist.id, "version": checklist.version}}


def level_of(told: NewGoal, programme: Programme) -> int:
    """The level. Raises `Stop` when none was said, or one that is not."""
    if told.level is None:
        demand({"--level": None}, [level_question(programme)])
    if told.level not in LEVELS:
        raise Stop(f"there is no level {told.level}", "Levels are 1 to 5; `simcred checklist` shows them.")
    return told.level


def aim_data(told: NewGoal, programme: Programme) -> dict[str, Any]:
    """A badge's data from the answers: an id, the level, and the intervention or track. Raises `Stop` when they do not make one."""
    level, track = level_of(told, programme), track_named(told.track)
    if level <= LAST_OF_ONE:
        demand({"INTERVENTION": told.intervention}, [intervention_question(programme, "INTERVENTION", track)])
        return _with_intervention(str(told.intervention), level, track, programme)
    demand({"--track": track}, [track_question()])
    if told.intervention is not None:
        message = f"level {level} is for a whole track, not for {told.intervention}"
        raise Stop(message, f"Leave {told.intervention} out; --track says which.")
    return {"id": f"{track}-{LEVELS[level][0].lower()}", "level": level, "track": track}


def _with_intervention(said: str, level: int, track: Track | None, programme: Programme) -> dict[str, Any]:
    """A goal's data for an intervention said by its id, name or another name in use."""
    known = programme.intervention(said)
    if known is not None:
        plain = known.id.removeprefix(f"{known.track}-")
        return {"id": f"{plain}-{LEVELS[level][0].lower()}", "level": level, "intervention": known.id}
    if track is None:
        names = [name for known in programme.interventions.values() for name in (known.name, *known.aliases)]
        hint = did_you_mean(said, names) or did_you_mean(said, programme.interventions)
        hint = hint or "If it is new, say its track: --track cer or --track ls."
        message = f"{said} is not in the catalogue, so its track is not known"
        raise Unanswered(message, hint, [track_question(f"{said} is new. Is it a routine or a strategy?")])
    plain = slug_of(said).removeprefix(f"{track}-")
    if not plain:
        raise Stop(
            f"no name for a folder can be made of {said}",
            "Write it with letters from a to z, or give its id, such as cer-my-routine.",
        )
    return {"id": f"{plain}-{LEVELS[level][0].lower()}", "level": level, "intervention": f"{track}-{plain}", "track": track}


def goal_remarks(goal: dict[str, Any], programme: Programme) -> Iterator[str]:
    """What is worth saying about a new goal."""
    name = goal.get("intervention")
    if name is not None and name not in programme.interventions:
        near = nearest(name, programme.interventions)
        yield f"{name} is not in the catalogue." + (
            f" Near it: {', '.join(near)}." if near else " That is fine for a new routine."
        )
    yield from _others(goal, programme)


def _others(goal: dict[str, Any], programme: Programme) -> Iterator[str]:
    """Other checklists of the programme that would serve a new goal."""
    made = Goal(goal["id"], goal["level"], goal.get("intervention"), goal.get("track"))
    others = [
        held.id for held in programme.checklists.values() if programme.serves(held, made) and held.id != goal["checklist"]["id"]
    ]
    if others:
        yield f"Its checklist is {goal['checklist']['id']}; the programme has also {both(others)} for it (--checklist)."


def add_goal(path: Path, told: NewGoal, look: Look) -> tuple[str, list[str]]:
    """Adds a goal to portfolio.yaml; its id, and remarks."""
    seen, portfolio = opened(path, look)
    goal = goal_data(told, seen.programme)
    aim = aim_of(goal["level"], goal.get("intervention"), goal.get("track"))
    twin = next((known.id for known in portfolio.goals if known.id == goal["id"] or known.aim == aim), None)
    if twin is not None:
        raise Stop(f"the goal {twin} is there already", "See it with `simcred status`.", Exit.NOT_SAVED)
    before = as_seen(seen)
    save_portfolio(seen, f"added the goal {goal['id']}", before, append(PORTFOLIO, before, "goals", goal))
    return goal["id"], list(goal_remarks(goal, seen.programme))


def drop_goal(path: Path, goal: str | None, look: Look) -> str:
    """Takes a goal out of portfolio.yaml; its evidence stays. Refused when somebody has reviewed it or it was submitted.

    Its id; which one it is, is asked where nobody says.
    """
    seen, portfolio = opened(path, look)
    number = goal_meant(seen, portfolio, goal)
    goal, facts = portfolio.goals[number].id, seen.facts
    kept = (f"reviews/{goal}/", f"submissions/{goal}/")
    if facts is not None and any(path.startswith(kept) for path in facts.entries):
        raise Stop(f"{goal} has been reviewed or submitted, so it is kept", "Ask the centre if it was a mistake.", Exit.NOT_SAVED)
    before = as_seen(seen)
    save_portfolio(seen, f"dropped the goal {goal}", before, remove(PORTFOLIO, before, "goals", number))
    return goal


def goal_meant(seen: Seen, portfolio: Portfolio, said: str | None) -> int:
    """Which of the goals has an id. Raises `Unanswered` where nobody says which, and `Stop` when none has."""
    meant = goals_named(said, portfolio.goals)
    if said is None:
        raise asked_which(goal_question(portfolio.goals, seen.programme, "GOAL"))
    return portfolio.goals.index(meant[0])
