"""Adding evidence for a row: files are copied, what the row settles is filled in, and the new item is looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from simcred.app.answers import Addition, Target, choice, fields_of, parse_date
from simcred.app.binding import Progress, ask_access, bind_all, link_entries, media_of, silent
from simcred.app.look import Look, Seen
from simcred.app.manifests import modeline, opened, valid
from simcred.app.missing import Around, ask_for_the_rest
from simcred.app.rows import row_first, row_meant
from simcred.app.sources import sources_of
from simcred.exits import Exit, Stop
from simcred.load.paths import slug_of
from simcred.load.shape import Shapes, evidence_schema, field_shape
from simcred.load.validator import Schema
from simcred.model.outcome import RowOutcome
from simcred.model.programme import Kind, Programme
from simcred.rules.case import Case
from simcred.rules.counting import Counting
from simcred.rules.files import left_over, texts_in
from simcred.rules.filetypes import RECORDINGS
from simcred.rules.forms import KEEP, calls_form
from simcred.rules.series import next_day
from simcred.steps import asked_for, command, grown_from
from simcred.words import cut, did_you_mean, either
from simcred.workspace.changes import Changes, Taken
from simcred.workspace.emit import yaml_text

_LONGEST_SLUG = 58
_MOST_ALIKE = 10_000
_MOST_SAID = 5
"""Mistakes of a new item that are said at once; `check` has the rest."""


def add_evidence(
    path: Path, told: Addition, look: Look, *, ask_all: bool = False, progress: Progress = silent
) -> tuple[str, list[str]]:
    """Writes a new evidence item; its slug, and remarks. Raises `Stop` when an answer is missing or wrong.

    With `ask_all` somebody is there to be asked also for what may be left out; `progress` hears of what is read whole.
    """
    seen, portfolio = opened(path, look)
    programme = seen.programme
    told = row_first(told)
    goal, row = row_meant(told, seen, portfolio)
    judged = next((known for known in seen.assessment.goals if known.goal is goal), None)
    outcomes = judged.rows if judged is not None else ()
    known = next((outcome for outcome in outcomes if outcome.row.id == row.id), None)
    if known is not None and told.title is None:
        _goes_on(known, seen)
    ask, kind = choice(told, row, programme, known.ask if known is not None else None)
    drafts = grown_from(ask, judged) if judged is not None else ()
    checklist = programme.checklist_for(goal)
    target = Target(goal, row, ask, kind, drafts, frozenset(asked_for(row, checklist)))
    shape = evidence_schema(kind)
    fields = fields_of(told.sets, shape)
    known_fields(fields, seen, programme, shape)
    sources, remarks = sources_of(told.files, kind, programme, look.typed_from)
    media = media_of(told.media, kind, seen.spot.root)
    data = _data(told, target, fields, sources, look.today)
    items = seen.facts.items if seen.facts is not None else {}
    here = Around(programme, items, look.today, lambda text: sources_of([Path(text)], kind, programme, look.typed_from))
    ask_for_the_rest(told, target, data, here)
    _no_form(data)
    ask_access(told.elsewhere, ask_all=ask_all)
    if known is not None and known.owed and known.ask is None and known.evidence:
        remarks.append(f"The evidence for {row.id} was there already; it waits for {known.owed[0].whom}.")
    if told.date is None:
        remarks.append(f"It is dated today, {look.today}; --date gives another day.")
    remarks.extend(bind_all(data.get("links", ()), media, look.today, progress))
    slug = write_item(seen, data, sources)
    return slug, [*remarks, *_added(path, look, slug, target), *_to_bind(told, kind, slug)]


def _no_form(data: Mapping[str, Any]) -> None:
    """Raises `Stop` where an item with files is called a signed form, which stays at school."""
    if data.get("files") and calls_form(str(data["title"])):
        raise Stop("this item is said to be a signed permission form, and those stay at school", KEEP, Exit.WORK)


def _to_bind(told: Addition, kind: Kind, slug: str) -> Iterator[str]:
    """How a recording that has only an address is bound."""
    if told.links and not told.media and RECORDINGS & set(kind.formats):
        yield (
            "The address alone says nothing of what is there. To bind the recording, so that it can be told whether it is still "
            f"the same: simcred privacy bind {slug} FILE"
        )


def _added(path: Path, look: Look, slug: str, target: Target) -> Iterator[str]:
    """What to say of the new item: that it counts, or why it does not yet."""
    seen, _ = opened(path, look)
    goal, row = target.goal, target.row
    facts, programme = seen.facts, seen.programme
    checklist = programme.checklist_for(goal)
    yield f"Added for {row.id} {row.title}."
    said, sound = remarks_on(seen, slug)
    yield from said
    if not sound or facts is None or checklist is None or slug not in facts.items:
        return
    miss = Counting(Case.of(facts, programme, look.today), goal, checklist, frozenset()).why_not(
        target.ask, row, facts.items[slug]
    )
    if miss is not None:
        yield f"It does not count for {row.id} yet: {miss}."


def remarks_on(seen: Seen, slug: str) -> tuple[list[str], bool]:
    """What is to be mended or looked at in a new item, and whether it is sound; after mistakes nothing else matters."""
    mine = [finding for finding in seen.assessment.findings if finding.about.evidence == slug]
    errors = [finding for finding in mine if finding.severity == "error"]
    if errors:
        return [f"It has a mistake in it: {finding.message}. {finding.hint}" for finding in errors[:_MOST_SAID]], False
    warnings = [finding for finding in mine if finding.severity == "warning"]
    return [f"Look at it once more: {finding.message}. {finding.hint}" for finding in warnings], True


def _goes_on(known: RowOutcome, seen: Seen) -> None:
    """Raises `Stop` where there is a record that only has to go on."""
    if known.ask is not None and known.ask.whole and known.near is not None and known.ask.at_least == 1:
        item = seen.facts.items.get(known.near) if seen.facts is not None else None
        name = next_day(seen.programme.kinds.get(item.kind), item) if item is not None else None
        words = f"edit {known.near}" + (f" --set {name}=DATE" if name is not None else "")
        hint = f"Go on with it: {command(words, seen.spot.folder)}\nFor another group, give the record a --title of its own."
        raise Stop(f"there is a record for {known.row.id} already: {known.reason}", hint, Exit.USAGE)


def known_fields(fields: dict[str, Any], seen: Seen, programme: Programme, shape: Schema) -> None:
    """Puts ids for names of routines and strategies. Raises `Stop` for an item or a consent that is not there, and for blanks."""
    said = fields.get("intervention")
    if said is not None:
        names = [str(name) for name in (said if isinstance(said, list) else [said])]
        found = [held.id if (held := programme.intervention(name)) is not None else name for name in names]
        fields["intervention"] = found if len(found) > 1 else found[0]
    follows, items = fields.get("follows"), seen.facts.items if seen.facts is not None else {}
    if follows is not None and follows not in items:
        hint = did_you_mean(str(follows), items) or "Name a folder under evidence/."
        raise Stop(f"there is no evidence item {cut(follows)}", hint, Exit.USAGE)
    people = fields.get("people")
    records = seen.facts.portfolio.consents if seen.facts is not None and seen.facts.portfolio is not None else ()
    for name in people.get("consent", ()) if isinstance(people, dict) else ():
        if name not in {record.id for record in records}:
            hint = (
                did_you_mean(str(name), [record.id for record in records])
                or f"Write it down first: simcred consent add {cut(str(name), 40)}"
            )
            raise Stop(f"there is no consent record {cut(str(name))}", hint, Exit.USAGE)
    for pointer, text in texts_in(fields, ()):
        if left_over(text.strip(), pointer[-1]):
            name = ".".join(map(str, pointer))
            choices = field_shape(shape, name).get("enum")
            hint = f"It can be {either(list(map(str, choices)))}." if choices else "Put in what it should say."
            raise Stop(f"--set {name} still holds {cut(text.strip())}", hint, Exit.USAGE)


def _data(told: Addition, target: Target, fields: dict[str, Any], sources: Mapping[str, Path], today: dt.date) -> dict[str, Any]:
    """The manifest's data, in the order people read it."""
    goal, ask = target.goal, target.ask
    title = told.title or target.row.title[:140]
    data: dict[str, Any] = {"schema": "simcred/evidence/1", "title": title, "kind": target.kind.id}
    for name, shape in ask.where.items():
        if isinstance(shape.get("const"), str) and "." not in name and name not in fields:
            data[name] = shape["const"]
    if goal.intervention is not None and "intervention" not in fields:
        data["intervention"] = goal.intervention
    data["date"] = parse_date(told.date) if told.date is not None else today.isoformat()
    if ask.teacher == "guided":
        data["teacher"] = "guided"
    data.update(fields)
    if isinstance(data.get("people"), dict):
        data["people"] = {"shown": [], **data["people"]}
    if sources:
        data["files"] = [{"path": name} for name in sources]
    if links := link_entries(told.elsewhere):
        data["links"] = links
    return data


def _slugs(data: Mapping[str, Any], name: str | None) -> Iterator[str]:
    """Names for the item's folder: the day, and its name or title, and then the same with a number."""
    day = data["date"]["start"] if isinstance(data["date"], dict) else data["date"]
    plain = f"{day}-{slug_of(name or str(data['title']))}".strip("-")
    if len(plain) > _LONGEST_SLUG:
        plain = plain[:_LONGEST_SLUG].rpartition("-")[0]
    yield plain
    for number in range(2, _MOST_ALIKE):
        yield f"{plain}-{number}"


def write_item(seen: Seen, data: Mapping[str, Any], sources: Mapping[str, Path], name: str | None = None) -> str:
    """Writes a new item with this data and copies of some files; its slug. Raises `Stop` for data that is not sound.

    Its folder is called by its day and `name`, else its title.
    """
    text = modeline("evidence", 2) + yaml_text(data)
    valid("evidence.yaml", "evidence", text.encode(), Shapes(seen.programme.kinds))
    return _written(seen.spot.root, _slugs(data, name), sources, text)


def _written(root: Path, slugs: Iterator[str], sources: Mapping[str, Path], text: str) -> str:
    """Writes an item to the first folder that is free, and that nobody else takes at the same time; its slug."""
    for slug in slugs:
        folder = f"evidence/{slug}"
        copies = [(source, f"{folder}/{name}") for name, source in sources.items()]
        try:
            manifest = (f"{folder}/evidence.yaml", text.encode())
            Changes(root, f"added {folder}", new=[folder], copies=copies, writes=[manifest]).apply()
        except Taken:
            continue
        return slug
    raise Stop(f"there are {_MOST_ALIKE - 1} items of this day and title", "Give another --title.", Exit.NOT_SAVED)
