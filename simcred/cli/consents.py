"""Where signed permissions are kept: consent add, consent list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simcred.cli.command import Command, Commands
from simcred.cli.settings import say, settings, show, write


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    consents = typer.Typer(
        cls=Commands, rich_markup_mode=None, no_args_is_help=True, help="Where signed permissions are kept: add, list."
    )
    consents.command(name="add", cls=Command)(consent_add)
    consents.command(name="list", cls=Command)(consent_list)
    app.add_typer(consents, name="consent")


def consent_add(
    name: Annotated[str | None, typer.Argument(metavar="ID", help="Your short name for the record, such as c-period4.")] = None,
    covers: Annotated[list[str] | None, typer.Option(metavar="WHAT", help="image, voice, or both with a comma between.")] = None,
    signed: Annotated[str | None, typer.Option(metavar="DATE", help="The day they were signed, or START..END.")] = None,
    held_by: Annotated[str | None, typer.Option(metavar="TEXT", help="Where the forms are kept.")] = None,
    uses: Annotated[
        list[str] | None,
        typer.Option(metavar="WHO", help="Who may see it: developer,crl when left out; public is everybody."),
    ] = None,
    count: Annotated[int | None, typer.Option(metavar="N", help="How many forms are held.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="The last day of the permission.")] = None,
    retain_until: Annotated[
        str | None, typer.Option(metavar="DATE", help="The last day on which what it covers may be kept.")
    ] = None,
) -> None:
    """Note where signed permission forms are kept.

    The forms themselves stay at school; they never come into a portfolio.

    Example: simcred consent add c-period4 --covers image,voice --signed 2026-09-02..2026-09-12 --held-by "school office"
    """
    from simcred.app.consents import NewConsent, add_consent

    told = NewConsent(name, tuple(covers or ()), signed, held_by, tuple(uses or ()), count, until, retain_until)
    added, remarks = add_consent(Path(), told, settings().look())
    say(f"The consent record {added} is noted.")
    for remark in remarks:
        say(remark)
    write(f"{added}\n")


def consent_list() -> None:
    """Show which permissions there are, until when, and for what."""
    from simcred.app.consents import held_consents
    from simcred.report.consents import listed

    show(listed(held_consents(Path(), settings().look())))
