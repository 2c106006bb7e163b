"""Laws that hold for any portfolio: order changes nothing, more evidence never unmeets a row, what is written reads back."""

from __future__ import annotations

import codecs
import datetime as dt
import json
import random
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simcred.app.places import starter
from simcred.assess import assess
from simcred.exits import Stop
from simcred.load.facts import load
from simcred.load.reader import read
from simcred.load.shape import Shapes
from simcred.model.outcome import Assessment
from simcred.snapshot.memory import MemoryTree
from simcred.workspace import edit
from simcred.workspace.edit import append, remove
from simcred.workspace.emit import as_entry, yaml_text

PORTFOLIO = b"""schema: simcred/portfolio/1
id: p-7h2k9q
educator: {name: Ana Rivera, email: ana.rivera@example.org}
partner: {person: sam-okafor, name: Sam Okafor}
goals:
  - {id: unit-organizer-pl, level: 1, intervention: cer-unit-organizer}
  - {id: unit-organizer-fi, level: 2, intervention: cer-unit-organizer}
"""
TODAY = dt.date(2026, 11, 20)
PROGRAMME = starter()
SHAPES = Shapes(PROGRAMME.kinds)
DAYS = st.dates(dt.date(2026, 9, 1), dt.date(2026, 11, 19)).map(str)
SLUGS = [f"item-{number}" for number in range(6)]
SPANS = st.tuples(DAYS, DAYS).map(lambda days: {"start": min(days), "end": max(days)})


def extras(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    stage = {"device": ["draft", "co-constructed", "routine", "final"], "account": ["co-constructed", "routine"]}
    if kind in stage:
        more: dict[str, Any] = {"stage": st.sampled_from(stage[kind])}
        return st.fixed_dictionaries(more, optional={"follows": st.sampled_from(SLUGS)})
    if kind == "student-work":
        return st.fixed_dictionaries(
            {"people": st.just({"shown": [], "deidentified": True})}, optional={"halo": st.sampled_from(["low", "high"])}
        )
    if kind == "implementation":
        group = st.just({"size": 20, "level": "7", "characteristics": "mixed"})
        return st.fixed_dictionaries(
            {"date": SPANS}, optional={"group": group, "minutes_a_day": st.just(20), "days_a_week": st.just(3)}
        )
    if kind == "log":
        return st.just({"log": dict.fromkeys(("went_well", "challenges", "next_time", "adjustments", "ideas"), "words")})
    if kind == "coaching":
        return st.just({"with": {"name": "Sam"}, "feedback": "slower", "follow_up": "did it"})
    if kind == "session":
        return st.fixed_dictionaries({}, optional={"leader": st.just({"name": "Sam"})})
    return st.just({"observer": {"name": "Sam"}})


def item(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    base = {"title": "A title", "intervention": "cer-unit-organizer", "narrative": "Words."}
    rest = st.tuples(DAYS, extras(kind))
    return rest.map(
        lambda pair: {
            "schema": "simcred/evidence/1",
            "kind": kind,
            **base,
            "date": pair[0],
            "links": [{"url": "https://x.example.org"}],
            **pair[1],
        }
    )


KINDS = ["device", "account", "implementation", "student-work", "log", "coaching", "observation", "session"]
ITEMS = st.dictionaries(st.sampled_from(SLUGS), st.sampled_from(KINDS).flatmap(item), max_size=6)


def files_of(items: dict[str, dict[str, Any]]) -> dict[str, bytes]:
    return {"portfolio.yaml": PORTFOLIO} | {
        f"evidence/{slug}/evidence.yaml": yaml_text(data).encode() for slug, data in items.items()
    }


ROWS = [row.id for row in PROGRAMME.checklists["fi-cer"].rows]
DECISIONS = st.lists(
    st.tuples(
        st.sampled_from(ROWS),
        st.sampled_from(["met", "not-yet", "question", "not-applicable"]),
        st.sampled_from(["sam-okafor", "lee-park"]),
        st.sets(st.sampled_from(SLUGS)),
    ),
    max_size=4,
)


def reviewed(files: dict[str, bytes], said: list[tuple[str, str, str, set[str]]]) -> dict[str, bytes]:
    """The files with a review for each decision, which pins the items that are there."""
    checklist = PROGRAMME.checklists["fi-cer"]
    made = dict(files)
    for number, (row, decision, who, slugs) in enumerate(said, 1):
        paths = [path for slug in sorted(slugs) if (path := f"evidence/{slug}/evidence.yaml") in files]
        pins = [{"path": path, **msgspec.structs.asdict(MemoryTree(files).digests(path))} for path in paths]
        review = {
            "schema": "simcred/review/1",
            "portfolio": {"id": "p-7h2k9q", "goal": "unit-organizer-fi", "attempt": None},
            "reviewer": who,
            "date": "2026-11-19",
            "checklist": {"id": checklist.id, "version": checklist.version, "sha256": checklist.digest},
            "decisions": [{"row": row, "decision": decision, "seen": pins}],
            "verdict": None,
        }
        made[f"reviews/unit-organizer-fi/{number:03}-{who}.yaml"] = yaml_text(review).encode()
    return made


def assessed(files: dict[str, bytes]) -> Assessment:
    return assess(load(MemoryTree(files), SHAPES), PROGRAMME, TODAY)


@settings(max_examples=120, deadline=None)
@given(ITEMS, st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(items: dict[str, dict[str, Any]], shuffle: random.Random) -> None:
    files = list(files_of(items).items())
    first = assessed(dict(files))
    shuffle.shuffle(files)
    assert assessed(dict(files)) == first


@settings(max_examples=250, deadline=None)
@given(ITEMS, st.sampled_from(KINDS).flatmap(item), DECISIONS)
def test_an_item_more_never_unmeets_a_row(
    items: dict[str, dict[str, Any]], more: dict[str, Any], said: list[tuple[str, str, str, set[str]]]
) -> None:
    """`consent: every` is apart by its meaning. The item more may close a circle of `follows`."""
    whole = {**items, "item-0": more}
    items = {slug: data for slug, data in items.items() if slug != "item-0"}
    files = reviewed(files_of(items), said)
    before, after = assessed(files), assessed({**files_of(whole), **files})
    for old, new in zip(before.goals, after.goals, strict=True):
        for was, now in zip(old.rows, new.rows, strict=True):
            if was.outcome == "met" and was.row.consent is None:
                assert now.outcome == "met", (was.row.id, now.reason)


TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"], include_characters="\n\t"), max_size=60
)
KEY = TEXT.filter(lambda key: key != "<<").map(lambda key: unicodedata.normalize("NFC", key))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), VALUES, min_size=1, max_size=5))
def test_what_is_written_reads_back_the_same(data: dict[str, Any]) -> None:
    document = read("x.yaml", yaml_text(data).encode())
    assert not document.findings
    assert document.data == data


ENTRIES = st.lists(st.dictionaries(st.sampled_from(["id", "note", "more"]), TEXT, min_size=1), max_size=4)
REMARKS = st.sampled_from(["", "# mine\n", "  # deeper: [x]\n", "\n", "      # - id: deepest\n"])
EMPTY = st.sampled_from(["goals: []{}", "goals:  # none yet{}", '"goals" : [ ]{}', "goals: null{}", "goals:{}", "goals: [\n]{}"])


@st.composite
def written(draw: st.DrawFn, least: int = 0) -> bytes:
    """A file that a person wrote: remarks everywhere, any line ends, a mark in front, a last line without an end."""
    entries = draw(ENTRIES.filter(lambda entries: len(entries) >= least))
    said = draw(st.sampled_from(["", "   # what I work towards"]))
    text = f"{draw(REMARKS)}name: x   # stays\n"
    if not entries:
        text += draw(EMPTY).format(said) + "\n"
    elif draw(st.integers(0, 9)) == 0:
        text += f"goals: {json.dumps(entries)}{said}\n"
    else:
        text += f"goals:{said}\n"
        indent = draw(st.sampled_from([0, 2, 4]))
        for entry in entries:
            text += draw(REMARKS) + (as_entry(entry, indent) if draw(st.booleans()) else f"{' ' * indent}- {json.dumps(entry)}\n")
    text += draw(REMARKS) + draw(st.sampled_from(["", "last: 1\n", "# the end\n"]))
    text = text.removesuffix("\n") if draw(st.booleans()) else text
    return draw(st.sampled_from([b"", codecs.BOM_UTF8])) + text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))).encode()


def edited(change: Callable[[], bytes]) -> bytes | None:
    """What an edit makes of a file; None when it is refused."""
    try:
        return change()
    except Stop:
        return None


@settings(max_examples=600, deadline=None)
@given(written(), st.dictionaries(st.sampled_from(["id", "level"]), TEXT, min_size=1))
def test_an_entry_added_and_taken_out_leaves_the_file(data: bytes, entry: dict[str, str]) -> None:
    document = read("x.yaml", data)
    assume(document.sound and document.data is not None)
    assert document.data is not None
    before = document.data.get("goals") or []
    added = edited(lambda: append("x.yaml", data, "goals", entry))
    assume(added is not None)
    assert added is not None
    assert read("x.yaml", added).data == {**document.data, "goals": [*before, entry]}
    if document.data["goals"] is None or re.search(rb"(?m)^\"?goals\"? ?: \[ \]", data):
        data = re.sub(rb"(goals\"? ?:)( null| \[ \])?", rb"\1 []", data)
    assert edited(lambda: remove("x.yaml", added, "goals", len(before))) == data


@settings(max_examples=600, deadline=None)
@given(written(1), st.integers(0, 3))
def test_what_is_taken_out_takes_no_other_line_along(data: bytes, number: int) -> None:
    document = read("x.yaml", data)
    assume(document.sound and document.data is not None)
    assert document.data is not None
    entries = document.data.get("goals") or []
    assume(entries and "#" not in json.dumps(entries) and "- id:" not in json.dumps(entries))
    number %= len(entries)
    less = edited(lambda: remove("x.yaml", data, "goals", number))
    assume(less is not None)
    assert less is not None
    assert read("x.yaml", less).data == {**document.data, "goals": entries[:number] + entries[number + 1 :]}
    remarks = re.compile(rb"# (?:mine|deeper|stays|what|the end)|- id: deepest")
    assert remarks.findall(less) == remarks.findall(data)
    assert (b"\r\n" in less, less[:3]) == (b"\r\n" in data, data[:3])


@pytest.mark.parametrize("lost", [b"# about it\n", b"  # mine"])
def test_an_edit_that_would_lose_a_remark_is_refused(monkeypatch: pytest.MonkeyPatch, lost: bytes) -> None:
    data = b"# about it\nname: x  # mine\ngoals:\n  - id: a\n  - id: b\n"
    whole = edit._File.joined
    monkeypatch.setattr(edit._File, "joined", lambda file, lines: whole(file, lines).replace(lost, b""))
    for change in (lambda: append("x.yaml", data, "goals", {"id": "c"}), lambda: remove("x.yaml", data, "goals", 1)):
        with pytest.raises(Stop, match="will not change"):
            change()


def test_usual_files_are_not_refused() -> None:
    for empty in ("goals: []", "goals: []   # none yet", "goals:", "goals:  # none yet"):
        for end, mark in (("\n", ""), ("\r\n", "\ufeff")):
            lines = [f"{mark}name: x", empty, "  # about them", "last: 1"]
            data = "".join(f"{line}{end}" for line in lines).encode()
            added = append("x.yaml", data, "goals", {"id": "a", "level": 1})
            lines[1:2] = [empty.replace(" []", ""), "  - id: a", "    level: 1"]
            assert added == "".join(f"{line}{end}" for line in lines).encode()
            lines[1:4] = [empty if "[]" in empty else empty.replace(":", ": []")]
            assert remove("x.yaml", added, "goals", 0) == "".join(f"{line}{end}" for line in lines).encode()
    data = b"goals:  # mine\n  # first\n  - id: a  # gone\n  # between\n  -\n    id: b\n\n  # after\nlast: 1"
    assert (
        remove("x.yaml", data, "goals", 1) == b"goals:  # mine\n  # first\n  - id: a  # gone\n  # between\n\n  # after\nlast: 1"
    )
    alone = remove("x.yaml", remove("x.yaml", data, "goals", 1), "goals", 0)
    assert alone == b"goals: []  # mine\n  # first\n  # between\n\n  # after\nlast: 1"
    assert append("x.yaml", b"name: x", "goals", {"id": "a"}) == b"name: x\ngoals:\n  - id: a\n"
    assert append("x.yaml", b"goals:\n- id: a", "goals", {"id": "b"}) == b"goals:\n- id: a\n- id: b"
    for flow in (b"goals: [{id: a}]\n", b"{goals: []}\n", b"goals: [  # none\n  ]\n"):
        with pytest.raises(Stop, match="will not change"):
            append("x.yaml", flow, "goals", {"id": "b"})
    with pytest.raises(Stop, match="will not change"):
        remove("x.yaml", b"goals: [{id: a}]\n", "goals", 0)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    document = read("x.yaml", data)
    assert document.sound or document.findings
