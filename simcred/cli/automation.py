"""For programs and editors: schema. And the packet, which is for the developer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simcred.cli.command import Command
from simcred.cli.everyday import Portfolio
from simcred.cli.settings import say, settings, write
from simcred.exits import Stop


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    for command in (packet, schema):
        app.command(cls=Command)(command)


def packet(
    portfolio: Portfolio = Path(),
    goal: Annotated[str | None, typer.Option(metavar="GOAL", help="Only this goal; all when left out.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to write it; the portfolio's packet/ when left out.")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Make the packet for your developer.

    One page that any browser shows, with nothing to fetch and no script.
    """
    from simcred.app.packets import make_packet

    path = make_packet(portfolio, goal, out, settings().look())
    say("The packet is made. Open the file in a browser, or mail it.")
    write(f"{path.as_posix()}\n")
    if open_:
        import webbrowser

        webbrowser.open(path.resolve().as_uri())


def schema(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="portfolio, evidence, review, submission, report ...; their names when left out."),
    ] = None,
) -> None:
    """Print the JSON Schema of a file, for editors and programs."""
    import json

    from simcred.app.programme import programme_here
    from simcred.load.shape import FORMATS, editor_schema
    from simcred.load.shape import schema as published
    from simcred.words import did_you_mean

    names = (*FORMATS, "report")
    if name is None:
        write("".join(f"{known}\n" for known in names))
        return
    if name not in names:
        raise Stop(f"there is no schema {name}", did_you_mean(name, names) or f"There are: {', '.join(names)}.")
    found = editor_schema(programme_here(settings().look()).kinds) if name == "evidence" else published(name)
    write(json.dumps(found, indent=2) + "\n")
