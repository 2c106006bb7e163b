"""For programs and editors: schema."""

from __future__ import annotations

from typing import Annotated

import typer

from simcred.cli.command import Command
from simcred.cli.settings import settings, write
from simcred.exits import Stop


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command(cls=Command)(schema)


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

    names = (*FORMATS, "report", "doctor", "media")
    if name is None:
        write("".join(f"{known}\n" for known in names))
        return
    if name not in names:
        raise Stop(f"there is no schema {name}", did_you_mean(name, names) or f"There are: {', '.join(names)}.")
    found = editor_schema(programme_here(settings().look()).kinds) if name == "evidence" else published(name)
    write(json.dumps(found, indent=2) + "\n")
