"""Badges are noted in portfolio.yaml: joined on their site, or earned elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Simcred
from test_writing import ANSWERS, contents

from simcred.load.reader import read


@pytest.fixture
def mine(simcred: Simcred, tmp_path: Path) -> Path:
    """A new portfolio, in which somebody has written too."""
    folder = tmp_path / "mine"
    assert simcred("init", folder, *ANSWERS).code == 0
    file = folder / "portfolio.yaml"
    file.write_bytes(file.read_bytes().replace(b"goals:\n", b"goals:   # what I want\n") + b"# my last line\n")
    return folder


def said(folder: Path) -> dict[str, object]:
    return dict(read("", (folder / "portfolio.yaml").read_bytes()).data or {})


def test_joining_is_noted_and_every_other_line_stays(simcred: Simcred, mine: Path) -> None:
    before = (mine / "portfolio.yaml").read_text("utf-8")
    ran = simcred("goal", "joined", "unit-organizer-fi", "--page", "https://badges.example.org/u", "-C", mine)
    assert ran.code == 0, ran.err
    assert ran.out == "unit-organizer-fi\n"
    assert "you joined unit-organizer-fi on 2026-11-20" in ran.err
    new = "    joined:\n      date: 2026-11-20\n      page: https://badges.example.org/u\n"
    assert (mine / "portfolio.yaml").read_text("utf-8") == before.replace("# my last line\n", f"{new}# my last line\n")
    assert simcred("check", mine).code == 0


def test_what_was_noted_before_stays_where_nothing_is_said(simcred: Simcred, mine: Path) -> None:
    def joined(*words: str) -> object:
        """What is noted after a command."""
        assert simcred("goal", "joined", "unit-organizer-fi", *words, "-C", mine).code == 0
        goals = said(mine)["goals"]
        assert isinstance(goals, list)
        return goals[0]["joined"]

    assert joined("--date", "2026-09-01") == {"date": "2026-09-01"}
    assert joined("--page", "https://a.example.org") == {"date": "2026-09-01", "page": "https://a.example.org"}
    assert joined("--date", "2026-09-02") == {"date": "2026-09-02", "page": "https://a.example.org"}
    ran = simcred("goal", "joined", "unit-organizer-fi", "-C", mine)
    assert ran.code == 2
    assert "on 2026-09-02 is noted already" in ran.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["joined", "unit-organiser-fi"], "Did you mean unit-organizer-fi?"),
        (["joined", "unit-organizer-fi", "--page", "http://a.example.org"], "does not begin with https://"),
        (["joined", "unit-organizer-fi", "--page", "https://a b"], "web address"),
        (["joined", "unit-organizer-fi", "--date", "2026-11-21"], "2026-11-21 is still to come"),
        (["joined", "unit-organizer-fi", "--date", "2026-11-01..2026-11-02"], "is a stretch of days"),
        (["joined", "unit-organizer-fi", "--date", "yesterday"], "yesterday is not a day"),
        (["earned", "1"], "INTERVENTION"),
        (["earned", "1", "Unit Organizer"], "--date"),
        (["earned", "6", "Unit Organizer", "--date", "2025-11-03"], "there is no level 6"),
        (["earned", "1", "Unit Organiser X", "--date", "2025-11-03"], "Did you mean Unit Organizer"),
        (["earned", "4", "--date", "2025-11-03"], "--track"),
        (["earned", "4", "Unit Organizer", "--track", "cer", "--date", "2025-11-03"], "whole track"),
        (["earned", "1", "Unit Organizer", "--date", "2025-11-03", "--page", "javascript:1"], "https://"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(simcred: Simcred, mine: Path, words: list[str], message: str) -> None:
    before = contents(mine)
    ran = simcred("goal", *words, "-C", mine)
    assert ran.code == 2, ran
    assert message in " ".join(ran.err.split())
    assert contents(mine) == before


def test_a_badge_earned_elsewhere_counts_where_a_higher_level_asks_for_it(simcred: Simcred, mine: Path) -> None:
    assert simcred("goal", "add", "Unit Organizer", "--level", 3, "-C", mine).code == 0

    def outcome() -> str:
        """How the row stands that asks for level 2."""
        goals = simcred("status", mine, "--json").data["portfolios"][0]["goals"]
        return next(row["outcome"] for goal in goals if goal["level"] == 3 for row in goal["rows"] if row["id"] == "L3-03")

    assert outcome() == "unmet"
    ran = simcred("goal", "earned", "2", "unit organizer", "--date", "2025-11-03", "-C", mine)
    assert (ran.code, ran.out) == (0, "unit-organizer-fi\n")
    assert said(mine)["earned"] == [{"level": 2, "intervention": "cer-unit-organizer", "date": "2025-11-03"}]
    assert outcome() == "met"
    again = simcred("goal", "earned", "2", "Unit Organizer", "--date", "2025-12-03", "-C", mine)
    assert again.code == 4
    assert "of 2025-11-03 is noted already" in again.err


def test_badges_of_a_track_and_of_routines_nobody_knows(simcred: Simcred, mine: Path) -> None:
    words = ["--date", "2025-11-03", "--page", "https://badges.example.org/x", "-C", mine]
    assert simcred("goal", "earned", "4", "--track", "cer", *words).code == 0
    assert simcred("goal", "earned", "1", "My Routine", "--track", "cer", *words).code == 0
    assert said(mine)["earned"] == [
        {"level": 4, "track": "cer", "date": "2025-11-03", "page": "https://badges.example.org/x"},
        {
            "level": 1,
            "intervention": "cer-my-routine",
            "track": "cer",
            "date": "2025-11-03",
            "page": "https://badges.example.org/x",
        },
    ]
    assert simcred("check", mine).code == 0
    assert simcred("goal", "earned", "4", "--track", "cer", *words).code == 4
    assert (mine / "portfolio.yaml").read_bytes().endswith(b"x\n")
