"""One word or a list of words: files may write either."""

from __future__ import annotations


class Several(tuple[str, ...]):
    """Some words, where a file may write a single one without a list."""

    __slots__ = ()
