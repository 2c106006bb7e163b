"""A long text and a large roster for the search for students' names, beside one plain pass over the same text."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from simcred.privacy.names import Finder
from simcred.privacy.roster import parse
from simcred.privacy.search import Search

ROOT = Path(__file__).resolve().parent.parent
STUDENTS, BYTES = 2_000, 6_000_000
_SYLLABLES = ["ba", "re", "mi", "ko", "la", "tu", "ne", "si", "ro", "da", "vi", "pe", "jo", "lu", "sha", "qui"]
_ALSO_WORDS = [
    "Will",
    "May",
    "Mark",
    "Rose",
    "Grace",
    "Hope",
    "Grant",
    "Faith",
    "Summer",
    "Chase",
    "Rich",
    "Art",
    "Bill",
    "Dawn",
    "Joy",
]
_NAMED = 500
"""One line of so many names a student."""


def passes() -> tuple[Callable[[], object], Callable[[], object]]:
    """Our search and the plain pass, over 6 MB of the project's own prose, against 2,000 made-up students."""
    dice = random.Random(2_026)
    roster = [f"{_name(dice, 2, 3)} {_name(dice, 3, 4)}" for _ in range(STUDENTS - len(_ALSO_WORDS))]
    roster += [f"{word} {_name(dice, 3, 4)}" for word in _ALSO_WORDS]
    prose = [line for path in sorted(ROOT.glob("docs/*.md")) for line in path.read_text("utf-8").splitlines() if line.isascii()]
    lines: list[str] = []
    size = 0
    while size < BYTES:
        line = dice.choice(prose)
        if dice.randrange(_NAMED) == 0:
            line += f" {dice.choice(roster)} said so."
        lines.append(line)
        size += len(line) + 1
    text = "\n".join(lines)
    search = Search(Finder(parse("\n".join(roster).encode())), None)
    return lambda: list(search.find(text)), lambda: text.lower().split()


def _name(dice: random.Random, least: int, most: int) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(least, most))).capitalize()
