"""The packet: what stands on the page, and what it does with hostile words and files that cannot be read."""

from __future__ import annotations

import time

import pytest

from simcred.packet.words import markdown

BOMBS = ["[" * 200_000, "[" * 20_000, "![" * 10_000, "[a](" * 5_000, "> " * 10_000, "*a_" * 6_000, "- " * 10_000, "`" * 20_000]


@pytest.mark.parametrize("text", BOMBS, ids=lambda text: f"{text[:4]} {len(text)}")
def test_words_are_quickly_made_into_html(text: str) -> None:
    begun = time.process_time()
    for _ in range(4):
        markdown(text)
    assert time.process_time() - begun < 2, "a hundred such items are a matter of seconds"


def test_words_that_are_not_taken_apart_are_shown_as_written() -> None:
    assert markdown("[<b>" * 6_000) == f"<pre>{'[&lt;b&gt;' * 6_000}</pre>\n"
    assert "\u202e" not in markdown("[\u202e" * 6_000)
    long = "Some *words* with a [link](https://example.org). " * 400
    assert markdown(long).count("<em>words</em>") == 400
