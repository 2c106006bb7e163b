"""The packet of a large portfolio beside its bare template: what is made, and the two command lines that are timed."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import msgspec

from simcred import __version__
from simcred.app import packets
from simcred.app.look import Look, one
from simcred.packet.cards import Source
from simcred.packet.context import context
from simcred.packet.page import style_of

ROOT = Path(__file__).resolve().parent.parent
GOAL = "unit-organizer-fi"
ITEMS = 40

BARE = """
import json, sys
from jinja2 import Environment, FileSystemLoader
folder, data, out = sys.argv[1:]
page = Environment(loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True)
page.filters["size"] = str
with open(data, encoding="utf-8") as file:
    text = page.get_template("packet.html.j2").render(json.load(file))
with open(out, "w", encoding="utf-8") as file:
    file.write(text)
"""
"""The yardstick: Jinja2 imported, the packet's own template rendered with the same data, and nothing else."""


def portfolio(folder: Path) -> Path:
    """The example with so much more student work, each with a photo of its own, that 40 items count for one goal."""
    shutil.copytree(ROOT / "example-portfolio", folder)
    source = folder / "evidence/2026-10-15-student-work-s11"
    text = (source / "evidence.yaml").read_text("utf-8")
    photo = (source / "organizer-s11.jpg").read_bytes()
    number = 0
    while len(_counting(folder)) < ITEMS:
        number += 1
        item = folder / f"evidence/2026-10-16-student-work-{number:02}"
        item.mkdir()
        (item / "evidence.yaml").write_text(text.replace("S11", f"S{number + 20}"), "utf-8")
        (item / "organizer-s11.jpg").write_bytes(photo[:2] + b"\xff\xfe\x00\x04" + f"{number:02}".encode() + photo[2:])
    return folder


def _counting(folder: Path) -> set[str]:
    """The items that count for the goal."""
    _, seen = one(folder, _look())
    return {slug for goal in seen.assessment.goals if goal.goal.id == GOAL for row in goal.rows for slug in row.evidence}


def _look() -> Look:
    """How the benchmark looks at portfolios."""
    import datetime as dt

    return Look(dt.date(2026, 11, 20))


def commands(folder: Path, place: Path) -> tuple[list[str | Path], list[str | Path]]:
    """simcred's command line, and the yardstick's with the same data."""
    _, seen = one(folder, _look())
    assert seen.facts is not None
    assert seen.facts.portfolio is not None
    goals = [goal for goal in seen.assessment.goals if goal.goal.id == GOAL]
    pictures, _ = packets.pictures(seen.facts, goals)
    source = Source(seen.facts, seen.facts.portfolio, seen.programme, seen.assessment, _look().today, pictures)
    data = msgspec.to_builtins(context(source, goals, __version__), enc_hook=str)
    style, digest = style_of()
    more = {"to_portfolio": "x", "bundled": False, "style": style, "style_hash": digest}
    (place / "data.json").write_text(json.dumps({**data, **more}), "utf-8")
    ours = [
        Path(sys.executable).parent / "simcred",
        "packet",
        folder,
        "--goal",
        GOAL,
        "--out",
        place / "out",
        "-q",
        "--today",
        "2026-11-20",
    ]
    return ours, [sys.executable, "-c", BARE, ROOT / "templates/packet", place / "data.json", place / "bare.html"]
