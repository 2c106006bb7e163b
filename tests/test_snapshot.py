"""A folder as it is listed and opened: never more than was asked for, and never a file that is not one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Simcred
from folders import portfolio, programme

from simcred.programmes import loading as programmes
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


def test_a_link_is_not_opened_where_the_system_cannot_refuse_it(
    simcred: Simcred, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, which knows no O_NOFOLLOW."""
    monkeypatch.setattr(folders, "FLAGS", os.O_RDONLY)
    (tmp_path / "secret.md").write_text("do not show this")
    mine = portfolio(tmp_path / "mine")
    item = next((mine / "evidence").iterdir())
    (item / "story.md").symlink_to(tmp_path / "secret.md")
    (mine / "away").symlink_to(tmp_path)
    manifest = item / "evidence.yaml"
    manifest.write_text(manifest.read_text("utf-8") + "narrative_file: story.md\n", "utf-8")
    tree = FolderTree(mine)
    for path in (
        "away/secret.md",
        f"evidence/{item.name}/story.md",
        "evidence",
        "evidence/none/x",
        "../secret.md",
        "away/../secret.md",
    ):
        with pytest.raises(OSError, match=r"file|such"):
            tree.read(path, 100)
        with pytest.raises(OSError, match=r"file|such"):
            tree.digests(path)
    assert simcred("packet", mine, "--out", tmp_path / "out").code == 0
    assert "do not show this" not in (tmp_path / "out/index.html").read_text("utf-8")


def test_a_name_that_was_not_seen_is_not_opened(tmp_path: Path) -> None:
    tree = FolderTree(tmp_path)
    assert not tree.entries()
    (tmp_path / "late").mkdir()
    (tmp_path / "late/file.txt").write_text("x")
    (tmp_path / "file.txt").write_text("x")
    for path in ("file.txt", "late/file.txt"):
        with pytest.raises(FileNotFoundError):
            tree.read(path, 100)
