"""Plain lines wrap alike with and without Rich, and no line is wider than it may be."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcred.report.lines import line
from simcred.report.terminal import _console, _plain, _wrapped, draw

WORDS = st.text(st.sampled_from("abcdefg  -/"), min_size=1, max_size=120)


@settings(deadline=None)
@given(WORDS, st.integers(0, 14), st.integers(0, 22))
def test_both_ways_wrap_within_the_width(words: str, indent: int, hang: int) -> None:
    made = line(words, indent=indent, hang=hang)
    plain = _plain(made, words, 60).splitlines()
    rich = [row.plain for row in _wrapped(made, _console(io.StringIO(), 60, False))]
    assert max(map(len, plain)) <= 60
    assert max(map(len, rich)) <= 60
    assert "".join("".join(plain).split()) == "".join("".join(rich).split()) == "".join(words.split())


@pytest.mark.parametrize(("indent", "hang"), [(0, None), (0, 0), (0, 1), (1, None), (2, None), (4, 0)])
@pytest.mark.parametrize("words", ["abc " * 60, "\u00e9bc " * 60, "x" * 300, "\u00e9" * 300])
def test_the_left_margin_is_no_values(words: str, indent: int, hang: int | None) -> None:
    stream = io.StringIO()
    draw([line(words, indent=indent, hang=hang)], stream, color=False)
    rows = stream.getvalue().splitlines()
    assert len(rows) > 2
    assert all(row.startswith("  ") for row in rows[1:])


def test_colour_only_where_it_is_wanted() -> None:
    for color, there in ((True, True), (False, False), (None, False)):
        stream = io.StringIO()
        draw([line(("met", "good"), " all of it")], stream, color=color)
        assert ("\x1b[32m" in stream.getvalue()) is there


def test_wide_characters_keep_the_width(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", "40")
    stream = io.StringIO()
    draw([line("山田花子 " * 12, indent=2)], stream, color=False)
    assert all(len(row.rstrip()) <= 22 for row in stream.getvalue().splitlines())
