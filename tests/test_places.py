"""Where a path leads: the portfolio it names and no other, and the programme above that one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Simcred, pipe
from folders import portfolio, programme

from simcred.app.look import Look, several
from simcred.app.places import portfolio_at, programme_for, whole


def test_a_way_over_another_folder_is_judged_where_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = programme(tmp_path / "first")
    other = portfolio(tmp_path / "other")
    monkeypatch.chdir(first)
    root = portfolio_at(Path("../other"))
    assert root == other
    assert programme_for(root, None).path == ROOT / "templates/programme", "first's programme is not above other"
    assert programme_for(Path("../other").absolute(), None).path == ROOT / "templates/programme"


def test_an_empty_folder_beside_a_portfolio_is_not_the_portfolio(
    simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(portfolio(tmp_path / "mine"))
    (tmp_path / "empty").mkdir()
    assert simcred("status", "../empty").code == 3
    assert simcred("check", "../empty").code == 3


def test_one_portfolio_is_counted_once(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio(tmp_path / "b")
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "b")
    monkeypatch.chdir(tmp_path)
    assert [said["path"] for said in simcred("check", "b", "a/../b", "link", "--json").data["portfolios"]] == ["b"]


def test_a_portfolio_reached_by_a_link_works(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio(tmp_path / "far/away")
    (tmp_path / "near").mkdir()
    (tmp_path / "near/link").symlink_to(tmp_path / "far/away")
    monkeypatch.chdir(tmp_path / "near")
    said = simcred("status", "link", "--json").data["portfolios"]
    assert [(one["path"], one["readable"]) for one in said] == [("link", True)]
    assert portfolio_at(Path("link/evidence")) == tmp_path / "near/link"


def test_a_link_before_two_dots_leads_where_the_system_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "far/away").mkdir(parents=True)
    (tmp_path / "far/b").mkdir()
    (tmp_path / "near/b").mkdir(parents=True)
    (tmp_path / "near/link").symlink_to(tmp_path / "far/away")
    monkeypatch.chdir(tmp_path / "near")
    assert os.path.samefile("link/../b", tmp_path / "far/b")
    assert whole(Path("link/../b")) == tmp_path / "far/b"
    assert whole(Path("link")) == tmp_path / "near/link"
    assert whole(Path("../near/./b")) == tmp_path / "near/b"


def test_a_folder_without_portfolios_stands_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert [one.path for one in several([Path("../b")], Look(dt.date(2026, 11, 20))).portfolios] == ["b"]


def plant(git: Path, what: str) -> None:
    """A `.git` that is no repository."""
    if what == "pipe":
        pipe(git)
    elif what == "broken link":
        git.symlink_to("nowhere")
    elif what == "empty folder":
        git.mkdir()
    else:
        git.write_text("git" if what == "text" else "")


@pytest.mark.parametrize("what", ["empty file", "text", "pipe", "empty folder", "broken link"])
def test_only_a_repository_ends_the_search(simcred: Simcred, tmp_path: Path, what: str) -> None:
    above = programme(tmp_path / "above")
    mine = portfolio(above / "portfolios/ana")
    for folder in (mine, mine.parent):
        plant(folder / ".git", what)
    assert programme_for(mine, None).path == above
    told = simcred("check", mine, "--json").data["portfolios"][0]["findings"]
    assert [(f["code"], f["path"]) for f in told if f["severity"] == "error"] == [("MC006", ".git")]


@pytest.mark.parametrize("where", ["portfolios/ana", "portfolios"])
@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_repository_ends_it(simcred: Simcred, tmp_path: Path, where: str, kind: str) -> None:
    above = programme(tmp_path / "above")
    mine = portfolio(above / "portfolios/ana")
    git = above / where / ".git"
    if kind == "folder":
        git.mkdir()
        (git / "HEAD").write_text("ref: refs/heads/main\n")
    else:
        git.write_text("gitdir: ../elsewhere\n")
    assert programme_for(mine, None).path == ROOT / "templates/programme"
    assert simcred("check", mine).code == 0


def test_a_programme_may_have_limits_of_its_own(simcred: Simcred, example: Path, tmp_path: Path) -> None:
    here = tmp_path / "programme"
    shutil.copytree(ROOT / "templates/programme", here)
    text = (here / "programme.yaml").read_text("utf-8").replace("limits:\n", "limits:\n  x-note: ours\n")
    (here / "programme.yaml").write_text(text, "utf-8")
    assert simcred("check", example, "--programme", here).code == 0
