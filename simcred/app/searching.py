"""Searches in names, texts and documents, and seals what it meets: what comes out are places and marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from simcred.inspect.room import room
from simcred.model.contents import Content, Passage, Words
from simcred.model.naming import GAVE_UP, How, Place, Sought, Verdict
from simcred.privacy import roster
from simcred.privacy.authors import Authors
from simcred.privacy.forms import is_form
from simcred.privacy.names import Finder
from simcred.privacy.patterns import Known, Patterns
from simcred.privacy.search import Met, Search
from simcred.privacy.text import decoded, without_tags

_DEATHS = 3
"""So many files may take too long, or kill the child; those after them are left."""
_LONGEST = 6_000_000
"""Bytes of a text that are looked through."""
_PAPERS = {"pdf", "docx"}
"""Documents that may be signed."""
_IN_PART, _NOT_AT_ALL = "a part of it could not be read, or is too long", "its words cannot be taken out"


def _why_not_all(words: Words) -> str:
    """Why not all of a document was looked through; empty where it was."""
    if not words.whole:
        return _IN_PART if words.passages else _NOT_AT_ALL
    if words.silent:
        what = "is a picture" if words.silent == 1 else "are pictures"
        return f"{words.silent} of its pages {what}, in which nobody can read"
    return ""


class Searching:
    """Looks for what is sought; `sealed` makes the mark of some words."""

    def __init__(self, sought: Sought, sealed: Callable[[str], str]) -> None:
        known = roster.parse(sought.roster) if sought.roster is not None else roster.Roster()
        self.problems, self.usable = known.problems, known.usable
        self._search = Search(Finder(known), Patterns(Known(sought.addresses, sought.numbers), sought.year))
        self._authors = Authors(sought.names)
        self._sealed = sealed
        self._deaths = 0

    def close(self) -> None:
        """Ends the child: one that a file has taken over must not answer for others' files."""
        room().close()

    def in_name(self, name: str) -> Verdict:
        """What the name of a file or folder says."""
        return self._verdict(("", None, met) for met in self._search.find(name, name=True))

    def in_text(self, data: bytes, *, table: bool, page: bool = False) -> Verdict:
        """What a text says; a `page` is one with tags in it."""
        text = decoded(data[:_LONGEST])
        if page:
            text = without_tags(text)
        told = self._verdict(
            (("", met.line, met) for met in self._search.find(text, table=table)), form=not table and is_form(text)
        )
        return told if len(data) <= _LONGEST else replace(told, unread=_IN_PART)

    def in_document(self, data: bytes, content: Content) -> Verdict:
        """What a document, a picture or what stands beside a recording says."""
        words = room().read(data, content) if self._deaths < _DEATHS else None
        if words is None:
            self._deaths += 1
            return Verdict(unread=GAVE_UP)
        found = self._search.find_all((said.text for said in words.passages), table=content.type == "xlsx")
        met = (
            (said.where, None, one)
            for said, some in zip(words.passages, found, strict=True)
            for one in self._with_author(said, some)
        )
        text = "\n".join(said.text for said in words.passages if not said.author)
        told = self._verdict(met, form=content.type in _PAPERS and is_form(text))
        return replace(told, unread=_why_not_all(words))

    def _with_author(self, said: Passage, met: list[Met]) -> Iterator[Met]:
        """What is met in one passage; where it names an author and nobody else was met, that."""
        yield from met
        if said.author and not met and (author := self._authors.of(said.text)):
            yield Met(0, 0, 1, "author", author)

    def _verdict(self, met: Iterable[tuple[str, int | None, Met]], *, form: bool = False) -> Verdict:
        """Places, each once, with how often and the mark of all words there."""
        words: dict[tuple[str, int | None, How], list[str]] = defaultdict(list)
        for where, line, one in met:
            words[where, line, one.how].append(one.words)
        places: list[Place] = [
            (where, line, how, len(said), self._sealed("\0".join(sorted(said)))) for (where, line, how), said in words.items()
        ]
        return Verdict(tuple(places), form=form)
