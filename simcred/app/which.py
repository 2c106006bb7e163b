"""Questions that several commands ask: which goal, which item, which level, which routine or strategy; and what checks an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from simcred.exits import Stop
from simcred.load.shape import field_shape, schema
from simcred.load.validator import Schema, prepare
from simcred.model.evidence import EvidenceItem
from simcred.model.portfolio import LAST_OF_ONE, LEVELS, Goal, Track
from simcred.model.programme import Programme
from simcred.questions import Choice, Question, Unanswered
from simcred.words import cut, did_you_mean, either

TRACKS = {"cer": "Content Enhancement Routines", "ls": "Learning Strategies"}


def goal_question(goals: Iterable[Goal], programme: Programme, option: str = "--goal") -> Question:
    """Which of some goals is meant; `option` is `GOAL` where it is said without one."""
    choices = tuple(Choice(goal.id, _title(goal, programme)) for goal in goals)
    return Question(option=option, text="Which goal?", choices=choices, explain="A goal by its id, as `simcred status` shows it.")


def _title(goal: Goal, programme: Programme) -> str:
    """A goal's level and what it is about, in words."""
    known = programme.interventions.get(goal.intervention or "")
    about = known.name if known is not None else goal.intervention or TRACKS.get(goal.track or "", "")
    return f"{LEVELS[goal.level][1]}, {about}" if goal.level in LEVELS else about


def no_such_goal(said: str, known: Sequence[str]) -> Stop:
    """The error for a goal that is not there, with the nearest that are."""
    return Stop(f"there is no goal {cut(said)}", did_you_mean(said, known) or f"Goals here: {', '.join(known) or 'none'}.")


def goals_named(said: str | None, goals: Sequence[Goal]) -> list[Goal]:
    """The goal that is said, or all of them. Raises `Stop` where there is none."""
    known = [goal.id for goal in goals]
    if not known:
        raise Stop("there are no goals yet", "Say what you work towards: simcred goal add INTERVENTION --level LEVEL")
    if said is not None and said not in known:
        raise no_such_goal(said, known)
    return [goal for goal in goals if said in (None, goal.id)]


def item_question(items: Mapping[str, EvidenceItem]) -> Question:
    """Which evidence item is meant, the newest first."""
    known = sorted(items.values(), key=lambda item: (item.date.start, item.slug), reverse=True)
    choices = tuple(Choice(item.slug, item.title) for item in known)
    return Question(option="ITEM", text="Which item?", choices=choices, explain="An item by its folder under evidence/.")


def asked_which(question: Question) -> Unanswered:
    """The error that asks for what a command is about, and names what there is to choose from."""
    known = either([choice.value for choice in question.choices])
    return Unanswered(f"{question.flag()} is missing", f"Say which: {known}.", [question])


def level_named(said: str | None) -> int | None:
    """A level as somebody writes it: its number, code or title. Raises `Stop` for anything else."""
    if said is None:
        return None
    wanted = said.casefold().removeprefix("level").strip()
    names = {name.casefold(): level for level, (code, title) in LEVELS.items() for name in (str(level), code, title)}
    if wanted not in names:
        hint = did_you_mean(said, [name for known in LEVELS.values() for name in known])
        raise Stop(f"there is no level {said}", hint or "Levels are 1 to 5; `simcred checklist` shows them.")
    return names[wanted]


def track_named(said: str | None) -> Track | None:
    """A track as somebody writes it. Raises `Stop` for anything else."""
    match (said or "").casefold():
        case "":
            return None
        case "cer":
            return "cer"
        case "ls":
            return "ls"
    near = did_you_mean(str(said), [name for pair in TRACKS.items() for name in pair])
    raise Stop(f"there is no track {said}", f"{near} Write cer ({TRACKS['cer']}) or ls ({TRACKS['ls']}).".strip())


def level_question(programme: Programme, option: str = "--level", text: str = "Which level do you work towards?") -> Question:
    """Which level; those that the programme has a checklist for."""
    have = {checklist.level for checklist in programme.checklists.values()}
    choices = tuple(Choice(str(level), title) for level, (_, title) in LEVELS.items() if level in have)
    explain = "Level 1 is for the session, 2 for teaching with fidelity, 3 for guiding others, 4 and 5 for leading sessions."
    return Question(option=option, text=text, choices=choices, explain=explain)


def intervention_question(programme: Programme, option: str = "--intervention", track: str | None = None) -> Question:
    """Which routine or strategy; a new one is taken too."""
    known = (held for held in programme.interventions.values() if track in (None, held.track))
    choices = tuple(Choice(held.name, _also(held.aliases)) for held in known)
    explain = "One of the catalogue (`simcred checklist --interventions` lists it), or a new one by its name."
    return Question(option=option, text="Which routine or strategy is it?", choices=choices, free=True, explain=explain)


def _also(aliases: tuple[str, ...]) -> str:
    return f"({', '.join(aliases)})" if aliases else ""


def track_question(text: str = "Is it for routines or for strategies?") -> Question:
    """Which track."""
    return Question(option="--track", text=text, choices=tuple(Choice(value, title) for value, title in TRACKS.items()))


def aim_question(level: int | None, programme: Programme, option: str = "--intervention", track: str | None = None) -> Question:
    """What a goal of a level is about: a routine or strategy, and from level 4 on a track."""
    above = level is not None and level > LAST_OF_ONE
    return track_question() if above else intervention_question(programme, option, track)


def fits(name: str, dotted: str) -> Callable[[str], None]:
    """What checks an answer against a field of a published format."""
    return fits_field(schema(name), dotted)


def fits_definition(name: str, definition: str) -> Callable[[str], None]:
    """What checks an answer against one of a published format's definitions, such as `url`."""
    used = schema(name)
    return fits_field({"properties": {definition: used["$defs"][definition]}, "$defs": used["$defs"]}, definition)


def fits_field(used: Schema, dotted: str, typed: Callable[[str, Schema], Any] = lambda text, _: text) -> Callable[[str], None]:
    """What checks an answer against a field's schema; `typed` makes text what the field holds."""
    shape = field_shape(used, dotted)

    def check(text: str) -> None:
        """Raises `Stop` where the answer does not fit."""
        if not prepare({**shape, "$defs": used.get("$defs", {})}).is_valid(typed(text, shape)):
            wanted = either(list(map(str, shape["enum"]))) if "enum" in shape else shape.get("x-expects", "something else")
            raise Stop(f"{cut(text, 40)} is not {wanted}", "Type it again.")

    return check
