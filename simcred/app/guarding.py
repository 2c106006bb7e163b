"""Looks for the roster's names in a portfolio: in manifests, in texts, documents and pictures of evidence, and in the names of files.

What is found is remembered by the file's digest: places and kinds, and never a word. So that nobody can tell from the memory
who is on a roster, its name there is sealed by this user's own key; without one nothing is remembered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import MsgspecError, Struct, field

from simcred.inspect.looking import MOST_BYTES
from simcred.inspect.room import room
from simcred.load.decode import packed, unpacked
from simcred.load.facts import Facts
from simcred.load.paths import ending_of
from simcred.memory import CacheFolder
from simcred.model.contents import READ
from simcred.model.naming import ROSTER, How, NamedAt, Naming
from simcred.model.tree import TooBig
from simcred.privacy import roster
from simcred.privacy.names import Finder
from simcred.privacy.text import decoded
from simcred.snapshot.gitindex import GitIndex
from simcred.snapshot.opening import read_regular
from simcred.workspace.sealing import own_key, seal

_TEXTS = {"txt", "md", "csv"}
_FOUND_AS = 1
"""Raised when a look finds more or otherwise, so that files are looked through again."""
_DEATHS = 3
"""So many files may take too long, or kill the child; those after them are left."""

Places = tuple[tuple[str, int | None, How, int], ...]
"""Where in a file (words, or none and the line), how much of a name, and how often."""


class _Kept(Struct):
    """What is remembered for one roster: places by the SHA-256 of a file."""

    places: dict[str, Places] = field(default_factory=dict)


def naming(facts: Facts, root: Path) -> Naming:
    """Where students of the portfolio's roster are named; what is wrong with the roster, where it cannot be used."""
    try:
        data, _ = read_regular(root / ROSTER, roster.MOST_BYTES + 1)
    except OSError as error:
        return Naming(problems=((1, f"the roster cannot be read: {error.strerror or 'it is no file'}"),))
    known = roster.parse(data)
    index = GitIndex.above(root)
    search = _Search(facts, Finder(known), _name(data))
    try:
        places = tuple(search.places())
    except Exception as error:  # it must not keep anything else from being told, nor say what it stumbled over
        return Naming(failed=type(error).__name__)
    tracked = index is not None and index.knows(root / ROSTER)
    return Naming(places, unread=tuple(search.unread), problems=known.problems, tracked=tracked)


def _name(data: bytes) -> str | None:
    """What a roster's places are remembered under."""
    try:
        return f"naming-{_FOUND_AS}-{seal(own_key(make=True), b'roster ' + data)[:40]}"
    except OSError:
        return None


class _Search:
    """One look through a portfolio."""

    def __init__(self, facts: Facts, finder: Finder, name: str | None) -> None:
        self._facts = facts
        self._finder = finder
        self._name = name
        self._memory = CacheFolder.of_this_user()
        self._before = self._recalled()
        self._now = _Kept()
        self._deaths = 0
        self.unread: list[str] = []

    def _recalled(self) -> _Kept:
        """What was found before."""
        kept = self._memory.recall(self._name) if self._name is not None else None
        if kept is not None:
            with suppress(MsgspecError):  # kept by another simcred
                return unpacked(_Kept, kept)
        return _Kept()

    def places(self) -> Iterator[NamedAt]:
        """Every place, file by file."""
        try:
            for path, entry in self._facts.entries.items():
                hits = self._finder.find(path.rpartition("/")[2], name=True)
                yield from (NamedAt(path, None, how) for how in dict.fromkeys(hit.how for hit in hits))
                if entry.kind == "file" and (path in self._facts.documents or path.startswith("evidence/")):
                    yield from (NamedAt(path, line, how, times, where or None) for where, line, how, times in self._in_file(path))
        finally:
            room().close()
        if self._name is not None and self._now.places != self._before.places:
            self._memory.keep(self._name, packed(self._now))

    def _in_file(self, path: str) -> Places:
        """The places in one file, from memory where its bytes are known."""
        digest = self._facts.digests.get(path)
        known = self._before.places.get(digest) if digest is not None else None
        if known is None:
            try:
                known = self._looked(path)
            except (OSError, TooBig):
                known = None
        if known is None:
            return ()
        if digest is not None:
            self._now.places[digest] = known
        return known

    def _looked(self, path: str) -> Places | None:
        """The places in one file, looked for; None where its words cannot be had. Raises OSError and `TooBig`."""
        if path in self._facts.documents or ending_of(path) in _TEXTS:
            text = decoded(self._facts.tree.read(path, MOST_BYTES))
            lines = self._finder.lines(text, table=ending_of(path) == "csv")
            return _counted(("", line, hit.how) for line, hit in lines)
        content = self._facts.contents.get(path)
        if content is None or content.type not in READ or content.state != "whole":
            return None
        passages = room().read(self._facts.tree.read(path, MOST_BYTES), content) if self._deaths < _DEATHS else None
        if passages is None:
            self._deaths += 1
            self.unread.append(path)
            return None
        table = content.type == "xlsx"
        return _counted((said.where, None, hit.how) for said in passages for hit in self._finder.find(said.text, table=table))


def _counted(hits: Iterable[tuple[str, int | None, How]]) -> Places:
    """Places, each once with how often."""
    return tuple((*place, times) for place, times in Counter(hits).items())
