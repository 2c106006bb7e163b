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

DRAFT = "2026-09-18-draft-organizer"
ANSWERS = ("--name", "Ana Rivera", "--email", "ana.rivera@example.org", "--intervention", "Unit Organizer", "--level", "2")


def nothing(folder: Path) -> None:
    """An empty folder."""
    folder.mkdir()


def example(folder: Path) -> None:
    """The example portfolio with two of its items (hundreds of copies of it are made), and files beside it to add."""
    source = ROOT / "example-portfolio"
    (folder / "evidence").mkdir(parents=True)
    shutil.copy(source / "portfolio.yaml", folder)
    for name in (DRAFT, "2026-10-02-log"):
        shutil.copytree(source / "evidence" / name, folder / "evidence" / name)
    for name, item in (
        ("draft.pdf", "2026-10-14-final-organizer/organizer-final.pdf"),
        ("more.pdf", "2026-11-12-paraphrasing-chart/progress.pdf"),
    ):
        shutil.copy(source / "evidence" / item, folder.parent / name)


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


def with_media(folder: Path) -> None:
    """The same, with a file beside it that is to be bound; its salt is no chance."""
    example(folder)
    (folder.parent / "kept.pdf").write_bytes((folder.parent / "more.pdf").read_bytes())
    (folder.parent / "kept.pdf.salt").write_bytes(b"s" * 32)


def with_class_list(folder: Path) -> None:
    """The same, with a class list beside it, and somebody's address in it."""
    example(folder)
    (folder.parent / "class.csv").write_text("Last name,First name\nLindgren,Bo\n", "utf-8")
    with (folder / "evidence/2026-10-02-log/evidence.yaml").open("a", encoding="utf-8") as file:
        file.write("x-note: pat.kim@example.com\n")


class Writer(Struct, frozen=True):
    """One command that writes: the app's modules that do it, the folder before it, and its words (`{}` is the folder above).

    `redone` says that it can be brought back. Not `settled` is one that changes an item file by file: halfway, a file of it
    can be one that no manifest names yet, or names no more. `own` is one that needs this user's own key or libraries, so that
    nobody else can run it.
    """

    name: str
    modules: tuple[str, ...]
    begin: Callable[[Path], None]
    words: tuple[str, ...]
    redone: bool = True
    settled: bool = True
    own: bool = False

    def line(self, folder: Path) -> list[str]:
        """The whole command line."""
        return [*(word.replace("{}", str(folder.parent)) for word in self.words), "-C", str(folder)]


ADD = ("add", "L2C-02", "{}/draft.pdf", "{}/more.pdf", "--title", "Another draft", "--date", "2026-09-18")
TITLE = ("--title", "A link too")
UNIT = ("--goal", "unit-organizer-fi")
WRITERS = [
    Writer("init", ("starting",), nothing, ("init", ".", *ANSWERS), redone=False),
    Writer("init again", ("starting",), with_foreign_scaffold, ("init",)),
    Writer("goal add", ("goals", "manifests"), example, ("goal", "add", "Concept Mastery", "--level", "1")),
    Writer("goal drop", ("goals", "manifests"), example, ("goal", "drop", "unit-organizer-sp")),
    Writer("goal joined", ("badges", "manifests"), example, ("goal", "joined", "paraphrasing-fi", "--date", "2026-09-02")),
    Writer("goal earned", ("badges", "manifests"), example, ("goal", "earned", "1", "Framing", "--date", "2025-11-03")),
    Writer(
        "consent add",
        ("consents", "manifests"),
        example,
        ("consent", "add", "c-p5", "--covers", "image", "--signed", "2026-09-02", "--held-by", "office"),
    ),
    Writer("add files", ("adding",), example, ADD),
    Writer("add a link", ("adding",), example, ("add", "L2C-02", "{}/draft.pdf", "--link", "https://example.org/x", *TITLE)),
    Writer("log", ("adding",), example, ("log", "--went-well", "They chose the words.", "--date", "2026-10-09", *UNIT)),
    Writer("edit", ("editing",), example, ("edit", DRAFT, "--title", "A draft", "--set", "by=educator")),
    Writer(
        "edit files", ("editing",), example, ("edit", DRAFT, "{}/more.pdf", "--take-out", "organizer-draft.pdf"), settled=False
    ),
    Writer("privacy bind", ("late_binding",), with_media, ("privacy", "bind", DRAFT, "{}/kept.pdf", "--access", "School drive")),
    Writer("privacy roster", ("rosters",), with_class_list, ("privacy", "roster", "{}/class.csv")),
    Writer(
        "privacy allow", ("privacy",), with_class_list, ("privacy", "allow", "evidence/2026-10-02-log/evidence.yaml"), own=True
    ),
    Writer(
        "privacy strip",
        ("stripping",),
        with_class_list,
        ("privacy", "strip", f"evidence/{DRAFT}/organizer-draft.pdf", "--replace"),
        own=True,
    ),
    Writer("remove", ("removing",), example, ("remove", "2026-10-02-log")),
    Writer("sheet --posted", ("sheets", "manifests"), example, ("sheet", "unit-organizer-fi", "--posted", "L2C-02")),
    Writer("sheet --format html", ("sheets",), example, ("sheet", "unit-organizer-fi", "--format", "html")),
    Writer("packet", ("packets",), example, ("packet",)),
    Writer("packet again", ("packets",), with_packet, ("packet",)),
    Writer("packet --zip", ("packets",), with_packet, ("packet", "--zip")),
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
