"""What is different between two checklists, row by row and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import to_builtins

from simcred.model.checklist import Checklist, Row
from simcred.report.lines import Line, blank, line
from simcred.words import count

_HEAD = ("version", "title", "status", "level", "track")
_SAME: tuple[Any, ...] = ((), {}, None, "", False)
"""Values that say no more than a field that is not there."""


def differences(old: Checklist, new: Checklist) -> Iterator[Line]:
    """Rows that are new, gone or changed, and what that means for reviews."""
    yield line((f"{old.id} {old.version}", "title"), " against ", (f"{new.id} {new.version}", "title"))
    if old.digest == new.digest:
        yield line("They are the same.")
        return
    heads = list(_changed(_plain(old, _HEAD), _plain(new, _HEAD)))
    before, after = {row.id: row for row in old.rows}, {row.id: row for row in new.rows}
    for name, was, now in heads:
        yield from _field(name, was, now, indent=2)
    gone, added = [row for row in old.rows if row.id not in after], [row for row in new.rows if row.id not in before]
    kept = [(before[row.id], row) for row in new.rows if row.id in before and before[row.id] != row]
    for row in gone:
        yield from _titled("gone", row)
    for row in added:
        yield from _titled("new", row)
        for name, _, now in _changed({"title": row.title}, _leaves(row)):
            yield from _field(name, None, now, indent=6)
    for was, row in kept:
        yield from _titled("changed", row)
        for name, one, other in _changed(_leaves(was), _leaves(row)):
            yield from _field(name, one, other, indent=6)
    if old.texts != new.texts:
        yield blank()
        yield line("Texts for single routines or strategies differ too.")
    if [row.id for row in old.rows if row.id in after] != [row.id for row in new.rows if row.id in before]:
        yield blank()
        yield line("The rows stand in another order.")
    yield blank()
    yield line((f"{count(len(added), 'row')} new, {len(gone)} gone, {len(kept)} changed. ", "title"))
    if not (heads or gone or added or kept) and old.texts == new.texts:
        yield line("What differs is in keys of your own (x-) alone.")
    if old.id == new.id:
        yield line("Reviews made by the one do not count by the other; they show as outdated (MC502).")


def _titled(word: str, row: Row) -> Iterator[Line]:
    """A row's heading."""
    yield blank()
    yield line((f"{word:<8}", "warn"), (row.id, "title"), f"  {row.title}", hang=10)


def _field(name: str, was: Any, now: Any, *, indent: int) -> Iterator[Line]:
    """One field, as it was and as it is."""
    if was is not None:
        yield line((f"- {name}: {_said(was)}", "bad"), indent=indent, hang=indent + 2)
    if now is not None:
        yield line((f"+ {name}: {_said(now)}", "good"), indent=indent, hang=indent + 2)


def _said(value: Any) -> str:
    """A value as it stands in a file, in one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_said, value))}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_said(inner)}" for name, inner in value.items()) + "}"
    return str(value)


def _plain(checklist: Checklist, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(checklist, name) for name in names}


def _leaves(row: Row) -> dict[str, Any]:
    """A row's fields by their dotted way, without those that say nothing."""
    return dict(_walk(to_builtins(row), ""))


def _walk(value: Any, way: str) -> Iterator[tuple[str, Any]]:
    """Every innermost field that says something."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from _walk(inner, f"{way}.{name}" if way else name)
    elif way == "where" or way.endswith(".where"):
        yield way, value
    elif isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        for number, inner in enumerate(value, start=1):
            yield from _walk(inner, f"{way}.{number}")
    elif value not in _SAME and value != []:
        yield way, value
    elif ".where." in way:
        yield way, "filled in"


def _changed(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """The fields whose values differ, with both values; None where there is none."""
    for name in dict.fromkeys((*was, *now)):
        if name != "id" and was.get(name) != now.get(name):
            yield name, was.get(name), now.get(name)
