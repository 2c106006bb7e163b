"""Every command that writes, once, with the folder that it is run in: what undo and survival are shown for."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT
from msgspec import Struct

ANSWERS = ("--name", "Ana Rivera", "--email", "ana.rivera@example.org", "--intervention", "Unit Organizer", "--level", "2")


def nothing(folder: Path) -> None:
    """An empty folder."""
    folder.mkdir()


def example(folder: Path) -> None:
    """The example portfolio with two of its items (hundreds of copies of it are made), and files beside it to add."""
    source = ROOT / "example-portfolio"
    (folder / "evidence").mkdir(parents=True)
    shutil.copy(source / "portfolio.yaml", folder)
    for name in ("2026-09-18-draft-organizer", "2026-10-02-log"):
        shutil.copytree(source / "evidence" / name, folder / "evidence" / name)
    for name, data in (("draft.pdf", b"%PDF-1.4 a draft"), ("more.pdf", b"%PDF-1.4 more" * 9000)):
        (folder.parent / name).write_bytes(data)


def with_packet(folder: Path) -> None:
    """The same, with packets that are to be made again."""
    example(folder)
    (folder / "packet").mkdir()
    for name in ("index.html", "fi-cer.html"):
        (folder / "packet" / name).write_bytes(b"an older one")
        (folder / "packet" / name).chmod(0o640)


def with_foreign_scaffold(folder: Path) -> None:
    """The same, with a schema for editors that is not today's."""
    example(folder)
    (folder / ".simcred/schemas").mkdir(parents=True)
    (folder / ".simcred/schemas/review.json").write_bytes(b"{}")


class Writer(Struct, frozen=True):
    """One command that writes: the app's modules that do it, the folder before it, and its words (`{}` is the folder above)."""

    name: str
    modules: tuple[str, ...]
    begin: Callable[[Path], None]
    words: tuple[str, ...]
    redone: bool = True

    def line(self, folder: Path) -> list[str]:
        """The whole command line."""
        return [*(word.replace("{}", str(folder.parent)) for word in self.words), "-C", str(folder)]


ADD = ("add", "L2C-02", "{}/draft.pdf", "{}/more.pdf", "--title", "Another draft", "--date", "2026-09-18")
LOG = ("add", "L2C-06", "--title", "After the lesson", "--date", "2026-10-02")
WRITERS = [
    Writer("init", ("starting",), nothing, ("init", ".", *ANSWERS), redone=False),
    Writer("init again", ("starting",), with_foreign_scaffold, ("init",)),
    Writer("goal add", ("goals",), example, ("goal", "add", "Concept Mastery", "--level", "1")),
    Writer("goal drop", ("goals",), example, ("goal", "drop", "unit-organizer-sp")),
    Writer("add files", ("adding",), example, ADD),
    Writer(
        "add a link",
        ("adding",),
        example,
        ("add", "L2C-02", "{}/draft.pdf", "--link", "https://example.org/x", "--title", "A link too"),
    ),
    Writer("remove", ("removing",), example, ("remove", "2026-10-02-log")),
    Writer("packet", ("packets",), example, ("packet",)),
    Writer("packet again", ("packets",), with_packet, ("packet",)),
    Writer("packet --out", ("packets",), example, ("packet", "--goal", "unit-organizer-fi", "--out", "for/Sam")),
    Writer("checklist print", ("checklists",), with_packet, ("checklist", "print", "2")),
    Writer("checklist new", ("checklists",), nothing, ("checklist", "new", "elm-fi-cer", "--from", "fi-cer")),
]


_STAMP = re.compile(r"\.simcred-tmp-[0-9a-f]{8}")


def state(folder: Path) -> dict[str, tuple[int, Any]]:
    """Every name below a folder, with its mode and bytes, and the folder itself; but for what simcred keeps for undo.

    The portfolio's id and the stamps of half-written files are chance, so they stand as one word.
    """
    if not folder.exists():
        return {}
    found: dict[str, tuple[int, Any]] = {}
    for path in (folder, *sorted(folder.rglob("*"))):
        name = _STAMP.sub(".simcred-tmp-@", path.relative_to(folder).as_posix())
        if f"{name}/".startswith(".simcred/undo/") or name == ".simcred/lock":
            continue
        if name == ".simcred" and {entry.name for entry in path.iterdir()} <= {"undo", "lock"}:
            continue
        mode = path.lstat().st_mode
        found[name] = (mode, os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None)
        if name == "portfolio.yaml":
            text = found[name][1].decode()
            found[name] = (mode, text.replace(str(yaml.safe_load(text)["id"]), "@id"))
    return found
