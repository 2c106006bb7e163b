"""The roster's text is in nothing that simcred says or keeps: looked at after every command of every test, and at the end."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from simcred.privacy.common import COMMON
from simcred.privacy.roster import parse

_SHORTEST = 4
SEEN: set[str] = set()
"""Words of all rosters that commands of this session could read."""
STARTED = time.time()


def rosters(words: Iterable[object]) -> Iterator[Path]:
    """The rosters that a command could read: of the folder we are in, and of those that its words name."""
    places = [Path.cwd(), *(Path(str(word)) for word in words if isinstance(word, Path) or "/" in str(word))]
    for place in dict.fromkeys(places):
        for folder in (place, *place.parents):
            roster = folder / ".simcred/roster"
            try:
                if roster.is_file():
                    yield roster
            except OSError:
                continue


def names(roster: Path, words: Iterable[object]) -> set[str]:
    """The words of a roster that must not be said: no word of everyday language, of the portfolio's own people, or that was typed."""
    typed = " ".join(map(str, words)).casefold()
    own = ""
    for file in (roster.parent.parent / "portfolio.yaml",):
        if file.is_file():
            own = file.read_text("utf-8", "replace").casefold()
    written = {word.casefold() for student in parse(roster.read_bytes()).students for word in student.written}
    return {w for w in written if len(w) >= _SHORTEST and w not in COMMON and w not in typed and w not in own}


def assert_unsaid(words: Iterable[object], said: str) -> None:
    """Nothing of a roster stands in what a command said."""
    words = list(words)
    small = said.casefold()
    for roster in rosters(words):
        known = names(roster, words)
        SEEN.update(known)
        told = [word for word in known if re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", small)]
        assert not told, "a name of the roster was said"


def assert_unkept(folders: Iterable[Path]) -> None:
    """Nothing of a roster stands in what is kept in some folders, and in reports of crashes."""
    reports = (path for path in Path(tempfile.gettempdir()).glob("simcred-report-*.md") if path.stat().st_mtime >= STARTED)
    kept = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    for path in (*kept, *reports):
        data = path.read_bytes().lower()
        told = [
            word for word in SEEN if len(word) > _SHORTEST and any(word.encode(how) in data for how in ("utf-8", "utf-16-le"))
        ]
        assert not told, f"a name of a roster is kept in {path.name}"
