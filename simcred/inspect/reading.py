"""A file's bytes become what is known of it: by its first bytes here, by a parser in the child process where it needs one."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from simcred.inspect.recordings import READERS
from simcred.inspect.room import room
from simcred.inspect.signatures import by_first_bytes
from simcred.load.scores import MOST_BYTES, parse
from simcred.model.contents import GAVE_UP, LEFT, Content

MOST_PROBLEMS = 10
_TEXTS = {"txt", "xml", "html", "svg", ""}
_PARSED = {"jpg", "png", "pdf", "zip"}
_DEATHS = 3
"""So many files of one portfolio may take too long, or kill the child; those after them are left."""


class Reading(Struct):
    """Reads the files of one portfolio, one after another."""

    deaths: int = 0

    def content(self, data: bytes) -> Content:
        """What a file is and whether it can be used. `unknown` when it could not be looked into."""
        content = by_first_bytes(data)
        if content.state != "whole":
            return content
        if content.type in _TEXTS:
            return _table(data, content)
        if content.type in READERS:
            return READERS[content.type](data, content)
        return self._parsed(data, content) if content.type in _PARSED else content

    def close(self) -> None:
        """Ends the child: one that a file has taken over must not answer for others' files."""
        room().close()

    def _parsed(self, data: bytes, content: Content) -> Content:
        """What the child says."""
        if self.deaths >= _DEATHS:
            return replace(content, state="unknown", detail=LEFT)
        said = room().look(data, content)
        if said is None:
            self.deaths += 1
            return replace(content, state="unknown", detail=GAVE_UP)
        return said


def _table(data: bytes, content: Content) -> Content:
    """What keeps a text, or what may be meant to be one, from being a table of student scores."""
    if len(data) > MOST_BYTES:
        data = data[: MOST_BYTES + 1]
    scores = parse(data)
    more = max(0, len(scores.problems) - MOST_PROBLEMS)
    return replace(content, problems=scores.problems[:MOST_PROBLEMS], more=more, named=scores.named[:MOST_PROBLEMS])
