"""What a command was asked for beside its own answers, and how it speaks: to people, to programs, by its exit code."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterable
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from simcred.exits import Exit, Stop

if TYPE_CHECKING:
    from simcred.app.look import Look
    from simcred.model.outcome import Batch
    from simcred.report.lines import Line


class Settings(Struct, frozen=True):
    """The options that every command takes; `command` is its name (`goal add`), `started_in` the folder before -C."""

    directory: str = "."
    programme: Path | None = None
    today: str | None = None
    format: str = "text"
    quiet: bool = False
    verbose: bool = False
    plain: bool = False
    color: str = "auto"
    debug: bool = False
    no_input: bool = False
    command: str = ""
    started_in: str = ""

    def day(self) -> dt.date:
        """The day to judge by: --today, else SIMCRED_TODAY, else the computer's date."""
        text = self.today or os.environ.get("SIMCRED_TODAY")
        if not text:
            return dt.date.today()
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise Stop(f"{text} is not a day", "Write it as year-month-day, such as 2026-10-14.") from None

    def look(self) -> Look:
        """How to look at portfolios, by these settings."""
        from simcred.app.look import Look

        return Look(self.day(), self.programme, self.directory)


_current: ContextVar[Settings] = ContextVar("settings", default=Settings())  # noqa: B039 - Settings is frozen


def settings() -> Settings:
    """The options of the command that runs."""
    return _current.get()


def use(chosen: Settings) -> None:
    """Makes these the options of the command that runs."""
    _current.set(chosen)


def plain() -> bool:
    """Whether to speak so that a screen reader can follow: --plain, or ACCESSIBLE in the environment."""
    return settings().plain or bool(os.environ.get("ACCESSIBLE"))


def command_words(words: list[str]) -> int:
    """How many of a command line's words are the command's own name."""
    name = settings().command.split()
    return len(name) if words[: len(name)] == name else 1


def files_named(paths: Iterable[Path] | None) -> tuple[Path, ...]:
    """Files as they were named: from the folder of -C, else from where the command was typed."""
    return tuple(map(_found, paths or ()))


def _found(path: Path) -> Path:
    """One of them."""
    typed = Path(settings().started_in) / path
    return typed if settings().directory != "." and not os.path.lexists(path) and os.path.lexists(typed) else path


def from_here(path: Path) -> str:
    """A path as it is found from where the command was typed."""
    from simcred.gate import visible

    if settings().directory != "." and not path.is_absolute():
        try:
            path = Path(os.path.relpath(path.absolute(), settings().started_in))
        except ValueError:  # another drive of Windows
            path = path.absolute()
    return visible(path.as_posix())


def show(lines: Iterable[Line]) -> None:
    """Lines for people, on standard output."""
    from simcred.report.terminal import draw

    if plain():
        from simcred.report.plain import plainly

        draw(plainly(lines), sys.stdout, color=False)
        return
    draw(lines, sys.stdout, color={"always": True, "never": False}.get(settings().color))


def say(text: str) -> None:
    """A remark for people, on standard error; nothing with --quiet."""
    if not settings().quiet:
        from simcred.cli.streams import remark
        from simcred.gate import visible

        remark(folded(visible(text), "  "))


_LARGE = 500_000_000
"""A file of so many bytes takes seconds to read, so that it is said at a terminal."""


def reading(name: str, size: int) -> None:
    """Says at a terminal which large file is read."""
    from simcred.words import size as size_words

    if size >= _LARGE and sys.stderr.isatty():
        say(f"Reading {name} ({size_words(size)}) ...")


def say_by_what(batch: Batch) -> None:
    """With --verbose: the day and the programme that a report was judged by."""
    if settings().verbose:
        name, version, digest, _ = batch.programme
        say(f"Judged for {batch.date} by {name} {version}, digest {digest[:16]}.")


def folded(text: str, indent: str) -> str:
    """A remark as it goes to standard error: wrapped for somebody at a terminal, in one line for a program.

    Commands and paths are never broken, so that they can be copied: one that is longer than a line stands on a line of its
    own, and the terminal goes on with it in the next.
    """
    if not sys.stderr.isatty():
        return f"{text}\n"
    import shutil

    width = max(30, shutil.get_terminal_size().columns)
    if text.isascii() and len(text) <= width:
        return f"{text}\n"
    from simcred.cli.folding import fold

    return "\n".join(fold(text, width, indent)) + "\n"


def write(text: str) -> None:
    """Text for programs, on standard output as it is."""
    sys.stdout.write(text)


def done(code: Exit = Exit.OK) -> None:
    """Ends the command with an exit code."""
    raise SystemExit(int(code))
