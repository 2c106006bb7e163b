"""For the developer: packet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simcred.cli.command import Command
from simcred.cli.everyday import Portfolio
from simcred.cli.settings import from_here, say, settings, write


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command(cls=Command)(packet)


def packet(
    portfolio: Portfolio = Path(),
    goal: Annotated[str | None, typer.Option(metavar="GOAL", help="Only this goal; all when left out.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where to write it; when left out, packet/ of the portfolio we are in, else packet/ here."
        ),
    ] = None,
    zip_: Annotated[
        bool, typer.Option("--zip", help="Also one ZIP file to mail: the page, the evidence files, their digests.")
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also a PDF, where the extra for it is installed (simcred[pdf]).")] = False,
    paper: Annotated[str, typer.Option(metavar="letter|a4", help="The PDF's paper.")] = "letter",
    restricted: Annotated[
        bool, typer.Option("--restricted", help="For others: without what shows people or names a student.")
    ] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Make the packet for your developer.

    One page that any browser shows, with nothing to fetch and no script.

    Example: simcred packet --goal unit-organizer-fi --restricted --zip
    """
    from simcred.app.packets import Wish, make_packet

    paths, remarks = make_packet(portfolio, Wish(goal, out, zip_, pdf, paper, restricted), settings().look())
    for remark in remarks:
        say(remark)
    for path in paths:
        write(f"{from_here(path)}\n")
    if open_:
        from simcred.cli.posting import put_up

        put_up(str(paths[0].resolve()))
