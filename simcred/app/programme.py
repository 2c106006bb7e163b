"""The programme that holds here, for commands that show it."""

from __future__ import annotations

from pathlib import Path

from simcred.app.look import Look
from simcred.app.places import portfolio_at, programme_for, usable
from simcred.exits import Stop
from simcred.model.programme import Programme
from simcred.snapshot.folder import is_file


def programme_here(look: Look) -> Programme:
    """The programme of the portfolio we are in, else of the folder we are in. Raises `Stop` when it cannot be used."""
    try:
        here = portfolio_at(Path())
    except Stop:
        here = Path.cwd() / "."
    if is_file(here / "programme.yaml") and look.programme is None:
        return usable(programme_for(here, here))
    return usable(programme_for(here, look.programme))
