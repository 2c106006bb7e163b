"""A terminal to talk at: what is asked goes to standard error, what is typed comes from standard input."""

from __future__ import annotations

import contextlib
import os
import sys

from simcred.cli.settings import folded, plain
from simcred.cli.settings import say as said
from simcred.cli.streams import remark as written
from simcred.exits import Stop
from simcred.gate import visible

_PROMPT, _PLAIN_PROMPT = "> ", "Answer: "
_PASTE = 0.05
"""Seconds in which the next line of something that was pasted is there."""


def is_one() -> bool:
    """Whether standard input and standard error are both a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def say(text: str) -> None:
    """A line for the person who is asked."""
    written(folded(visible(text), "  "))


def whole(text: str) -> None:
    """Text of several lines as it is, to be copied."""
    for line in text.split("\n"):
        written(f"{visible(line)}\n")


def remark(text: str) -> None:
    """A line that --quiet leaves out."""
    said(text)


def tell(stop: Stop) -> None:
    """What is the matter with an answer, and what to do."""
    message = f"No: {stop.message}"
    say(f"{message}{'' if message.endswith(('.', '?')) else '.'} {stop.hint}".strip())


def read_line() -> str:
    """One line as it was typed, without its end; what was pasted into it may hold line ends.

    Raises `EOFError` at the end of the input, and `Stop` for bytes that are no text.
    """
    prompt = _PLAIN_PROMPT if plain() else _PROMPT
    try:
        if sys.stdout.isatty():
            with contextlib.suppress(ImportError):  # Windows has editing of its own
                import readline  # noqa: F401 - arrow keys, and lines longer than a terminal's buffer
            sys.stderr.flush()
            return input(prompt)
        sys.stderr.write(prompt)
        sys.stderr.flush()
        text = sys.stdin.readline()
    except UnicodeDecodeError:
        raise Stop("that is no text in the letters of this terminal", "Type it again.") from None
    if not text:
        raise EOFError
    return text.rstrip("\r\n")


def read_lines() -> str:
    """Several lines up to an empty one, the end of the input, or a single `?`. An empty line inside something pasted ends nothing.

    What was typed so far is shown when somebody stops, so that it is not lost.
    """
    lines: list[str] = []
    try:
        while (line := read_line()).strip() or (lines and _more_waits()):
            lines.append(line.rstrip())
            if lines == ["?"]:
                break
    except EOFError:
        if not lines:
            raise
    except KeyboardInterrupt:
        if lines:
            say("")
            say("What you had typed:")
            whole("\n".join(lines))
        raise
    return "\n".join(lines).strip()


def _more_waits() -> bool:
    """Whether more was pasted than was read."""
    if os.name == "nt":
        import msvcrt
        import time

        time.sleep(_PASTE)
        return bool(msvcrt.kbhit())  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
    import select

    return bool(select.select([sys.stdin], [], [], _PASTE)[0])
