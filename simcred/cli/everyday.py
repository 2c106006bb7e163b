"""The commands of every day: init, status, add, log, check, undo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simcred.cli.command import Command
from simcred.cli.home import home
from simcred.cli.settings import done, files_named, reading, say, say_by_what, settings, show, write
from simcred.exits import Stop

Portfolio = Annotated[Path, typer.Argument(metavar="[PORTFOLIO]", help="The portfolio's folder; this one when left out.")]


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    for command in (init, status, add, log, check, undo):
        app.command(cls=Command)(command)


def status(
    portfolio: Portfolio = Path(),
    every_row: Annotated[bool, typer.Option("--all", help="Every row, and which evidence counts for what.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 while a row due at submission is open.")] = False,
) -> None:
    """What is there, what is still missing, and what to do next."""
    home(portfolio, every_row=every_row, exit_code=exit_code)


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Portfolios, or folders that hold some; this one when left out."),
    ] = None,
    complete: Annotated[bool, typer.Option("--complete", help="Open rows are problems too.")] = False,
    goal: Annotated[str | None, typer.Option(metavar="GOAL", help="With --complete: only this goal must be complete.")] = None,
    select: Annotated[
        list[str] | None, typer.Option(metavar="CODES", help="Only these: MC301,MC302; MC3 means all that begin so; repeatable.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="CODES", help="Leave these out; repeatable.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """List every problem, each with its place and what to do.

    Exit code 0: nothing wrong; 1: something needs work; 3: something could not be read.
    """
    from msgspec.structs import replace

    from simcred.app.look import exit_code, several
    from simcred.app.selection import Selection, selected
    from simcred.report import FORMATS, text

    if goal is not None and not complete:
        raise Stop("--goal goes with --complete", "Write --complete --goal GOAL.")
    look = settings().look()
    if complete:
        look = replace(look, held_complete=lambda known: goal in (None, known))
    batch = several(paths or [Path()], look)
    say_by_what(batch)
    all_read = all(portfolio.readable for portfolio in batch.portfolios)
    if goal is not None and all_read and not any(g.goal.id == goal for p in batch.portfolios for g in p.goals):
        from simcred.app.which import no_such_goal

        raise no_such_goal(goal, [g.goal.id for p in batch.portfolios for g in p.goals])
    if select or ignore:
        batch = selected(batch, Selection.of(select or (), ignore or ()))
    code = exit_code(batch, batch.all_findings(), strict=strict)
    if settings().format == "text":
        show(text.check(batch))
    else:
        write(FORMATS[settings().format](batch))
    done(code)


def init(
    directory: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Where the portfolio should be; this folder when left out.")
    ] = Path(),
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Your name, as it should stand on the credential.")] = None,
    email: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Your address; a personal one survives a change of employer.")
    ] = None,
    partner_name: Annotated[
        str | None, typer.Option(metavar="NAME", help="The developer or specialist who works with you.")
    ] = None,
    partner_email: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Their address.")] = None,
    intervention: Annotated[
        str | None, typer.Option(metavar="NAME", help='The routine or strategy, such as "Unit Organizer".')
    ] = None,
    level: Annotated[str | None, typer.Option(metavar="1-5", help="The level you work towards.")] = None,
    track: Annotated[
        str | None, typer.Option(metavar="cer|ls", help="For a routine that is not in the catalogue, and levels 4 and 5.")
    ] = None,
    school: Annotated[str | None, typer.Option(metavar="NAME", help="Your school.")] = None,
    division: Annotated[str | None, typer.Option(metavar="NAME", help="Your school division or district.")] = None,
    checklist: Annotated[
        str | None, typer.Option(metavar="ID", help="The checklist, where your programme has several for the level.")
    ] = None,
) -> None:
    """Start a portfolio.

    Example: simcred init my-portfolio --name "Ana Rivera" --email ana.rivera@example.org --partner-name "Sam Okafor"
    --partner-email sam.okafor@example.org --intervention "Unit Organizer" --level 2
    """
    from simcred.app.starting import Start, start
    from simcred.app.which import level_named

    told = Start(name, email, partner_name, partner_email, intervention, level_named(level), track, school, division, checklist)
    for remark in start(directory, told, settings().look()):
        say(remark)
    write(f"{directory.as_posix()}\n")


def add(
    row: Annotated[str | None, typer.Argument(metavar="ROW", help="The row it is for, such as L2C-04.")] = None,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="Files to copy into the portfolio.")] = None,
    goal: Annotated[str | None, typer.Option(metavar="GOAL", help="The goal, when several have this row.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="What it is, when the row takes several kinds.")] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="The day, or START..END; today when left out.")] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What it is, in a line.")] = None,
    link: Annotated[list[str] | None, typer.Option(metavar="URL", help="A web address of evidence kept elsewhere.")] = None,
    media: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A video or photo that stays where it is; a salted digest binds it."),
    ] = None,
    access: Annotated[str | None, typer.Option(metavar="TEXT", help="Where that is kept, and how a reviewer gets in.")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help='A field, such as log.went_well="..."; repeatable.')
    ] = None,
) -> None:
    """Add evidence for a row.

    Files are copied, and what the row already says is filled in; what is still missing is named.

    Example: simcred add L2C-02 draft.pdf --date 2026-09-18
    """
    from simcred.app.adding import add_evidence
    from simcred.app.answers import Addition
    from simcred.cli.asking import somebody_there

    words = (goal, kind, date, title, tuple(link or ()), tuple(set_ or ()))
    told = Addition(row, files_named(files), *words, files_named(media), access)
    slug, remarks = add_evidence(Path(), told, settings().look(), ask_all=somebody_there(), progress=reading)
    for remark in remarks:
        say(remark)
    write(f"evidence/{slug}\n")


def log(
    went_well: Annotated[str | None, typer.Option(metavar="TEXT", help="What went well, and why.")] = None,
    challenges: Annotated[str | None, typer.Option(metavar="TEXT", help="What was hard, and why.")] = None,
    next_time: Annotated[str | None, typer.Option(metavar="TEXT", help="What you will do next time.")] = None,
    adjustments: Annotated[str | None, typer.Option(metavar="TEXT", help="What you adjusted.")] = None,
    ideas: Annotated[str | None, typer.Option(metavar="TEXT", help="Which ideas came up.")] = None,
    goal: Annotated[str | None, typer.Option(metavar="GOAL", help="The goal, when several ask for a log.")] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="The day, or START..END; today when left out.")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A field more, such as by=educator; repeatable.")
    ] = None,
    show_: Annotated[bool, typer.Option("--show", help="Print the whole log of a goal instead, as Markdown.")] = False,
) -> None:
    """Five questions after a lesson, two minutes.

    At a terminal the questions are asked; leave one empty and it is left out.

    Example: simcred log --went-well "They chose the linking words." --next-time "Start earlier."
    """
    from simcred.app.lessons import OPTIONS, Lesson, log_text, write_log
    from simcred.cli.asking import somebody_there

    answers = dict(zip(OPTIONS, (went_well, challenges, next_time, adjustments, ideas), strict=True))
    if show_:
        if date is not None or set_ or any(text is not None for text in answers.values()):
            raise Stop("--show writes nothing down", "Leave the answers out, or leave --show out.")
        write(log_text(Path(), goal, settings().look()))
        return
    told = Lesson(goal, date, answers, tuple(set_ or ()))
    slug, remarks = write_log(Path(), told, settings().look(), ask_all=somebody_there())
    for remark in remarks:
        say(remark)
    write(f"evidence/{slug}\n")


def undo(
    portfolio: Portfolio = Path(),
    list_: Annotated[bool, typer.Option("--list", help="Show what can be undone, the newest first.")] = False,
    redo: Annotated[bool, typer.Option("--redo", help="Bring back what was undone last.")] = False,
    save_as: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Leave all as it is; put the files as they were before into this folder.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Undo also the start of a portfolio that holds more by now.")] = False,
) -> None:
    """Take back the last thing simcred wrote here.

    Run it again to take back the one before. Nothing is undone where you have changed a file since.
    """
    from simcred.app import undoing
    from simcred.report.undoing import listed, sentence

    if sum((list_, redo, save_as is not None, yes)) > 1:
        raise Stop("--list, --redo, --save-as and --yes do not go together", "Give one of them.")
    if list_:
        told = undoing.listed(portfolio)
        show(listed(told.done, told.undone, told.aside, told.odd))
    elif save_as is not None:
        for path in undoing.save_as(portfolio, save_as):
            write(f"{path}\n")
    else:
        show(sentence(undoing.redo(portfolio) if redo else undoing.undo(portfolio, yes=yes)))
