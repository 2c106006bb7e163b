"""Looks for the roster's names in a portfolio: in every manifest, in text files of evidence, and in the names of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from simcred.load.facts import Facts
from simcred.load.paths import ending_of
from simcred.model.naming import ROSTER, How, NamedAt, Naming
from simcred.model.tree import TooBig
from simcred.privacy import roster
from simcred.privacy.names import Finder
from simcred.privacy.text import decoded
from simcred.snapshot.gitindex import GitIndex
from simcred.snapshot.opening import read_regular

_TEXTS = {"txt", "md", "csv"}
_MOST_BYTES = 20_000_000
"""A text file of more than this is not looked through."""


def naming(facts: Facts, root: Path) -> Naming:
    """Where students of the portfolio's roster are named; nothing where there is no roster, or it cannot be read."""
    try:
        data, _ = read_regular(root / ROSTER, roster.MOST_BYTES + 1)
    except OSError as error:
        return Naming(problems=((1, f"the roster cannot be read: {error.strerror or 'it is no file'}"),))
    known = roster.parse(data)
    index = GitIndex.above(root)
    tracked = index is not None and index.knows(root / ROSTER)
    return Naming(tuple(_places(facts, Finder(known))), known.problems, tracked)


def _places(facts: Facts, finder: Finder) -> Iterator[NamedAt]:
    """Every place, file by file."""
    for path, entry in facts.entries.items():
        name = path.rpartition("/")[2]
        yield from (NamedAt(path, None, how) for how in dict.fromkeys(hit.how for hit in finder.find(name, name=True)))
        if entry.kind == "file" and (path in facts.documents or (path.startswith("evidence/") and ending_of(path) in _TEXTS)):
            yield from _in_file(facts, finder, path)


def _in_file(facts: Facts, finder: Finder, path: str) -> Iterator[NamedAt]:
    """The lines of a text file in which somebody is named."""
    try:
        text = decoded(facts.tree.read(path, _MOST_BYTES))
    except (OSError, TooBig):
        return
    found: Counter[tuple[int, How]] = Counter()
    for line, hit in finder.lines(text, table=ending_of(path) == "csv"):
        found[line, hit.how] += 1
    yield from (NamedAt(path, line, how, times) for (line, how), times in sorted(found.items()))
