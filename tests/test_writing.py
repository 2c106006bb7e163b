"""What is written is written whole or not at all, and nothing that a person wrote is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Simcred

from simcred.exits import Stop
from simcred.workspace.changes import Changes

ANSWERS = ["--name", "Ana Rivera", "--email", "ana.rivera@example.org", "--intervention", "Unit Organizer", "--level", "2"]


def contents(folder: Path) -> dict[str, bytes | str | None]:
    """Every name below a folder; a file with its bytes, a link with where it leads."""
    return {
        path.relative_to(folder).as_posix(): (
            os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None
        )
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def mine(simcred: Simcred, tmp_path: Path) -> Path:
    """A new portfolio."""
    folder = tmp_path / "mine"
    assert simcred("init", folder, *ANSWERS).code == 0
    return folder


@pytest.mark.parametrize("name", [".gitignore", ".gitattributes"])
def test_init_keeps_the_files_of_the_folder(simcred: Simcred, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "school"
    folder.mkdir()
    (folder / name).write_text("secrets/\n")
    before = contents(folder)
    ran = simcred("init", folder, *ANSWERS)
    assert ran.code == 4
    assert f"there is a {name} in" in ran.err
    assert "move that file away" in ran.err
    assert contents(folder) == before


def test_init_takes_git_files_that_are_its_own(simcred: Simcred, mine: Path) -> None:
    (mine / "portfolio.yaml").unlink()
    assert simcred("init", mine, *ANSWERS).code == 0


def test_init_in_a_portfolio_renews_what_is_simcreds_own(simcred: Simcred, mine: Path) -> None:
    before = contents(mine)
    (mine / ".simcred/schemas/review.json").write_text("{}")
    (mine / ".gitattributes").unlink()
    (mine / ".gitignore").write_text("/mine/\n")
    ran = simcred("init", mine)
    assert ran.code == 0, ran.err
    assert ".gitignore is not what simcred writes" in ran.err
    assert contents(mine) == {**before, ".gitignore": b"/mine/\n"}


def test_a_replaced_file_comes_back_when_a_later_step_fails(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old\r\n\xff")
    (tmp_path / "a.txt").chmod(0o640)
    (tmp_path / "in-the-way").write_bytes(b"")
    before = contents(tmp_path)
    with pytest.raises(Stop, match="nothing was saved"):
        Changes(tmp_path, writes=[("a.txt", b"new"), ("b.txt", b"new"), ("in-the-way/c.txt", b"new")]).apply()
    assert contents(tmp_path) == before
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640
    Changes(tmp_path, writes=[("a.txt", b"new"), ("b.txt", b"new")]).apply()
    assert contents(tmp_path) == {"a.txt": b"new", "b.txt": b"new", "in-the-way": b""}
