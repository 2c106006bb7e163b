"""What every command shares: options, printing, and the end of the program."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperOption

from simcred.exits import Exit, Stop

if TYPE_CHECKING:
    from simcred.app.look import Look
    from simcred.report.lines import Line


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that every command takes."""

    directory: str = "."
    programme: Path | None = None
    today: str | None = None
    format: str = "text"
    quiet: bool = False
    plain: bool = False
    color: str = "auto"
    debug: bool = False
    no_input: bool = False

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


def _shared() -> list[TyperOption]:
    """The options that every command takes, as the parser knows them."""

    def option(*names: str, help: str, **more: Any) -> TyperOption:
        """One option."""
        return TyperOption(param_decls=list(names), help=help, **more)

    return [
        option("shared_directory", "-C", metavar="DIR", default=".", help="Work in this folder."),
        option("shared_programme", "--programme", metavar="DIR", help="Use this programme's checklists."),
        option("shared_today", "--today", metavar="DATE", help="Judge as if it were this day (or SIMCRED_TODAY)."),
        option("shared_format", "--format", metavar="NAME", help="text, or a format that the command names."),
        option("shared_json", "--json", is_flag=True, default=False, help="Short for --format json."),
        option("shared_quiet", "-q", "--quiet", is_flag=True, default=False, help="Say only what is asked for."),
        option("shared_plain", "--plain", is_flag=True, default=False, help="No colour; for screen readers."),
        option("shared_color", "--color", metavar="WHEN", default="auto", help="auto, always or never."),
        option("shared_no_input", "--no-input", is_flag=True, default=False, help="Never ask; a missing answer is an error."),
        option("shared_debug", "--debug", is_flag=True, default=False, hidden=True, help="Show where an error came from."),
    ]


class Command(TyperCommand):
    """A command with the shared options."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **more: Any) -> None:
        super().__init__(*args, params=[*(params or []), *_shared()], **more)

    def invoke(self, ctx: Any) -> Any:
        """Takes the shared options out, and goes to the folder of -C, before the command itself runs."""
        given = {name.removeprefix("shared_"): ctx.params.pop(name) for name in list(ctx.params) if name.startswith("shared_")}
        chosen = _settings(given)
        _current.set(chosen)
        if chosen.directory != ".":
            try:
                os.chdir(chosen.directory)
            except OSError:
                raise Stop(f"there is no folder {chosen.directory}", "Look at its spelling.") from None
        return super().invoke(ctx)


def _settings(given: dict[str, Any]) -> Settings:
    """Settings from the parsed options."""
    if given["color"] not in ("auto", "always", "never"):
        raise Stop(f"--color {given['color']} is not known", "Use auto, always or never.")
    programme = given["programme"]
    return Settings(
        directory=given["directory"],
        programme=Path(programme).absolute() if programme else None,
        today=given["today"],
        format="json" if given["json"] else given["format"] or "text",
        quiet=given["quiet"],
        plain=given["plain"],
        color=given["color"],
        debug=given["debug"],
        no_input=given["no_input"],
    )


def one_of(formats: tuple[str, ...]) -> str:
    """The chosen format. Raises `Stop` when the command does not have it."""
    chosen = settings().format
    if chosen not in formats:
        raise Stop(f"this command has no format {chosen}", f"It has {', '.join(formats)}.")
    return chosen


def show(lines: Iterable[Line]) -> None:
    """Lines for people, on standard output."""
    from simcred.report.terminal import draw

    chosen = settings()
    plain = chosen.plain or bool(os.environ.get("ACCESSIBLE"))
    color = {"always": True, "never": False}.get(chosen.color)
    draw(lines, sys.stdout, color=False if plain else color)


def say(text: str) -> None:
    """A remark for people, on standard error; nothing with --quiet."""
    if not settings().quiet:
        from simcred.gate import visible

        sys.stderr.write(f"{visible(text)}\n")


def write(text: str) -> None:
    """Text for programs, on standard output as it is."""
    sys.stdout.write(text)


def done(code: Exit = Exit.OK) -> None:
    """Ends the command with an exit code."""
    raise SystemExit(int(code))
