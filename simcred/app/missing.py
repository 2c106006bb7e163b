"""What a new item still lacks for its row, as questions: its files, its day, and the fields in the words of its kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from simcred.app.answers import Addition, Target, parse_date, possible, typed
from simcred.app.which import fits_definition, fits_field, intervention_question
from simcred.exits import Stop
from simcred.load.shape import evidence_schema, field_shape, is_prose
from simcred.model.evidence import MISSING, EvidenceItem, value_at
from simcred.model.programme import Kind, Programme
from simcred.questions import Choice, Form, Question, Unanswered
from simcred.rules.consents import may_show
from simcred.steps import blanks
from simcred.words import cut, either, lowered

_WAYS: dict[str, tuple[str, str, str, Form]] = {
    "files": ("FILE", "a file", "Which file is it? Type its path, or drop it here.", "path"),
    "links": ("--link", "--link URL", "What is its web address?", "line"),
    "narrative": ("--set narrative", '--set narrative="..."', "What do you say about it?", "lines"),
}
"""What makes an item complete: the option that gives it, how that is written, its question, and the form of the answer."""


class Around(Struct, frozen=True):
    """What the questions for an item go by: its portfolio's programme and items, the day, and what raises `Stop` for a file."""

    programme: Programme
    items: Mapping[str, EvidenceItem]
    today: dt.date
    taken: Callable[[str], object]


def ask_for_the_rest(told: Addition, target: Target, data: Mapping[str, Any], around: Around) -> None:
    """Raises `Unanswered` that names what the row still needs, with the question for each."""
    row, kind, follows = target.row, target.kind, target.ask.follows
    missing = [name for name in blanks(target.ask, kind, target.named) if value_at(data, name) is MISSING]
    if "follows" in missing and not around.items:
        raise Stop(f"{row.id} grows from an item of {follows}, and there is none yet", f"Add that first: simcred add {follows}")
    needed = list(_needed(told, target, data, missing, around))
    lines = [_line(question) for question in needed]
    if not missing and not kind.is_complete(data) and not needed:
        lines = list(_ways(kind))
    if not lines:
        return
    message = f"{row.id} {row.title}: something is missing"
    hint = "\n".join([f"It is added as {lowered(kind.title)}. Say also:", *lines])
    kinds = {found.id: found for _, found in possible(row, around.programme)}
    if len(kinds) > 1 and not (told.kind or told.files or told.links or told.media or told.sets):
        choices = tuple(Choice(found.id, found.what) for found in kinds.values())
        raise Unanswered(message, hint, [Question(option="--kind", text="What is it?", choices=choices, explain=row.how)])
    asked = [*_complete(kind, data, missing, around), *_day(told, kind, needed, around.today), *needed]
    raise Unanswered(message, hint, asked)


def _needed(
    told: Addition, target: Target, data: Mapping[str, Any], missing: Sequence[str], around: Around
) -> Iterator[Question]:
    """The questions for what must be said."""
    kind = target.kind
    for name in missing:
        if name == "follows":
            yield _grown_from(target, around)
        elif not name.startswith("date"):
            yield field_question(kind, name)
    if kind.intervention == "required" and "intervention" not in data:
        text = "Which routine or strategy is it about (its name or id)?"
        yield replace(intervention_question(around.programme, "--set intervention"), text=text, free=False)
    if any(name.startswith("date.") for name in missing):
        text = f"{_asked(kind, 'date.start')} First and last day, as 2026-09-14..2026-11-06."
        yield Question(option="--date", value="START..END", text=text, check=_span)
    elif told.date is None and kind.enough == ("date",):
        yield Question(option="--date", value="DATE", text=_asked(kind, "date"), check=parse_date, default=str(around.today))
    unasked = "people" not in data and not any(name.startswith("people") for name in missing)
    names = [*(str(file["path"]) for file in data.get("files", ())), *(path.name for path in told.media)]
    if unasked and any(map(may_show, names)):
        yield field_question(kind, "people.shown")
    if target.ask.whole:
        yield from (field_question(kind, name) for name in _begun(kind, data))


def _grown_from(target: Target, around: Around) -> Question:
    """The question for the item that one grew from: one of those that count for the row named, else any."""
    slugs = target.grown_from or tuple(around.items)
    choices = tuple(Choice(slug, around.items[slug].title) for slug in slugs)
    text = f"From which item of {target.ask.follows} did it grow?"
    return Question(option="--set follows", text=text, choices=choices, explain="The folder of that item under evidence/.")


def _begun(kind: Kind, data: Mapping[str, Any]) -> Iterator[str]:
    """The fields with which a series begins, where nothing of it is there yet."""
    for series in kind.series:
        if all(value_at(data, name) == value for name, value in series.when.items()) and value_at(data, series.field) is MISSING:
            yield from (series.of, series.field) if series.of is not None else (f"{series.field}.{series.parts[0].id}.date",)


def _line(question: Question) -> str:
    """A question as a hint: the option to give, what it asks, and what it can be where that is another item."""
    known = either([choice.value for choice in question.choices]) if question.option == "--set follows" else ""
    boolean = " (true or false)" if question.form == "yes-no" else ""
    return f"{question.flag()}   {question.text}{boolean}{f' It can be {known}.' if known else ''}".rstrip()


def _ways(kind: Kind) -> Iterator[str]:
    """What would make an item complete, in options."""
    yield either([_WAYS[what][1] for what in kind.enough if what in _WAYS])
    if "fields" in kind.enough:
        yield "or its own fields:"
        yield from (_line(field_question(kind, name)) for name in kind.prompts)


def _asked(kind: Kind, name: str) -> str:
    """The words that ask for a field: the kind's own, else the field's description."""
    return kind.prompts.get(name) or str(field_shape(evidence_schema(kind), name).get("description", "")).rstrip(".")


def field_question(kind: Kind, name: str) -> Question:
    """The question for a field of a kind, by its dotted name, with the answers that its schema takes."""
    shape = evidence_schema(kind)
    node = field_shape(shape, name)
    entries = node.get("items", {}).get("enum", ())
    choices = [Choice(str(value)) for value in node.get("enum", entries)]
    if entries and not node.get("minItems"):
        choices.append(Choice("none", "nobody"))
    return Question(
        option=f"--set {name}",
        text=_asked(kind, name),
        choices=tuple(choices),
        explain=str(node.get("description", "")),
        form="yes-no" if node.get("type") == "boolean" else "lines" if is_prose(node) else "line",
        several=bool(entries),
        check=fits_field(shape, name, typed),
    )


def _complete(kind: Kind, data: Mapping[str, Any], missing: Sequence[str], around: Around) -> Iterator[Question]:
    """The questions that make an item complete: a file, else an address, else words, else the kind's own fields."""
    if kind.is_complete(data) or ("fields" in kind.enough and any(name.split(".")[0] in kind.fields for name in missing)):
        return
    ways = [what for what in _WAYS if what in kind.enough]
    own = [name for name in kind.prompts if "fields" in kind.enough and not name.startswith("date")]
    explain = f"It needs {either([_WAYS[what][1] for what in ways])}."
    before: tuple[str, ...] = ()
    for what in ways:
        option, _, text, form = _WAYS[what]
        yield Question(
            option=option,
            text=text,
            form=form,
            explain=explain,
            several=what == "files",
            optional=True,
            empty="none of these" if what == ways[-1] and not own else "something else instead",
            unless=before,
            check={"files": around.taken, "links": fits_definition("evidence", "url")}.get(what),
        )
        before = (*before, option)
    yield from (replace(field_question(kind, name), optional=True, unless=before) for name in own)


def _day(told: Addition, kind: Kind, needed: Sequence[Question], today: dt.date) -> Iterator[Question]:
    """The question for the day, where nothing asks for it already."""
    if told.date is None and all(question.option != "--date" for question in needed):
        text = kind.prompts.get("date") or "Of which day is it?"
        yield Question(option="--date", text=text, check=parse_date, default=str(today))


def _span(text: str) -> None:
    """Raises `Stop` for what is no stretch of days."""
    if isinstance(parse_date(text), str):
        raise Stop(f"{cut(text)} is one day", "Give the first and the last: 2026-09-14..2026-11-06.")
