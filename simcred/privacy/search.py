"""Looks through a text for everything that leads to a student: the roster's names, and what leads to a person by its form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from simcred.model.naming import How
from simcred.privacy.folding import plain
from simcred.privacy.hits import Hit, outermost
from simcred.privacy.names import Finder
from simcred.privacy.patterns import Patterns

_BLANKS = ("&nbsp;", "%20")
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

    def find(self, text: str, *, table: bool = False, name: bool = False) -> Iterator[Met]:
        """Everything that is met, in order, none inside another.

        In a `table`, a comma parts two cells; a `name` is a file's or an account's.
        """
        whole = plain(text)
        for entity in _BLANKS:
            whole = whole.replace(entity, " " * len(entity))
        if name:
            whole = _CAMEL.sub("_", whole)
        hits: list[Hit] = []
        for one in (self._finder, self._patterns):
            if one is not None:
                hits.extend(one.find(whole, table=table, name=name))
        line = at = 0
        for hit in outermost(hits):
            line, at = line + whole.count("\n", at, hit.start), hit.start
            if hit.how != "own":
                yield Met(hit.start, hit.end, line + 1, hit.how, whole[hit.start : hit.end].casefold())
