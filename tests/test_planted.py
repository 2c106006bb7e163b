"""How much of what somebody planted is found, and how often something else is taken for it; who planted it saw no code."""

from __future__ import annotations

from functools import cache

import pytest
from conftest import ROOT
from planted import FORMS, NAMES, SETS, PlantedSet

ALL = sorted(path.name for path in SETS.iterdir() if (path / "labels.yaml").exists())
planted = cache(PlantedSet)


def test_there_are_sets_as_they_were_asked_for() -> None:
    assert ALL == ["one", "three", "two"]
    for name in ALL:
        labels = planted(name).labels
        assert len(labels["planted"]) >= 100
        assert len(labels["decoys"]) >= 100
        assert len({label["file"].rpartition(".")[2] for label in labels["planted"]}) >= 12


@pytest.mark.parametrize("name", ALL)
def test_full_names_are_found(name: str) -> None:
    there, missed, ids = planted(name).missed(NAMES)
    assert there["full-name"] >= 90
    assert missed["full-name"] / there["full-name"] <= 0.02, ids
    assert missed.total() / there.total() <= 0.05, ids


@pytest.mark.parametrize("name", ALL)
def test_what_is_known_by_its_form_alone_is_found(name: str) -> None:
    there, missed, ids = planted(name).missed(FORMS)
    assert there.total() >= 20
    assert missed.total() / there.total() <= 0.05, ids


@pytest.mark.parametrize("name", ALL)
def test_what_only_looks_like_it_raises_no_alarm(name: str) -> None:
    number, alarms = planted(name).alarms()
    assert number >= 100
    assert len(alarms) / number <= 0.05, alarms


@pytest.mark.parametrize("name", ALL)
def test_every_label_was_looked_at(name: str) -> None:
    """Nothing is left out because nobody can read its file."""
    one = planted(name)
    for kind in ("planted", "decoys"):
        assert sum(1 for _ in one.labelled(kind)) == len(one.labels[kind])


@pytest.mark.parametrize("name", ALL)
def test_the_page_says_the_figures(name: str) -> None:
    """And so no mend for one set makes another worse unseen."""
    rows = (line.strip("| ").split(" | ") for line in (ROOT / "docs/privacy.md").read_text("utf-8").splitlines())
    (said,) = (row[3:] for row in rows if row[0] == name)
    there, missed, _ = planted(name).missed(NAMES)
    forms, gone, _ = planted(name).missed(FORMS)
    number, alarms = planted(name).alarms()
    names = there["full-name"], missed["full-name"]
    found = [f"{whole - lost} of {whole}" for whole, lost in (names, (forms.total(), gone.total()))]
    assert said == [found[0], f"{len(alarms)} of {number}", found[1]]
