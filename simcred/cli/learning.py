"""Learning what is asked, mending what is there, and what is the matter: goal, edit, remove, explain, doctor, help."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from simcred.cli.command import Command, Commands
from simcred.cli.settings import done, files_named, reading, say, settings, show, write
from simcred.exits import Stop


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    for command in (edit, remove, explain, doctor):
        app.command(cls=Command)(command)
    app.command(name="help", cls=Command)(help_)
    goals = typer.Typer(
        cls=Commands, rich_markup_mode=None, no_args_is_help=True, help="What you work towards: add, drop, joined, earned."
    )
    goals.command(name="add", cls=Command)(goal_add)
    goals.command(name="drop", cls=Command)(goal_drop)
    goals.command(name="joined", cls=Command)(goal_joined)
    goals.command(name="earned", cls=Command)(goal_earned)
    app.add_typer(goals, name="goal")


def goal_add(
    intervention: Annotated[
        str | None, typer.Argument(metavar="[INTERVENTION]", help='The routine or strategy, such as "Unit Organizer".')
    ] = None,
    level: Annotated[str | None, typer.Option(metavar="1-5", help="The level.")] = None,
    track: Annotated[
        str | None, typer.Option(metavar="cer|ls", help="For levels 4 and 5, and routines that are not in the catalogue.")
    ] = None,
    checklist: Annotated[
        str | None, typer.Option(metavar="ID", help="The checklist, where the programme has several for it.")
    ] = None,
) -> None:
    """Add a goal: a level of a routine or strategy.

    Example: simcred goal add "Unit Organizer" --level 2
    """
    from simcred.app.goals import NewGoal, add_goal
    from simcred.app.which import level_named

    told = NewGoal(intervention, level_named(level), track, checklist)
    goal, remarks = add_goal(Path(), told, settings().look())
    say(f"The goal {goal} is added. `simcred status` says what it needs.")
    for remark in remarks:
        say(remark)
    write(f"{goal}\n")


def goal_drop(
    goal: Annotated[str | None, typer.Argument(metavar="GOAL", help="The goal's id, as status shows it.")] = None,
) -> None:
    """Drop a goal; its evidence stays where it is."""
    from simcred.app.goals import drop_goal

    dropped = drop_goal(Path(), goal, settings().look())
    say(f"{dropped} is no goal any more. Its evidence is still there.")


def goal_joined(
    goal: Annotated[str | None, typer.Argument(metavar="GOAL", help="The goal's id, as status shows it.")] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="The day; today when left out.")] = None,
    page: Annotated[str | None, typer.Option(metavar="URL", help="Your page on the badge site (https).")] = None,
) -> None:
    """Note that you joined the badge on its site.

    It is a record only: simcred never goes online. `simcred open GOAL --page` then opens the page for you.

    Example: simcred goal joined unit-organizer-fi --page https://badges.example.org/unit-organizer-fi
    """
    from simcred.app.badges import note_joined

    joined, remark = note_joined(Path(), goal, date, page, settings().look())
    say(remark)
    write(f"{joined}\n")


def goal_earned(
    level: Annotated[str | None, typer.Argument(metavar="LEVEL", help="The badge's level, 1 to 5.")] = None,
    intervention: Annotated[
        str | None, typer.Argument(metavar="[INTERVENTION]", help='The routine or strategy, such as "Unit Organizer".')
    ] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="The day it was awarded.")] = None,
    page: Annotated[str | None, typer.Option(metavar="URL", help="The badge's page (https).")] = None,
    track: Annotated[
        str | None, typer.Option(metavar="cer|ls", help="For levels 4 and 5, and routines that are not in the catalogue.")
    ] = None,
) -> None:
    """Note a badge that you hold already.

    It counts where a higher level asks for that badge.

    Example: simcred goal earned 2 "Unit Organizer" --date 2025-11-03
    """
    from simcred.app.badges import note_earned
    from simcred.app.goals import NewGoal
    from simcred.app.which import level_named

    badge = note_earned(Path(), NewGoal(intervention, level_named(level), track), date, page, settings().look())
    say(f"The badge {badge} is noted. `simcred status` counts it where a higher level asks for it.")
    write(f"{badge}\n")


def edit(
    item: Annotated[
        str | None, typer.Argument(metavar="ITEM", help="The item's folder under evidence/, or portfolio.yaml.")
    ] = None,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="More files to copy into the item.")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help='A field, such as log.ideas="..."; repeatable.')
    ] = None,
    unset: Annotated[list[str] | None, typer.Option(metavar="KEY", help="A field to take out; repeatable.")] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What it is, in a line.")] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="The day, or START..END.")] = None,
    link: Annotated[list[str] | None, typer.Option(metavar="URL", help="One more address of evidence kept elsewhere.")] = None,
    media: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A file kept elsewhere, to be bound and not copied; with --link or --access."),
    ] = None,
    access: Annotated[str | None, typer.Option(metavar="TEXT", help="Where that is kept, and how a reviewer gets in.")] = None,
    take_out: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help="A file to take out; it is kept in .simcred/removed.")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Open its narrative, not its fields, in your editor.")] = False,
) -> None:
    """Change an evidence item, or portfolio.yaml.

    Without options it opens in your editor; a text with mistakes never takes the place of a good one. portfolio.yaml has
    your name, your partner and the consents.

    Example: simcred edit 2026-10-14-final-organizer --set narrative="What I would do again ..."
    """
    from simcred.app.editing import Edit, carry_out, plan_edit

    lists = (tuple(set_ or ()), tuple(unset or ()), title, date, tuple(link or ()), tuple(take_out or ()))
    told = Edit(item, files_named(files), *lists, files_named(media), access)
    if not told.says_something:
        changed, remarks = _by_hand(item, words=text)
    elif text:
        raise Stop("--text goes with no other option", "Edit the narrative first, and change the rest afterwards.")
    else:
        plan = plan_edit(Path(), told, settings().look(), reading)
        for warning in plan.warnings:
            say(warning)
        changed, remarks = f"evidence/{plan.slug}", list(carry_out(Path(), plan, settings().look()))
    for remark in remarks:
        say(remark)
    write(f"{changed}\n")


def _by_hand(item: str | None, *, words: bool) -> tuple[str, list[str]]:
    """An item, or portfolio.yaml, changed in the person's editor; its path, and remarks.

    Raises `Unanswered` where no item was said, and `Stop` where nobody sits at a terminal.
    """
    from simcred.app.writing import Desk, edit_by_hand

    at_terminal = not settings().no_input and all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    if item is not None and not at_terminal:
        hint = f'Say it by options, such as: simcred edit {item} --set narrative="..."\nOn a terminal, your editor opens.'
        raise Stop("nothing was said that should change", hint)
    desk = Desk(
        say,
        again=lambda: typer.confirm("Edit it again?", default=True, err=True),
        wait=lambda: typer.prompt("Press Enter when you have saved and closed it", default="", show_default=False, err=True),
    )
    return edit_by_hand(Path(), item, settings().look(), desk, words=words)


def remove(
    item: Annotated[str | None, typer.Argument(metavar="ITEM", help="The item's folder under evidence/.")] = None,
) -> None:
    """Take an evidence item out and keep it aside."""
    from simcred.app.removing import remove_item

    kept, remarks = remove_item(Path(), item, settings().look())
    for remark in remarks:
        say(remark)
    write(f"{kept}\n")


def explain(
    what: Annotated[
        str | None,
        typer.Argument(metavar="[CODE|ROW]", help="A code such as MC301, or a row such as L2C-05c; all codes when left out."),
    ] = None,
) -> None:
    """What a code or a row means, and what to do."""
    from simcred.app.programme import checklists_here, programme_here
    from simcred.findings.catalogue import catalogue
    from simcred.report import reading
    from simcred.words import did_you_mean

    codes = catalogue()
    if what is None:
        show(reading.codes(codes.values()))
        return
    if what.upper() in codes:
        show(reading.code(codes[what.upper()]))
        return
    programme = programme_here(settings().look())
    rows = [(held, row) for held in programme.checklists.values() for row in held.rows]
    meant = [(held, row) for held, row in rows if row.id.casefold() == what.casefold()]
    mine = checklists_here(settings().look())
    meant = [(held, row) for held, row in meant if held.id in mine] or meant
    if not meant:
        near = did_you_mean(what.upper(), [*codes, *(row.id for _, row in rows)])
        raise Stop(f"nothing is called {what}", near or "`simcred explain` lists the codes, `simcred checklist` the rows.")
    show(reading.rows(programme, meant))


def doctor(
    portfolio: Annotated[
        Path, typer.Argument(metavar="[PORTFOLIO]", help="The portfolio's folder; this one when left out.")
    ] = Path(),
) -> None:
    """Look for what is wrong with this computer or folder.

    This computer, git, the portfolio's folder, and how it is shared: ok, note (good to know) or fix. Nothing is changed and
    nothing is sent anywhere; no user's name is in it. Exit code 0: nothing to fix; 1: something to fix.
    """
    import sys

    from simcred.app.diagnosis import examine
    from simcred.exits import Exit
    from simcred.report import doctor as report

    sections = examine(portfolio, settings().directory, sys.stdout)
    if settings().format == "text":
        show(report.lines(sections))
    else:
        write(report.as_json(sections))
    if any(said.state == "fix" for section in sections for said in section.diagnoses):
        done(Exit.WORK)


def help_(
    ctx: typer.Context,
    topic: Annotated[
        str | None, typer.Argument(metavar="[TOPIC]", help="A command, or exit-codes; all commands when left out.")
    ] = None,
) -> None:
    """Help on a command, or on exit-codes."""
    from simcred.report import reading
    from simcred.words import did_you_mean

    root = ctx.find_root()
    commands = getattr(root.command, "commands", {})
    if topic is None:
        write(f"{root.get_help()}\n")
    elif topic in commands:
        with commands[topic].make_context(topic, [], parent=root, resilient_parsing=True) as named:
            write(f"{named.get_help()}\n")
    elif topic == "exit-codes":
        show(reading.exit_codes())
    else:
        near = did_you_mean(topic, [*commands, "exit-codes"]) or "`simcred help` lists the commands."
        raise Stop(f"there is no help on {topic}", near)
