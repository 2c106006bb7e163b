"""For the developer: packet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simcred.cli.command import Command
from simcred.cli.everyday import Portfolio
from simcred.cli.settings import say, settings, write


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
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Make the packet for your developer.

    One page that any browser shows, with nothing to fetch and no script.
    """
    from simcred.app.packets import make_packet

    path = make_packet(portfolio, goal, out, settings().look())
    say("The packet is made. Open it in a browser; to mail it, send the portfolio's folder along, where its links lead.")
    write(f"{path.as_posix()}\n")
    if open_:
        import webbrowser

        webbrowser.open(path.resolve().as_uri())
