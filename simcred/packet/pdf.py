"""The packet as the manuscript of a PDF: the template, and everything that stands in it as data.

Nothing that an educator writes is taken for markup: the template reads texts as texts.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from simcred import resources
from simcred.exits import Stop
from simcred.gate import clean
from simcred.packet.page import size_words
from simcred.packet.words import tree

_TEMPLATE = "templates/packet/packet.typ"
_PAPERS = {"letter": "us-letter", "a4": "a4"}


def manuscript(data: Mapping[str, Any], paper: str) -> dict[str, bytes]:
    """The files of a PDF: the template, the page's data (`packet.context`) as JSON, and its pictures; on `letter` or `a4`.

    Raises `Stop` for any other paper.
    """
    if paper not in _PAPERS:
        raise Stop(f"there is no paper {paper}", "It can be letter or a4.")
    files = {"packet.typ": resources.data(_TEMPLATE)}
    document = _plain(_document(data, _PAPERS[paper]), files)
    return {**files, "data.json": msgspec.json.encode(document)}


def _document(data: Mapping[str, Any], paper: str) -> dict[str, Any]:
    """The page's data as the template reads it: only plain values, sizes in words, educators' words as trees."""
    plain = msgspec.to_builtins({key: value for key, value in data.items() if key != "goals"}, enc_hook=str)
    goals = [_goal(goal) for goal in data["goals"]]
    for file in plain["appendix"]:
        file["size"] = size_words(file["size"])
    return {**plain, "paper": paper, "goals": goals}


def _goal(goal: Mapping[str, Any]) -> dict[str, Any]:
    """One goal."""
    kept = {key: value for key, value in goal.items() if key not in ("checklist", "counts", "reviews", "rows")}
    checklist, counts = goal["checklist"], goal["counts"]
    named = None if checklist is None else f"{checklist.title}, {checklist.id} {checklist.version}: {goal['provenance']}"
    partner = goal["partner"] or {"name": "none named", "since": None}
    since = f", since {partner['since']}" if partner["since"] else ""
    facts = [
        ("Partner", f"{partner['name']}{since}"),
        ("Taught", "; ".join(goal["implementation"])),
        *(
            (f"Submission {one['number']}", f"{one['date']}{': ' + one['note'] if one['note'] else ''}")
            for one in goal["submissions"]
        ),
        ("Checklist", named),
        ("Persons and statements", f"{goal['assurance']}: taken from the files as they are, not signed"),
    ]
    made: dict[str, Any] = msgspec.to_builtins(kept, enc_hook=str)
    if made["changes"] is not None:
        made["changes"]["told"] = list(_changes(made["changes"]))
    return {
        **made,
        "context": [fact for fact in facts if fact[1]],
        "checklist": checklist is not None,
        "counts": {"met": counts.met, "open": counts.open, "total": counts.total},
        "rows": [_row(row) for row in goal["rows"]],
    }


def _changes(changes: Mapping[str, Any]) -> Iterator[str]:
    """What changed, in lines."""
    for what, words in (("changed", "changed"), ("gone", "gone"), ("unreadable", "cannot be read")):
        yield from (f"{words}: {path}" for path in changes[what])
    yield from (f"not looked at yet: {title}" for title in changes["new"].values())


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """One row, with its cards."""
    kept: dict[str, Any] = msgspec.to_builtins({key: value for key, value in row.items() if key != "cards"}, enc_hook=str)
    return {**kept, "cards": [card if card["again"] else _card(card) for card in row["cards"]]}


def _card(card: Mapping[str, Any]) -> dict[str, Any]:
    """One card; pictures as bytes, which become files."""
    made: dict[str, Any] = msgspec.to_builtins({key: value for key, value in card.items() if key != "words"}, enc_hook=str)
    for file in (*made["files"], *made["figures"]):
        file["size"] = size_words(file["size"])
    for file in made["figures"]:
        kind, _, encoded = file["preview"].pop("address").partition(";base64,")
        file["image"] = _Picture(base64.b64decode(encoded), "png" if kind.endswith("png") else "jpg")
    for chart in made["charts"]:
        drawn = chart.pop("svg")
        chart["image"] = _Picture(drawn.encode("utf-8"), "svg") if drawn else None
    return {**made, "words": tree(card["told"])}


class _Picture:
    """The bytes of a picture, on their way to a file."""

    def __init__(self, data: bytes, ending: str) -> None:
        self.data = data
        self.ending = ending


def _plain(value: Any, files: dict[str, bytes]) -> Any:
    """A value as JSON has it: every text through the gate, every picture a file of its own whose name stands for it."""
    if isinstance(value, _Picture):
        name = f"{len(files)}.{value.ending}"
        files[name] = value.data
        return name
    if isinstance(value, dict):
        return {key: _plain(inner, files) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner, files) for inner in value]
    return clean(value) if isinstance(value, str) else value
