"""A tree as it will be: what a change puts over a folder is what the folder holds once the change is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from simcred.model.tree import TooBig, Unreadable
from simcred.snapshot.folder import FolderTree
from simcred.snapshot.memory import MemoryTree
from simcred.snapshot.overlay import Overlay


def test_it_says_what_the_folder_will_say(tmp_path: Path) -> None:
    here = tmp_path / "here"
    (here / "a").mkdir(parents=True)
    (here / "a/one.txt").write_bytes(b"one")
    (here / "a/two.txt").write_bytes(b"two")
    (tmp_path / "new.txt").write_bytes(b"from elsewhere")
    below = FolderTree(here)
    over = Overlay(below, {"a/one.txt": b"other", "b/c/new.txt": tmp_path / "new.txt"}, frozenset({"a/two.txt"}))
    assert below.read("a/one.txt", 100) == b"one"
    with pytest.raises(FileNotFoundError):
        over.read("a/two.txt", 100)
    with pytest.raises(TooBig):
        over.read("b/c/new.txt", 5)

    (here / "a/one.txt").write_bytes(b"other")
    (here / "a/two.txt").unlink()
    (here / "b/c").mkdir(parents=True)
    (here / "b/c/new.txt").write_bytes(b"from elsewhere")
    now = FolderTree(here)
    assert dict(over.entries()) == dict(now.entries())
    for path, entry in now.entries().items():
        if entry.kind == "file":
            assert over.read_digested(path, 100) == now.read_digested(path, 100)
            assert over.digests(path) == now.digests(path)


class Known(MemoryTree):
    """A tree of whose files something is known without opening them."""

    def stamp(self, path: str) -> str | None:  # type: ignore[override]
        return f"stamp of {path}"

    def known_blob(self, path: str) -> str | None:
        return f"id of {path}"

    def unreadable(self) -> tuple[Unreadable, ...]:
        return (Unreadable("locked", "permission denied"),)


def test_what_is_known_of_a_file_is_not_known_of_another_in_its_place() -> None:
    over = Overlay(Known({"a.txt": b"1", "b.txt": b"1"}), {"a.txt": b"2"})
    assert (over.stamp("a.txt"), over.known_blob("a.txt")) == (None, None)
    assert (over.stamp("b.txt"), over.known_blob("b.txt")) == ("stamp of b.txt", "id of b.txt")
    assert over.unreadable() == (Unreadable("locked", "permission denied"),)
