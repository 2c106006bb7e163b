"""What files may be called in front of people: a name that tells who a student is, is not repeated."""

from __future__ import annotations

from pathlib import Path

from simcred.model.naming import ROSTER
from simcred.privacy import roster
from simcred.privacy.names import Finder
from simcred.privacy.search import Search
from simcred.snapshot.opening import read_regular


class Names:
    """What files may be called in front of people: by their way, unless it names a student of the roster."""

    def __init__(self, search: Search | None) -> None:
        self._search = search

    @classmethod
    def of(cls, root: Path) -> Names:
        """Those of a portfolio, by its roster where it has one that can be read."""
        try:
            data, _ = read_regular(root / ROSTER, roster.MOST_BYTES + 1)
        except OSError:
            return cls(None)
        return cls(Search(Finder(roster.parse(data)), None))

    def said(self, way: str) -> str | None:
        """A file's way; None where it names a student."""
        if self._search is None:
            return way
        steps = way.split("/")
        return None if any(True for step in steps for _ in self._search.find(step, name=True)) else way
