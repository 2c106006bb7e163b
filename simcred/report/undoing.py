"""What can be undone, for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simcred.report.lines import Line, line

Dated = Sequence[tuple[str, str]]
"""When something was written, and what."""


def sentence(text: str) -> Iterator[Line]:
    """One sentence."""
    yield line(text)


def listed(done: Dated, undone: Dated, aside: Dated, odd: Sequence[str] = ()) -> Iterator[Line]:
    """What can be undone, the newest first; what can be brought back, the next first; what is kept for a while; what is odd."""
    if not done:
        yield line("There is nothing to undo here.")
    yield from _dated(done)
    if undone:
        yield line("Undone; `simcred undo --redo` brings back the first of these:")
        yield from _dated(undone)
    if aside:
        yield line("Undone before the last write, and kept in .simcred/undo for a while:")
        yield from _dated(aside)
    if odd:
        yield line("Nothing is done with what follows; delete these folders if they are in your way:")
        yield from (line(f"{text}.", hang=2) for text in odd)


def _dated(entries: Dated) -> Iterator[Line]:
    """One line each."""
    for when, what in entries:
        yield line((when, "quiet"), f"  {what}", hang=18)
