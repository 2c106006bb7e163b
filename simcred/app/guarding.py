"""Looks for what leads to a student, or to anybody in private: in manifests, in evidence, and in the names of files.

What is found is remembered by the file's digest: places and kinds, and never a word; the words are told apart by a seal of this
user's own key, and so is the memory's name, so that nobody can tell from it who is on a roster. Without a key nothing is
remembered. What has to search stands in `searching`, and is not even loaded while everything is as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import MsgspecError, Struct, field

from simcred.gate import leave_unsaid
from simcred.inspect.looking import MOST_BYTES
from simcred.load.decode import packed, unpacked
from simcred.load.facts import PORTFOLIO, Facts, is_junk, is_scaffold
from simcred.load.paths import ending_of
from simcred.memory import CacheFolder
from simcred.model.contents import READ, Content
from simcred.model.naming import GAVE_UP, LET_STAND, ROSTER, SAYS_WHO, NamedAt, Naming, Sought, Verdict
from simcred.model.programme import Programme
from simcred.model.tree import TooBig
from simcred.rules.files import values_in
from simcred.snapshot.gitindex import GitIndex
from simcred.snapshot.opening import read_regular
from simcred.workspace.sealing import own_key, seal

if TYPE_CHECKING:
    from simcred.app.searching import Searching

_TEXTS_AS_TEXT = "txt md csv tsv yaml yml json xml html htm svg srt vtt tex log ics vcf"
_TEXTS = frozenset(_TEXTS_AS_TEXT.split())
_TABLES = {"csv", "tsv"}
_PAGES = {"xml", "html", "svg"}
_TEXT_TYPES = {"txt", "xml", "html", "svg"}
_FOUND_AS = 7
"""Raised when a look finds more or otherwise, so that files are looked through again."""
_MOST = 20_000
_MOST_ROSTER, _MOST_LET_STAND = 1_000_001, 1_000_000
_MARK = 16
_QUOTED = (40, 60, 77, 79, 80)
"""To these lengths messages cut what they quote."""
_WHY = {
    "cut": "it ends too soon",
    "damaged": "it is damaged",
    "encrypted": "it is locked with a password",
    "placeholder": "it only points at the document",
    "unknown": "it could not be opened",
}


class Kept(Struct):
    """What is remembered: verdicts by digest and kind of file, or by sealed name; and lines of the roster that cannot be used."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    problems: tuple[tuple[int, str], ...] = ()
    usable: bool = True


def _bytes_of(path: Path, most: int) -> bytes | None:
    """A file's bytes; None where there is none. Raises OSError."""
    try:
        return read_regular(path, most)[0]
    except (FileNotFoundError, NotADirectoryError):
        return None


def _let_stand(root: Path) -> frozenset[str]:
    """The ids of findings that the educator let stand: the first word of each line."""
    with suppress(OSError):
        text = (_bytes_of(root / LET_STAND, _MOST_LET_STAND) or b"").decode("utf-8", "ignore")
        return frozenset(words[0] for line in text.splitlines() if (words := line.split()) and not line.startswith("#"))
    return frozenset()


def _own(facts: Facts, programme: Programme) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The e-mail addresses and the names of the portfolio's own people, who may be named in it."""
    document = facts.documents.get(PORTFOLIO)
    people = [
        person for person in _mappings(document.data if document is not None else None) if "email" in person or "name" in person
    ]
    addresses = {str(person["email"]) for person in people if "email" in person}
    names = {str(person["name"]) for person in people if "name" in person}
    for known in programme.people.people if programme.people is not None else ():
        addresses.update(known.emails)
        names.add(known.name or "")
    return tuple(sorted(addresses)), tuple(sorted(names))


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping inside a value."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _mappings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _mappings(inner)


class Guard:
    """One look through a portfolio. `read` may be handed files as somebody else reads them; `naming` reads the others itself."""

    def __init__(self, facts: Facts, root: Path, programme: Programme, year: int) -> None:
        self._facts = facts
        self._root = root
        self._problems: tuple[tuple[int, str], ...] = ()
        self._unusable = False
        self._sought = Sought(self._roster(), *_own(facts, programme), programme.student_numbers, year)
        self._memory = CacheFolder.of_this_user()
        self._key = _key()
        self._name = f"naming-{_FOUND_AS}-{seal(self._key, packed(self._sought))[:40]}" if self._key is not None else None
        self._searching: Searching | None = None
        self._before = self._recalled()
        self._now: dict[str, Verdict] = {}
        self._failed = ""
        self._forms: list[str] = []

    def _roster(self) -> bytes | None:
        """The roster's bytes; None where there is none, or none that can be read, which is told."""
        try:
            return _bytes_of(self._root / ROSTER, _MOST_ROSTER)
        except OSError as error:
            self._unusable = True
            self._problems = ((1, f"the roster cannot be read: {error.strerror or 'it is no file'}"),)
            return None

    def _recalled(self) -> Kept:
        """What was found before; at the first time, the roster is read for what is wrong with it."""
        kept = self._memory.recall(self._name) if self._name is not None else None
        if kept is not None:
            with suppress(MsgspecError):  # kept by another simcred
                return unpacked(Kept, kept)
        return Kept(problems=self._search().problems, usable=self._search().usable)

    def _search(self) -> Searching:
        """What searches, made when it is first needed."""
        if self._searching is None:
            from simcred.app.searching import Searching

            self._searching = Searching(self._sought, self._sealed)
        return self._searching

    def _sealed(self, words: str) -> str:
        """The mark of some words; empty without a key."""
        return seal(self._key, b"words " + words.encode("utf-8", "replace"))[:_MARK] if self._key is not None else ""

    def read(self, path: str, data: bytes, content: Content, digest: str) -> None:
        """Looks through a file that somebody has just read."""
        called = f"{digest} {_kind(path, content)}"
        if self._failed or called.endswith(" ") or self._known(called) is not None:
            return
        try:
            verdict = self._searched(data, content, called)
        except Exception as error:  # as in `naming`
            self._failed = type(error).__name__
            return
        self._now[called] = verdict

    def told_in(self, name: str, data: bytes, content: Content) -> Verdict:
        """What one file says, whose bytes somebody has, and who ends the child; nothing of it is remembered."""
        kind = _kind(name, content)
        named = self._search().in_name(name)
        said = self._searched(data, content, f" {kind}") if kind else Verdict(unread=_why_not(content))
        return Verdict(named.places + said.places, said.unread, said.form)

    def names_somebody(self, name: str) -> bool:
        """Whether the name of a file or folder, wherever it is or was, says who a student is."""
        return not SAYS_WHO.isdisjoint(how for _, _, how, _, _ in self._search().in_name(name).places)

    def naming(self) -> Naming:
        """Where somebody is named in the portfolio; what is wrong with its roster, where that cannot be used."""
        try:
            places, unread, looked = self._everywhere()
        except Exception as error:  # it must not keep anything else from being told, nor say what it stumbled over
            return Naming(failed=type(error).__name__)
        finally:
            if self._searching is not None:
                self._searching.close()
        if self._failed:
            return Naming(failed=self._failed)
        self._keep()
        unusable = self._unusable or not self._before.usable
        roster = self._sought.roster is not None
        index = GitIndex.above(self._root) if roster else None
        return Naming(
            tuple(places),
            unread=tuple(unread),
            problems=self._problems or self._before.problems,
            tracked=index is not None and index.knows(self._root / ROSTER),
            looked=looked if roster and not unusable else None,
            unusable=unusable,
            let_stand=_let_stand(self._root),
            forms=tuple(self._forms),
        )

    def _everywhere(self) -> tuple[list[NamedAt], list[tuple[str, str]], int]:
        """Every place, file by file; the files in which nobody could look, with the reason; and in how many somebody did."""
        places: list[NamedAt] = []
        unsaid: list[str] = []
        unread: list[tuple[str, str]] = []
        looked = 0
        for path, entry in self._facts.entries.items():
            name = path.rpartition("/")[2]
            for _, _, how, times, mark in self._of_name(name).places:
                places.append(NamedAt(path, None, how, times, None, mark))
                unsaid += [name] * (how in SAYS_WHO)
            if entry.kind != "file" or not entry.size or is_junk(path) or is_scaffold(path):
                continue
            verdict = self._of_file(path)
            looked += not verdict.unread
            if verdict.form and path not in self._facts.documents:
                self._forms.append(path)
            if verdict.unread:
                unread.append((path, verdict.unread))
            places += [NamedAt(path, line, how, times, where or None, mark) for where, line, how, times, mark in verdict.places]
            unsaid += self._values(path, {line for _, line, how, _, _ in verdict.places if line is not None and how in SAYS_WHO})
        leave_unsaid(unsaid)
        return places, unread, looked

    def _values(self, path: str, lines: set[int]) -> Iterator[str]:
        """What stands in a manifest at lines in which somebody is named: what is wrong there otherwise must not repeat it."""
        document = self._facts.documents.get(path)
        if document is None or not lines:
            return
        for pointer, value in values_in(document.data, ()):
            text = str(value)
            keys = [step for step in pointer[-1:] if isinstance(step, str)]
            place = document.place(pointer)
            if lines & set(range(place.line or 0, (place.end_line or place.line or 0) + 1)):
                for said in (" ".join(text.split()), *keys):
                    if self.names_somebody(said):
                        yield from {said, text, *(said[:most] for most in _QUOTED)}

    def _of_name(self, name: str) -> Verdict:
        """What the name of a file or folder says."""
        called = f"name {self._sealed(name)}"
        known = self._known(called)
        if known is None:
            known = self._now[called] = self._search().in_name(name)
        return known

    def _of_file(self, path: str) -> Verdict:
        """What a file says, from memory where its bytes are known."""
        document, content = self._facts.documents.get(path), self._facts.contents.get(path)
        kind = "txt" if document is not None else _kind(path, content)
        if not kind:
            return Verdict(unread=_why_not(content))
        digest = document.digest.hex() if document is not None else self._facts.digests.get(path, "")
        called = f"{digest} {kind}"
        known = self._known(called) if digest else None
        if known is not None:
            return known
        try:
            data = document.raw if document is not None and document.raw else self._facts.tree.read(path, MOST_BYTES)
        except TooBig:
            return Verdict(unread="it is too large")
        except OSError:
            return Verdict(unread="it cannot be opened")
        verdict = self._searched(data, content or Content(kind), called)
        if digest and verdict.unread != GAVE_UP:
            self._now[called] = verdict
        return verdict

    def _searched(self, data: bytes, content: Content, called: str) -> Verdict:
        """What some bytes say, by the kind they are called by."""
        kind = called.rpartition(" ")[2]
        if kind not in READ:
            return self._search().in_text(data, table=kind in _TABLES, page=content.type in _PAGES)
        return self._search().in_document(data, content)

    def _known(self, called: str) -> Verdict | None:
        """What was found before, in this look or an earlier one; where there is no key, names of files are not told apart."""
        if self._key is None and called.startswith("name "):
            return None
        verdict = self._now.get(called) or self._before.verdicts.get(called)
        if verdict is not None:
            self._now[called] = verdict
        return verdict

    def _keep(self) -> None:
        """Remembers what is new; when it is too much, only what is there now."""
        if self._name is None:
            return
        now = {called: verdict for called, verdict in self._now.items() if verdict.unread != GAVE_UP}
        verdicts = self._before.verdicts | now
        if verdicts != self._before.verdicts:
            self._memory.keep(
                self._name, packed(Kept(verdicts if len(verdicts) <= _MOST else now, self._before.problems, self._before.usable))
            )


def _key() -> bytes | None:
    """This user's key, where it can be had."""
    try:
        return own_key(make=True)
    except OSError:
        return None


def _kind(path: str, content: Content | None) -> str:
    """As what a file is looked through: a type of document, or the ending of a text; empty where nobody can."""
    ending = ending_of(path)
    if content is None:
        return ending if ending in _TEXTS else ""
    if content.state != "whole" and not (content.type in _TEXT_TYPES or ending in _TEXTS):
        return ""
    if content.type in READ:
        return content.type
    if content.type in _TEXT_TYPES or (content.type == "" and ending in _TEXTS):
        return ending if ending in _TABLES else "txt"
    return ""


def _why_not(content: Content | None) -> str:
    """Why nobody can look through a file."""
    if content is None:
        return "it is too large, or of a kind that cannot be looked through"
    return _WHY.get(content.state, "files of this kind cannot be looked through")
