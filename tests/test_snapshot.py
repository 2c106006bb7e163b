"""A folder as it is listed and opened: never more than was asked for, and never a file that is not one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Simcred, pipe
from folders import portfolio, programme

from simcred.model.tree import TooBig
from simcred.programmes import loading as programmes
from simcred.snapshot import folder as folders
from simcred.snapshot.digest import digests_of
from simcred.snapshot.folder import FolderTree
from simcred.snapshot.opening import FLAGS


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


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="this system cannot refuse a link when it opens a file")
def test_a_link_in_a_file_s_place_since_the_walk_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"do not show this")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/a.txt").write_bytes(b"mine")
    tree = FolderTree(tmp_path / "mine")
    assert tree.entries()["a.txt"].kind == "file"
    (tmp_path / "mine/a.txt").unlink()
    (tmp_path / "mine/a.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match=r"link"):
        tree.read("a.txt", 100)


def test_a_pipe_in_a_file_s_place_since_the_walk_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"mine")
    tree = FolderTree(tmp_path)
    assert tree.entries()["a.txt"].kind == "file"
    (tmp_path / "a.txt").unlink()
    pipe(tmp_path / "a.txt")
    assert FLAGS & os.O_NONBLOCK
    with pytest.raises(OSError, match="not a regular file"):
        tree.read("a.txt", 100)


@pytest.mark.parametrize("size", [1, 3])
def test_a_file_that_grows_or_shrinks_while_it_is_read_has_no_digest(size: int) -> None:
    assert digests_of(2, [b"a", b"b"]) == digests_of(2, [b"ab"])
    with pytest.raises(OSError, match="changed while it was read"):
        digests_of(size, [b"ab"])


def test_only_at_the_top_is_a_packet_folder_no_part_of_it(tmp_path: Path) -> None:
    for folder in ("evidence/packet", "packet"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "evidence.yaml").touch()
    assert list(FolderTree(tmp_path).entries()) == ["evidence", "evidence/packet", "evidence/packet/evidence.yaml"]


def test_a_file_as_large_as_the_limit_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"12345")
    tree = FolderTree(tmp_path)
    assert tree.read("a.txt", 5) == b"12345"
    with pytest.raises(TooBig):
        tree.read("a.txt", 4)
