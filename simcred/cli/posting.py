"""Showing work elsewhere: sheet, open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simcred.cli.command import Command
from simcred.cli.settings import from_here, say, settings, write
from simcred.exits import Stop


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command(cls=Command)(sheet)
    app.command(name="open", cls=Command)(open_)


def sheet(
    goal: Annotated[str | None, typer.Argument(metavar="GOAL", help="The goal's id, as status shows it.")] = None,
    posted: Annotated[list[str] | None, typer.Option(metavar="ROW", help="Tick a row as posted; repeatable.")] = None,
    not_posted: Annotated[list[str] | None, typer.Option(metavar="ROW", help="Take a row's tick away; repeatable.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the page goes (--format html); packet/ when left out.")
    ] = None,
) -> None:
    """What to post on the badge site, ready to copy.

    In the site's own order: titles, texts, files to attach, and what to keep private. --format html makes a page of it.

    Example: simcred sheet unit-organizer-fi --format html
    """
    from simcred.app.sheets import make_sheet, sheet_for, tick
    from simcred.packet.sheet_text import left_to_post, sheet_text

    look, html = settings().look(), settings().format == "html"
    if out is not None and not html:
        raise Stop("--out is for the page", "Add --format html, or leave --out away.")
    if posted or not_posted:
        for remark in tick(Path(), goal, posted or (), not_posted or (), look):
            say(remark)
        after = sheet_for(Path(), goal, look)
        say(left_to_post(after))
        if not html:
            write("".join(f"{row}\n" for row in after.left))
    if html:
        path = make_sheet(Path(), goal, out, look)
        say("The copy sheet is made. Open it in a browser, beside the badge site.")
        write(f"{from_here(path)}\n")
    elif not (posted or not_posted):
        write(sheet_text(sheet_for(Path(), goal, look)))


def open_(
    what: Annotated[
        str | None, typer.Argument(metavar="[WHAT]", help="A goal, an item, or a file of an item; the portfolio when left out.")
    ] = None,
    page: Annotated[bool, typer.Option("--page", help="The goal's page on the badge site.")] = False,
    only_print: Annotated[bool, typer.Option("--print", help="Only say where it is.")] = False,
) -> None:
    """Open a folder, a file, a packet or a badge page.

    A goal opens its packet, which is made first if need be.

    Example: simcred open unit-organizer-fi
    """
    from simcred.app.opening import door

    found = door(Path(), what, settings().look(), page=page)
    for remark in found.remarks:
        say(remark)
    if not only_print:
        put_up(found.what, is_address=found.is_address)
    write(f"{found.what}\n")


def put_up(what: str, *, is_address: bool = False) -> None:
    """Opens a path or an address on the screen; says so, or that there is none. Raises `Stop` where it cannot be opened."""
    from simcred.machine.opening import has_screen, show

    if has_screen():
        show(what)
        say(f"Opened {what}")
    else:
        where = "Go to this address on a computer that has one." if is_address else "Look at it from a computer that has one."
        say(f"There is no screen here, so nothing was opened. {where}")
