"""Laws that hold for any portfolio: order changes nothing, more evidence never unmeets a row, what is written reads back."""

from __future__ import annotations

import datetime as dt
import random
import unicodedata
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simcred.app.places import starter
from simcred.assess import assess
from simcred.load.facts import load
from simcred.load.reader import read
from simcred.load.shape import Shapes
from simcred.model.outcome import Assessment
from simcred.snapshot.memory import MemoryTree
from simcred.workspace.edit import append, remove
from simcred.workspace.emit import yaml_text

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
        pins = [{"path": path, **MemoryTree(files).digests(path)._asdict()} for path in paths]
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
    """`consent: every` is apart by its meaning; a chain of `follows` is not closed to a circle here."""
    items = {slug: {**data, "follows": None} if data.get("follows") == "one-more" else data for slug, data in items.items()}
    whole = {**items, "one-more": {key: value for key, value in more.items() if key != "follows"}}
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


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(["id", "note", "more"]), TEXT, min_size=1), max_size=4),
    st.dictionaries(st.just("id"), TEXT, min_size=1),
    st.booleans(),
)
def test_an_entry_added_and_taken_out_leaves_the_file(entries: list[dict[str, str]], entry: dict[str, str], tail: bool) -> None:
    text = "# mine\nname: x   # stays\n" + yaml_text({"goals": entries}) + ("# after\nlast: 1\n" if tail else "")
    added = append("x.yaml", text.encode(), "goals", entry)
    assert added.startswith(b"# mine\nname: x   # stays\n")
    assert remove("x.yaml", added, "goals", len(entries)) == text.encode()


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    document = read("x.yaml", data)
    assert document.sound or document.findings
