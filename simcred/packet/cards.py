"""Evidence on a page: the educator's words, what an item is, pictures of its files, and the scores in them."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from simcred.load.facts import Facts
from simcred.load.paths import ending_of, path_problem
from simcred.load.scores import MOST_BYTES, Score, parse
from simcred.load.shape import field_shape, is_prose
from simcred.model.contents import Preview
from simcred.model.evidence import EvidenceItem
from simcred.model.outcome import Assessment, RowOutcome
from simcred.model.portfolio import Portfolio
from simcred.model.programme import MEASURES, Kind, Programme
from simcred.model.tree import TooBig
from simcred.packet.left_out import LeftOut
from simcred.packet.words import markdown
from simcred.rules.filetypes import SEEN_ONLY
from simcred.words import both, count

_TEXT_LIMIT = 200_000
_LONG = 80
"""Characters from which on a field is a text of its own, and no fact beside others."""
_NOT_YET = "not yet"
_LEARNERS = {"participant", "apprentice"}
"""Relations of those who learn from the educator."""
BUILT_IN = {
    "schema",
    "title",
    "kind",
    "intervention",
    "date",
    "by",
    "narrative",
    "narrative_file",
    "files",
    "links",
    "people",
    "follows",
    "retain_until",
    "status",
    "not_for",
    "teacher",
}
"""Fields that every item may have, whatever its kind."""


class Source(Struct, frozen=True):
    """All that a packet is made from; `previews` are pictures of files, by their paths from the portfolio's folder.

    `left_out` says what is taken out of a restricted packet (None: nothing, it is the whole one).
    """

    facts: Facts
    portfolio: Portfolio
    programme: Programme
    assessment: Assessment
    today: dt.date
    previews: Mapping[str, Preview] = {}
    left_out: LeftOut | None = None


def cards(source: Source, goal: str, outcome: RowOutcome, shown: set[str]) -> list[dict[str, Any]]:
    """The evidence of a row: what is words alone comes first, then the rest, each in the order of days.

    An item that is `shown` already is only named; one that lacks something is shown as what it is.
    """
    near = () if outcome.near is None or outcome.near in outcome.evidence else (outcome.near,)
    items = [source.facts.items[slug] for slug in (*outcome.evidence, *near) if slug in source.facts.items]
    made = []
    for item in sorted(items, key=lambda item: (bool(item.files or item.links), item.date.start, item.slug)):
        card = {
            "anchor": f"item:{goal}:{item.slug}",
            "title": item.title,
            "again": item.slug in shown,
            "counts": item.slug not in near,
        }
        made.append(card if item.slug in shown else card | _card(source, item, f"{goal}-{item.slug}"))
        shown.add(item.slug)
    return made


def _card(source: Source, item: EvidenceItem, anchor: str) -> dict[str, Any]:
    """One evidence item: the words first, then what it is and its files."""
    kind = source.programme.kinds.get(item.kind)
    fields = _own(item)
    words = narrative(source.facts, item)
    files = [_file(source, item, file.path, file.description) for file in item.files]
    if item.narrative_file is not None and not words:
        files.append(_file(source, item, item.narrative_file, "the words of this item, which cannot be shown here"))
    series = dict(_series(item, kind))
    return {
        "kind": kind.title if kind is not None else item.kind,
        "date": str(item.date),
        "by": item.by,
        "guided": item.teacher == "guided",
        "words": markdown(words),
        "told": words,
        "fields": list(_told({name: value for name, value in fields.items() if name not in series}, kind)),
        "series": list(series.values()),
        "figures": [file for file in files if file["preview"] is not None],
        "files": [file for file in files if file["preview"] is None],
        "charts": list(_charts(source, item, kind, anchor)),
        "links": item.links,
        "follows": _title(source, item.follows),
        "people": _people(item),
        "left_out": list(source.left_out.at(item.slug)) if source.left_out is not None else [],
    }


def told(item: EvidenceItem, kind: Kind | None) -> Iterator[tuple[str, str, bool]]:
    """An item's own fields in words: a name or question, its text, and whether that is long.

    Teachers whom the educator guides, teaches or trains are not named: it is no sign of theirs that is worked for.
    """
    learners = {name for name, what in (kind.relations if kind is not None else {}).items() if what in _LEARNERS}
    fields = {name: value for name, value in _own(item).items() if name not in {"guided", *learners}}
    series = dict(_series(item, kind))
    yield from _told({name: value for name, value in fields.items() if name not in series}, kind)
    for parts in series.values():
        yield from ((part["title"], f"{part['day']} {part['score']}".strip(), False) for part in parts if part["day"] != _NOT_YET)


def _own(item: EvidenceItem) -> dict[str, object]:
    """The fields that an item has by its kind."""
    return {name: value for name, value in item.data.items() if name not in BUILT_IN and not name.startswith("x-")}


def _title(source: Source, slug: str | None) -> str | None:
    """The title of another item, where there is one."""
    other = source.facts.items.get(slug or "")
    return other.title if other is not None else slug


def narrative(facts: Facts, item: EvidenceItem) -> str:
    """The educator's words, from the manifest or from their own file; none where that cannot be read, or is too long to be shown."""
    if item.narrative_file is None:
        return item.narrative or ""
    try:
        return facts.tree.read(f"{item.folder}/{item.narrative_file}", _TEXT_LIMIT).decode("utf-8", "replace")
    except (OSError, TooBig):
        return ""


def _series(item: EvidenceItem, kind: Kind | None) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The days that come one after another in an item, by their field: each part with its day, and its score where it has one."""
    for series in kind.series if kind is not None else ():
        held = item.data.get(series.field)
        if series.parts and isinstance(held, dict) and series.field != MEASURES:  # of which the table of scores tells more
            yield (
                series.field,
                [
                    {"title": part.title, **(_part(held[part.id]) if part.id in held else {"day": _NOT_YET, "score": ""})}
                    for part in series.parts
                ],
            )


def _part(value: object) -> dict[str, str]:
    """One part of a series: its day, and what was reached of how much."""
    if not isinstance(value, dict):
        return {"day": str(value), "score": ""}
    reached, of = value.get("reached"), value.get("of")
    return {"day": str(value.get("date", "")), "score": "" if reached is None else f"{reached} of {of}" if of else str(reached)}


def _told(fields: Mapping[str, object], kind: Kind | None) -> Iterator[tuple[str, str, bool]]:
    """A kind's own fields by name and text, and whether that is prose: then it answers the kind's own question."""
    prompts = kind.prompts if kind is not None else {}
    shapes = {"properties": kind.fields if kind is not None else {}}
    for name, text in _fields(fields, ""):
        long = len(text) > _LONG or is_prose(field_shape(shapes, name))
        yield (prompts.get(name) if long else None) or name.replace("_", " ").replace(".", ", "), text, long


def _fields(value: object, name: str) -> Iterator[tuple[str, str]]:
    """Fields as dotted names and texts; the log's questions and the like one by one."""
    if isinstance(value, dict) and "name" in value and set(value) <= {"name", "person"}:
        yield name, str(value["name"])
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _fields(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        people = (str(entry["name"]) if isinstance(entry, dict) and "name" in entry else str(entry) for entry in value)
        yield name, ", ".join(people)
    else:
        yield name, str(value)


def _file(source: Source, item: EvidenceItem, path: str, description: str | None) -> dict[str, Any]:
    """One file: name, what it shows, size in bytes, what it is, its picture, and its address from the portfolio's folder."""
    full = f"{item.folder}/{path}"
    entry, content, preview = source.facts.entries.get(full), source.facts.contents.get(full), source.previews.get(full)
    there = entry is not None and entry.kind == "file" and path_problem(path) is None
    shown = ending_of(path) in SEEN_ONLY
    pages = content.pages if content is not None else None
    return {
        "path": path,
        "full": full,
        "description": description,
        "size": entry.size if entry is not None and there else None,
        "there": there and shown,
        "unsafe": not shown,
        "pages": count(pages, "page") if pages is not None else None,
        "preview": None if preview is None else picture(preview, path, description, pages),
    }


def picture(preview: Preview, path: str, description: str | None, pages: int | None) -> dict[str, Any]:
    """A picture inside the page, with the words that stand for it."""
    what = "First page of" if pages is not None and pages > 1 else "Page of" if pages is not None else "Picture of"
    return {
        "address": f"data:{preview.media_type};base64,{base64.b64encode(preview.data).decode('ascii')}",
        "width": preview.width,
        "height": preview.height,
        "words": f"{what} {path}: {description}" if description else f"{what} {path}, which has no description",
    }


def _charts(source: Source, item: EvidenceItem, kind: Kind | None, anchor: str) -> Iterator[dict[str, Any]]:
    """The scores in an item's tables, drawn and told."""
    if kind is None or not kind.has_scores:
        return
    for number, file in enumerate(item.files):
        if found := scores(source.facts, f"{item.folder}/{file.path}"):
            from simcred.packet.chart import chart  # only where something is to be drawn

            drawn = chart(found, kind.measures, f"{anchor}:{number}")
            if drawn is not None:
                yield {**drawn, "path": file.path}


def scores(facts: Facts, path: str) -> tuple[Score, ...]:
    """The scores of a table; none where a file is none, or cannot be read, which `check` tells."""
    if ending_of(path) != "csv":
        return ()
    try:
        return parse(facts.tree.read(path, MOST_BYTES)).rows
    except (OSError, TooBig):
        return ()


def _people(item: EvidenceItem) -> str | None:
    """Who can be seen or heard, and by which permission."""
    people = item.people
    removed = "Names and faces are removed." if people.deidentified else None
    if not people.needs_consent:
        return removed
    if removed is not None:
        return (
            f"{removed} {both(people.heard).capitalize()} can be heard; permission: {', '.join(people.consent) or 'none named'}."
        )
    who = " and ".join(dict.fromkeys((*people.shown, *people.heard)))
    what = f"Shows or voices {who}" if who else "Names are not removed"
    return f"{what}; permission: {', '.join(item.people.consent) or 'none named'}."
