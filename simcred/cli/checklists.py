"""Checklists and programmes: read, printed, compared, written and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from simcred.cli.command import Command, Commands
from simcred.cli.settings import done, say, settings, show, write
from simcred.exits import Stop


class _ShowIsUnderstood(Commands):
    """`checklist 2` is `checklist show 2`: what is no command here is what to show."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Puts the command in where none is said."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["show", *args]
        return super().parse_args(ctx, args)


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    checklists = typer.Typer(
        cls=_ShowIsUnderstood,
        rich_markup_mode=None,
        help="What a level asks for: show, print, compare and write checklists.",
        epilog="`simcred checklist 2` is short for `simcred checklist show 2`; show has --kinds, --forms and --interventions too.",
    )
    for name, command in (("show", show_), ("print", print_), ("new", new), ("diff", diff), ("lint", lint)):
        checklists.command(name=name, cls=Command)(command)
    app.add_typer(checklists, name="checklist")
    programmes = typer.Typer(cls=Commands, rich_markup_mode=None, no_args_is_help=True, help="Check a programme's files.")
    programmes.callback()(_programme)
    programmes.command(name="check", cls=Command)(check)
    app.add_typer(programmes, name="programme")


def _programme() -> None:
    """Check a programme: its kinds, catalogue, checklists, forms and people."""


What = Annotated[str | None, typer.Argument(metavar="[LEVEL|ID]", help="1 to 5, or an id such as fi-cer; all when left out.")]
Track = Annotated[str | None, typer.Option(metavar="cer|ls", help="Only this track.")]


def show_(
    what: What = None,
    track: Track = None,
    kinds: Annotated[bool, typer.Option("--kinds", help="The kinds of evidence instead.")] = False,
    forms: Annotated[bool, typer.Option("--forms", help="The forms that others fill in instead.")] = False,
    interventions: Annotated[bool, typer.Option("--interventions", help="The routines and strategies instead.")] = False,
) -> None:
    """What a level asks for, row by row, and how sure that is."""
    from simcred.app.checklists import chosen
    from simcred.app.programme import programme_here
    from simcred.report import reading

    programme = programme_here(settings().look())
    if kinds:
        show(reading.kinds(programme))
    elif forms:
        show(reading.forms(programme))
    elif interventions:
        show(reading.interventions(programme, track.casefold() if track is not None else None))
    else:
        show(reading.checklists(programme, chosen(programme, what, track), every_row=what is not None))


def print_(
    what: What = None,
    track: Track = None,
    intervention: Annotated[str | None, typer.Option(metavar="NAME", help="With the texts of this routine or strategy.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to write it; packet/ when left out.")] = None,
) -> None:
    """Make a page to print: boxes to tick, and the forms.

    Example: simcred checklist print 2 --track cer
    """
    from simcred.app.checklists import chosen, on_paper
    from simcred.app.programme import programme_here

    look = settings().look()
    for path in on_paper(chosen(programme_here(look), what, track), intervention, out, look):
        write(f"{path.as_posix()}\n")


def new(
    source: Annotated[str, typer.Option("--from", metavar="ID", help="The checklist it is made from.")],
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Its id; left out, it takes the place of the one it is made from.")
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Its title.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Copy every row, instead of writing only what is different.")] = False,
) -> None:
    """Begin a checklist of your own from another.

    It is written into the programme here; where there is none, this folder becomes one.

    Example: simcred checklist new elm-fi-cer --from fi-cer
    """
    from simcred.app.checklists import NewChecklist, begin

    path, remarks = begin(NewChecklist(name, source, title, whole), settings().look())
    for remark in remarks:
        say(remark)
    say("Write in it what is different; `simcred checklist lint` looks at it, `simcred checklist diff` shows what it changes.")
    write(f"{path.as_posix()}\n")


def diff(
    first: Annotated[str, typer.Argument(metavar="ID", help="A checklist; alone, it is compared with what it was made from.")],
    second: Annotated[str | None, typer.Argument(metavar="[NEWER]", help="Another, to compare the first with.")] = None,
) -> None:
    """What is different between two checklists."""
    from simcred.app.checklists import pair
    from simcred.report.differences import differences

    show(differences(*pair(settings().look(), first, second)))


def lint(
    name: Annotated[str | None, typer.Argument(metavar="[ID]", help="Only this checklist; all when left out.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """Look for mistakes in the checklists of a programme.

    Exit code 0: nothing wrong; 1: something needs work; 3: something could not be read.
    """
    from msgspec.structs import replace

    from simcred.app.checklists import about
    from simcred.app.programme import check_programme

    look = settings().look()
    batch, files = check_programme(None, look)
    what = f"the checklist {name}" if name is not None else "the checklists"
    _told(replace(batch, findings=tuple(about(batch, files, name))), what, strict)


def check(
    directory: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The programme's folder; the one that holds here when left out.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """Look for mistakes in all files of a programme.

    Kinds, catalogue, checklists, overlays, forms and people. Exit code 0: nothing wrong; 1: something needs work; 3: something could not be read.
    """
    from simcred.app.programme import check_programme

    if directory is not None and settings().programme is not None:
        raise Stop("the programme is named twice", "Leave --programme out.")
    batch, _ = check_programme(directory, settings().look())
    _told(batch, "the programme", strict)


def _told(batch: Any, what: str, strict: bool) -> None:
    """Shows a report about a programme, and ends with its exit code."""
    from simcred.app.look import exit_code
    from simcred.report import FORMATS, text

    if settings().format == "text":
        show(text.programme(batch, what))
    else:
        write(FORMATS[settings().format](batch))
    done(exit_code(batch, batch.findings, strict=strict))
