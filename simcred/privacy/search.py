"""Looks through a text for everything that leads to a student: the roster's names, and what leads to a person by its form."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from simcred.model.naming import How
from simcred.privacy.folding import plain
from simcred.privacy.hits import Hit, outermost
from simcred.privacy.names import Finder
from simcred.privacy.patterns import Patterns
from simcred.privacy.text import unescaped

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Met(Struct, frozen=True):
    """Something that was met in a text: from and to, the line (from 1), what it is, and its words. They are there to be sealed, for nothing else."""

    start: int
    end: int
    line: int
    how: How
    words: str


class Search:
    """A search by a roster, where there is one, and by patterns, where those are wanted."""

    def __init__(self, finder: Finder | None, patterns: Patterns | None) -> None:
        self._finder = finder
        self._patterns = patterns

    def find(self, text: str, *, table: bool = False, name: bool = False) -> list[Met]:
        """Everything that is met in a text, in order, none inside another.

        In a `table`, a comma parts two cells; a `name` is a file's or an account's.
        """
        return self.find_all([text], table=table, name=name)[0]

    def find_all(self, texts: Iterable[str], *, table: bool = False, name: bool = False) -> list[list[Met]]:
        """The same in each of some texts of one file: where somebody else of a family name is named in one of them, the
        family name alone is theirs, unless the student is named too.
        """
        strangers: set[str] = set()
        found = [self._hits(text, strangers, table=table, name=name) for text in texts]
        named = {hit.line for _, hits in found for hit in hits if hit.how == "full"}
        made: list[list[Met]] = []
        for whole, hits in found:
            met: list[Met] = []
            line = at = 0
            for hit in hits:
                words = whole[hit.start : hit.end].casefold()
                line, at = line + whole.count("\n", at, hit.start), hit.start
                theirs = hit.how == "family" and words in strangers and hit.line not in named
                if hit.how != "own" and not theirs:
                    met.append(Met(hit.start, hit.end, line + 1, hit.how, words))
            made.append(met)
        return made

    def _hits(self, text: str, strangers: set[str], *, table: bool, name: bool) -> tuple[str, list[Hit]]:
        """A text made plain, and the hits in it."""
        whole = plain(unescaped(text))
        if name:
            whole = _CAMEL.sub("_", whole)
        hits: list[Hit] = []
        if self._finder is not None:
            hits.extend(self._finder.find(whole, strangers, table=table, name=name))
        if self._patterns is not None:
            hits.extend(self._patterns.find(whole, table=table, name=name))
        return whole, outermost(hits)
