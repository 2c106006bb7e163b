"""A command with the options that every command takes, as the parser knows them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from typer.core import TyperCommand, TyperGroup, TyperOption

from simcred import asides
from simcred.cli.settings import Settings, say, use
from simcred.exits import Stop
from simcred.words import both, did_you_mean


def _shared() -> list[TyperOption]:
    """The shared options."""

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
        option("shared_verbose", "-v", "--verbose", is_flag=True, default=False, help="Say also by what was judged."),
        option("shared_plain", "--plain", is_flag=True, default=False, help="One fact a line and no colour, for screen readers."),
        option("shared_color", "--color", metavar="WHEN", default="auto", help="auto, always or never."),
        option("shared_no_input", "--no-input", is_flag=True, default=False, help="Never ask; a missing answer is an error."),
        option("shared_debug", "--debug", is_flag=True, default=False, hidden=True, help="Show where an error came from."),
    ]


_LISTS = ("text", "concise", "json")
FORMATS = {
    "status": ("text", "json"),
    "check": _LISTS,
    "lint": _LISTS,
    "doctor": ("text", "json"),
    "media": ("text", "json"),
    "sheet": ("text", "html"),
    "preview": ("text", "html"),
}
"""The formats of each command that has more than text."""


class Commands(TyperGroup):
    """A group of commands."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Finds the command that is meant. Raises `Stop` with the nearest where there is none."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from simcred.cli.usage import no_such_command

            raise no_such_command(args[0], ctx.command_path, list(self.commands))
        return super().resolve_command(ctx, args)


class Command(TyperCommand):
    """A command with the shared options."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **more: Any) -> None:
        super().__init__(*args, params=[*(params or []), *_shared()], **more)

    def invoke(self, ctx: Any) -> Any:
        """Takes the shared options out, and goes to the folder of -C, before the command itself runs."""
        given = {name.removeprefix("shared_"): ctx.params.pop(name) for name in list(ctx.params) if name.startswith("shared_")}
        chosen = _settings(given)
        formats = FORMATS.get(str(self.name), ("text",))
        if chosen.format not in formats:
            near = did_you_mean(chosen.format, formats)
            raise Stop(f"this command has no format {chosen.format}", f"{near} It has {both(formats)}.".strip())
        use(replace(chosen, command=ctx.command_path.partition(" ")[2], started_in=_here()))
        if chosen.directory != ".":
            try:
                os.chdir(chosen.directory)
            except OSError:
                raise Stop(f"there is no folder {chosen.directory}", "Look at its spelling.") from None
        try:
            return super().invoke(ctx)
        finally:
            for aside in asides.told():
                say(aside)


def _here() -> str:
    """The folder one stands in."""
    return str(Path.cwd())


def _settings(given: dict[str, Any]) -> Settings:
    """Settings from the parsed options."""
    if given["color"] not in ("auto", "always", "never"):
        near = did_you_mean(given["color"], ("auto", "always", "never"))
        raise Stop(f"--color {given['color']} is not known", f"{near} Use auto, always or never.".strip())
    programme = given["programme"]
    return Settings(
        directory=given["directory"],
        programme=Path(programme).absolute() if programme else None,
        today=given["today"],
        format="json" if given["json"] else given["format"] or "text",
        quiet=given["quiet"],
        verbose=given["verbose"],
        plain=given["plain"],
        color=given["color"],
        debug=given["debug"],
        no_input=given["no_input"],
    )
