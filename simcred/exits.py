"""Exit codes, the one table of them, and the error that ends a command."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command's exit code says."""

    OK = 0
    WORK = 1
    USAGE = 2
    CANNOT_JUDGE = 3
    NOT_SAVED = 4
    INTEGRITY = 5
    BUG = 70
    INTERRUPTED = 130


MEANINGS = {
    Exit.OK: "nothing blocking",
    Exit.WORK: "judged, and something needs work",
    Exit.USAGE: "wrong usage, or an answer missing with prompts off",
    Exit.CANNOT_JUDGE: "could not judge",
    Exit.NOT_SAVED: "saving or sharing failed",
    Exit.INTEGRITY: "integrity: contents differ from what was attested, signed or hashed",
    Exit.BUG: "a bug in simcred; a report was written that is safe to pass on",
    Exit.INTERRUPTED: "interrupted; nothing half-written",
}


class Stop(Exception):
    """The command cannot go on: what is the matter, what to do, and the exit code."""

    def __init__(self, message: str, hint: str = "", code: Exit = Exit.USAGE) -> None:
        super().__init__(message)
        self.message, self.hint, self.code = message, hint, code


def worst(codes: list[Exit]) -> Exit:
    """The most serious of several codes: 70, 5, 3, 4, 1, 0."""
    order = [Exit.BUG, Exit.INTEGRITY, Exit.CANNOT_JUDGE, Exit.NOT_SAVED, Exit.WORK, Exit.OK]
    return next((code for code in order if code in codes), Exit.OK)
