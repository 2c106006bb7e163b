"""A folder as it is listed and opened: never more than was asked for, and never a file that is not one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Simcred
from folders import portfolio, programme

from simcred.load import programme as programmes
from simcred.snapshot import folder as folders
from simcred.snapshot.folder import FolderTree


def test_a_programme_is_its_own_files(tmp_path: Path) -> None:
    here = programme(tmp_path / "shared")
    portfolio(here / "portfolios/ana")
    names = FolderTree(here, programmes.FOLDERS).entries()
    assert "checklists/fi-cer.yaml" in names
    assert not any(name.startswith("portfolios/") for name in names)


def test_many_portfolios_do_not_hide_the_checklists(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = programme(tmp_path / "shared")
    mine = portfolio(here / "portfolios/ana")
    for number in range(300):
        (here / f"portfolios/other-{number}").mkdir()
    monkeypatch.setattr(folders, "_MAX_ENTRIES", 200)
    assert simcred("check", mine).code == 0


def test_what_a_programme_cannot_read_is_told(simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = programme(tmp_path / "shared")
    mine = portfolio(here / "portfolios/ana")
    for number in range(300):
        (here / f"checklists/{number}.txt").touch()
    monkeypatch.setattr(folders, "_MAX_ENTRIES", 200)
    ran = simcred("check", mine, "--json")
    assert ran.code == 3
    assert {f["code"] for f in ran.data["portfolios"][0]["findings"]} == {"MC002", "MC005"}
    assert simcred("status", mine).code == 3


@pytest.mark.parametrize("name", ["checklists", "checklists/fi-cer.yaml", "kinds.yaml", "forms"])
def test_a_linked_part_of_a_programme_is_told(simcred: Simcred, tmp_path: Path, name: str) -> None:
    here = programme(tmp_path / "shared")
    mine = portfolio(here / "portfolios/ana")
    (here / name).rename(tmp_path / "elsewhere")
    (here / name).symlink_to(tmp_path / "elsewhere")
    ran = simcred("check", mine, "--json")
    assert ran.code == 3
    told = ran.data["portfolios"][0]["findings"]
    assert {f["code"] for f in told} == {"MC002", "MC005"}
    assert any(f["code"] == "MC002" and f["path"].endswith(name) for f in told)


def test_a_folder_with_too_many_names_is_left_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "many").mkdir()
    for number in range(500):
        (tmp_path / f"many/{number}").touch()
    monkeypatch.setattr(folders, "_MAX_ENTRIES", 100)
    looked = 0
    entry = FolderTree._entry

    def counting(self: FolderTree, path: str, name: os.DirEntry[str]) -> object:
        nonlocal looked
        looked += 1
        return entry(self, path, name)

    monkeypatch.setattr(FolderTree, "_entry", counting)
    tree = FolderTree(tmp_path)
    assert len(tree.entries()) == 100
    assert looked <= 101
    assert [gone.path for gone in tree.unreadable()] == ["."]
