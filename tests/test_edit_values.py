"""A value of a person's file is changed where it stands, and nothing else in the file is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simcred.exits import Stop
from simcred.load.reader import Document, Pointer, read
from simcred.workspace.edit_values import set_value, unset

MANIFESTS = {
    path.relative_to(ROOT).as_posix(): path.read_bytes()
    for path in [*(ROOT / "example-portfolio").rglob("*.yaml"), *(ROOT / "templates/programme/checklists").glob("fi-*.yaml")]
}
WRITTEN_BY_HAND = b"""\
# Everything a person may do.
title: 'Final organizer'   # the title
"kind": device

date:   2026-10-14 # the day
people: {shown: [], deidentified: true}  # nobody
uses: [2026-09-01,
  2026-09-02]   # two days
log:
  # why
  went_well: |
    one

    two


  ideas: >+
    folded
    text

  next_time: plain text
    on two lines
files:
- path: a.pdf # the first
  description: "A: file"
- path: b.pdf
# the end
"""
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn"), include_characters="\n\t"), max_size=300)
TEXTS = (
    TEXTS
    | st.text(st.sampled_from(" \n:#-'\"ab{}[],|>&*!%@`~?"), max_size=40)
    | st.sampled_from(["true", "null", "~", "1", "1.50"])
)
KEYS = st.sampled_from(
    [("x-a",), ("log", "x-ideas"), ("stages", "model", "x-b"), ("people", "x-c"), ("x-d", "e", "f"), ("date", "x")]
)


def pointers(value: Any, at: Pointer = ()) -> Iterator[Pointer]:
    """The way to every text, number and the like in some data."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from pointers(inner, (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from pointers(inner, (*at, number))
    else:
        yield at


def at(data: Any, pointer: Pointer) -> Any:
    """What stands at a pointer; None where the way ends early."""
    for step in pointer:
        there = (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        )
        if not there:
            return None
        data = data[step]
    return data


def sound(data: bytes) -> Document:
    document = read("", data)
    assert document.sound, (document.findings, data)
    return document


def middle(old: bytes, new: bytes) -> tuple[int, int, int]:
    """How many lines are the same at the beginning, and where those end that differ in the old and the new file."""
    one, other = old.splitlines(keepends=True), new.splitlines(keepends=True)
    first = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))
    rest = min(len(one), len(other)) - first
    last = next((n for n in range(rest) if one[-1 - n] != other[-1 - n]), rest)
    return first, len(one) - last, len(other) - last


@pytest.fixture(params=["lf", "crlf", "mark", "no end"])
def written(request: pytest.FixtureRequest) -> Any:
    """Makes a manifest as another editor would have saved it."""
    return {
        "lf": lambda data: data,
        "crlf": lambda data: data.replace(b"\n", b"\r\n"),
        "mark": lambda data: b"\xef\xbb\xbf" + data,
        "no end": lambda data: data.rstrip(b"\n"),
    }[request.param]


@settings(deadline=None)
@given(name=st.sampled_from([*MANIFESTS, "by hand"]), text=TEXTS, draw=st.data(), ends=st.sampled_from(["\n", "\r\n"]))
def test_any_value_becomes_any_text_and_no_other_line_changes(name: str, text: str, draw: st.DataObject, ends: str) -> None:
    data = MANIFESTS.get(name, WRITTEN_BY_HAND).replace(b"\n", ends.encode())
    old = sound(data)
    pointer = draw.draw(st.sampled_from(list(pointers(old.data))))
    try:
        changed = set_value(name, data, pointer, text)
    except Stop:
        # A text in lines of its own cannot stand in brackets or behind a hyphen.
        assert name == "by hand"
        assert pointer == ("log", "ideas")
        return
    new = sound(changed)
    assert at(new.data, pointer) == text
    first, end, _ = middle(data, changed)
    if first < end:
        line = old.place(pointer, key=True).line or 1
        assert line - 1 <= first
        assert end <= max(old.last_line(pointer), line)
    back = sound(set_value(name, changed, pointer, at(old.data, pointer)))
    assert back.data == old.data


@settings(deadline=None)
@given(name=st.sampled_from([*MANIFESTS, "by hand"]), text=TEXTS, key=KEYS, ends=st.sampled_from(["\n", "\r\n"]))
def test_a_new_key_that_is_taken_out_again_leaves_no_trace(name: str, text: str, key: Pointer, ends: str) -> None:
    data = MANIFESTS.get(name, WRITTEN_BY_HAND).replace(b"\n", ends.encode())
    old = sound(data).data
    assume(not isinstance(at(old, key[:1]), (str, list)) and not isinstance(at(old, key[:2]), (str, list)))
    changed = set_value(name, data, key, text)
    assert at(sound(changed).data, key) == text
    assert unset(name, changed, key) == data
    first, end, _ = middle(data, changed)
    assert first >= end or ("people" in key and end == first + 1), "lines are only added; in brackets, one line changes"


def test_what_a_person_does_stays(written: Any) -> None:
    data = written(WRITTEN_BY_HAND)
    for pointer, value, old, new in [
        (("title",), "A new one", b"title: 'Final organizer'   # the title", b"title: 'A new one'   # the title"),
        (("kind",), "log", b'"kind": device', b'"kind": log'),
        (("date",), "2026-10-15", b"date:   2026-10-14 # the day", b"date:   2026-10-15 # the day"),
        (("people", "shown"), ["students"], b"{shown: [], dei", b"{shown: [students], dei"),
        (("people", "heard"), ["students"], b"true}  # nobody", b"true, heard: [students]}  # nobody"),
        (("uses", 2), "2026-09-03", b"2026-09-02]   # two", b"2026-09-02, 2026-09-03]   # two"),
        (("uses",), ["2026-09-01"], b"2026-09-01,\n  2026-09-02]", b"2026-09-01]"),
        (("log", "went_well"), "short", b"well: |\n    one\n\n    two\n", b"well: short\n"),
        (("log", "next_time"), "a: b", b"plain text\n    on two lines", b'"a: b"'),
        (("log", "challenges"), "one\ntwo", b"on two lines\n", b"on two lines\n  challenges: |-\n    one\n    two\n"),
        (("files", 0, "path"), "c.pdf", b"a.pdf # the first", b"c.pdf # the first"),
        (("files", 0, "description"), 'say "so"', b'"A: file"', b'"say \\"so\\""'),
        (("files", 2), {"path": "c.pdf"}, b"- path: b.pdf\n", b"- path: b.pdf\n- path: c.pdf\n"),
    ]:
        expected = written(WRITTEN_BY_HAND.replace(old, new))
        assert expected != data, old
        assert set_value("f", data, pointer, value) == expected
    for pointer, old in [
        (("title",), b"title: 'Final organizer'   # the title\n"),
        (("people", "deidentified"), b", deidentified: true"),
        (("people", "shown"), b"shown: [], "),
        (("log", "next_time"), b"  next_time: plain text\n    on two lines\n"),
        (("files", 0), b'- path: a.pdf # the first\n  description: "A: file"\n'),
        (("files", 1), b"- path: b.pdf\n"),
        (("files", 0, "description"), b'  description: "A: file"\n'),
    ]:
        assert unset("f", data, pointer) == written(WRITTEN_BY_HAND.replace(old, b""))


def test_a_group_takes_the_place_of_a_day_and_the_other_way_round() -> None:
    data = b"date: 2026-10-14  # the day\ntitle: x\n"
    spans = b"date:  # the day\n  start: 2026-10-14\n  end: 2026-10-16\ntitle: x\n"
    assert set_value("f", data, ("date",), {"start": "2026-10-14", "end": "2026-10-16"}) == spans
    assert set_value("f", spans, ("date",), "2026-10-14") == data
    assert set_value("f", spans, ("date", "end"), "2026-10-17") == spans.replace(b"-16", b"-17")


def test_a_file_without_a_last_line_end_keeps_it() -> None:
    assert set_value("f", b"a: 1", ("b",), "x") == b"a: 1\nb: x"
    assert set_value("f", b"a: 1\r\nc: 2", ("a",), "x") == b"a: x\r\nc: 2"
    assert set_value("f", b"b: |\n  t", ("a",), "x") == b"a: x\nb: |\n  t", "the text below would become another one"
    assert unset("f", b"a: 1\nb: x", ("b",)) == b"a: 1"


def test_groups_that_are_empty_or_not_there_are_made_and_go_again() -> None:
    for data in (b"a: 1\n", b"a: 1\nlog:\n", b"a: 1\nlog:  # mine\n", b"a: 1\nlog: {}\n"):
        changed = set_value("f", data, ("log", "ideas", "one"), "x")
        assert sound(changed).data == {"a": 1, "log": {"ideas": {"one": "x"}}}
        assert (b"# mine" in changed) == (b"# mine" in data)
    assert unset("f", b"a: 1\nlog:\n  ideas:\n    one: x\n", ("log", "ideas", "one")) == b"a: 1\n"
    assert unset("f", b"a: 1\nb:\n  - x\n", ("b", 0)) == b"a: 1\nb: []\n"
    assert unset("f", b"a: 1\n", ("b", "c")) == b"a: 1\n"


@pytest.mark.parametrize(
    ("data", "pointer", "value"),
    [
        (b"log:\n  # why\n  a: 1\n", ("log",), "text"),
        (b"? a\n: b\n", ("a",), "text"),
        (b"a: [\n  1, # one\n  2]\n", ("a",), "text"),
        (b"- a: 1\n", ("a",), "text"),
        (b"a: &x 1\n", ("a",), "text"),
    ],
)
def test_what_would_lose_something_is_refused(data: bytes, pointer: Pointer, value: Any) -> None:
    with pytest.raises(Stop) as stopped:
        set_value("mine.yaml", data, pointer, value)
    assert "mine.yaml" in stopped.value.message
    assert stopped.value.hint


def test_what_to_put_in_by_hand_is_said() -> None:
    with pytest.raises(Stop, match="will not change") as stopped:
        set_value("mine.yaml", b"log:\n  # why\n  a: 1\n", ("log",), "a text: mine")
    assert "log: 'a text: mine'" in stopped.value.hint
    with pytest.raises(Stop, match="nothing can stand below it"):
        set_value("mine.yaml", b"date: 2026-10-14\n", ("date", "start"), "2026-10-14")
    with pytest.raises(Stop) as stopped:
        unset("mine.yaml", b"a:\n  - b: 1\n    c: 2\n", ("a", 0, "b"))
    assert "Please take a.0.b out by hand." in stopped.value.hint


def test_types_are_kept_apart() -> None:
    for value, text in [("1", b'"1"'), (1, b"1"), (True, b"true"), ("true", b'"true"'), (7.3, b"7.3"), ("2026.1", b'"2026.1"')]:
        assert set_value("f", b"a: x\n", ("a",), value) == b"a: " + text + b"\n"
    assert set_value("f", b"a: 1\n", ("a",), 1.0) == b"a: 1.0\n"


def test_every_line_of_a_long_text_fits_an_editor() -> None:
    text = " ".join(["word"] * 200)
    changed = set_value("f", b"a:\n  b: x\n", ("a", "b"), text)
    assert max(map(len, changed.decode().splitlines())) <= 115
    assert re.match(rb"a:\n  b: >-\n    word", changed)
