"""Students' privacy: privacy check, allow, media, bind, roster, strip, preview, purge-guide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simcred.cli.command import Command, Commands
from simcred.cli.settings import done, files_named, from_here, reading, say, settings, show, write
from simcred.exits import Exit

if TYPE_CHECKING:
    from simcred.findings.finding import Finding


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    privacy = typer.Typer(
        cls=Commands,
        rich_markup_mode=None,
        no_args_is_help=True,
        help="Students' privacy: look, take out, keep outside.",
    )
    for name, command in (
        ("check", check),
        ("allow", allow),
        ("roster", roster),
        ("strip", strip),
        ("preview", preview),
        ("media", media),
        ("bind", bind),
        ("purge-guide", purge_guide),
    ):
        privacy.command(name=name, cls=Command)(command)
    app.add_typer(privacy, name="privacy")


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="A portfolio, or single files; this portfolio when left out.")
    ] = None,
) -> None:
    """Look for students' names and other private things.

    By your own list of students (`simcred privacy roster`), and by what e-mail addresses, telephone numbers and the like
    look like: in every file, in its name, and in what it says of itself. What is found is never repeated.

    Exit code 0: nothing that must go; 1: something must go; 3: something could not be read.

    Examples: simcred privacy check; simcred privacy check ~/Downloads/essay.docx
    """
    from simcred.app.look import exit_code
    from simcred.app.privacy import look_through, look_through_files, report_of
    from simcred.exits import worst
    from simcred.report import FORMATS, private

    named = files_named(paths) or (Path(),)
    files = [path for path in named if path.is_file()]
    codes: list[Exit] = []
    for path in named:
        if path in files:
            continue
        told = look_through(path, settings().look())
        if settings().format == "text":
            show(private.of_portfolio(told.batch))
        else:
            write(FORMATS[settings().format](told.batch))
        for remark in told.remarks:
            say(remark)
        codes.append(exit_code(told.batch, told.batch.all_findings(), strict=False))
    told_of: list[Finding] = []
    every = look_through_files(files, Path(), settings().look()) if files else ()
    for file, of_file in zip(files, every, strict=True):
        told_of += of_file.findings
        if settings().format == "text":
            show(private.of_file(from_here(file), of_file.findings, of_file.left))
        else:
            for text in of_file.left:
                say(f"{from_here(file)}: {text}")
        errors = any(finding.severity == "error" for finding in of_file.findings)
        codes += [Exit.WORK] * errors + [Exit.CANNOT_JUDGE] * (not of_file.whole)
    if files and settings().format != "text":
        write(FORMATS[settings().format](report_of(told_of, settings().look())))
    done(worst([Exit.OK, *codes]))


def allow(
    places: Annotated[list[str], typer.Argument(metavar="ID|FILE...", help="As `simcred privacy check` shows them.")],
) -> None:
    """Let something stand that may stay, and not be asked again.

    For the history book that names somebody of the same name, or the number of the school office. Kept on this computer
    alone; asked again once other words stand there. `simcred undo` takes it back.
    """
    from simcred.app.privacy import let_stand

    for remark in let_stand(Path(), places, settings().look()):
        say(remark)


def roster(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A class list: CSV, or one student a line; what is known when left out."),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Instead of the students that are there.")] = False,
) -> None:
    """Take over your class list, so that students' names are found.

    The list stays on this computer: it is never shared, saved with the portfolio, or printed. Columns such as First name,
    Last name, Preferred name and Student ID are known by their headings; else every line is a student, as First Last or
    Last, First, with other spellings and the number behind a semicolon each.

    Example: simcred privacy roster ~/Downloads/period4.csv
    """
    from simcred.app.rosters import known_of, take_over

    if file is None:
        remarks = known_of(Path(), settings().look())
    else:
        (source,) = files_named([file])
        remarks = take_over(Path(), source, settings().look(), replace=replace)
    for remark in remarks:
        say(remark)


def strip(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A picture, PDF, office document or recording.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where the copy goes; beside the file when left out.")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="In the file's place; in a portfolio, where it can be undone.")
    ] = False,
) -> None:
    """Make a copy that does not say who made it, or where.

    Authors, programs, places, tags and thumbnails go; what the file shows stays. The copy is looked at before you get it.

    Example: simcred privacy strip organizer.jpg
    """
    from simcred.app.stripping import Wish
    from simcred.app.stripping import strip as strip_file

    (named,) = files_named([file])
    made, remarks = strip_file(Wish(named, out, replace))
    for remark in remarks:
        say(remark)
    write(f"{from_here(made)}\n")


def purge_guide(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file or folder, as it is or was called.")],
) -> None:
    """What to do when something private was saved or shared already."""
    from simcred.app.purging import guide
    from simcred.report.guiding import lines

    (named,) = files_named([path])
    show(lines(*guide(named, Path(), settings().look())))


def preview(
    goal: Annotated[str | None, typer.Argument(metavar="GOAL", help="The goal's id, as status shows it.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Make a page of it there; packet/ with --format html alone.")
    ] = None,
) -> None:
    """What everybody would see on the badge site.

    The posts as the copy sheet has you make them, what the site shows beside them as far as that is known, and what is not shown.

    Example: simcred privacy preview unit-organizer-fi
    """
    from simcred.app.previewing import make_preview, preview_for
    from simcred.packet.preview_text import preview_text

    look = settings().look()
    if out is None and settings().format != "html":
        write(preview_text(preview_for(Path(), goal, look)))
        return
    path = make_preview(Path(), goal, out, look)
    say("The preview is made. Open it in a browser: it shows what everybody would see.")
    write(f"{from_here(path)}\n")


def media(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[DIR]...", help="Folders where the files are kept; all below them is looked at."),
    ] = None,
) -> None:
    """Look whether what is kept elsewhere is still there and unchanged.

    Files are found by their size, salt and contents, so they may have other names by now. Without a folder, it says what
    is bound. Exit code 0: all there; 1: something not found; 3: cannot tell; 5: changed.
    """
    from simcred.app.media import exit_code, look_for
    from simcred.report import media as report

    looked = look_for(Path(), files_named(folders), settings().look(), reading)
    if settings().format == "text":
        show(report.lines(looked))
    else:
        write(report.as_json(looked))
    done(exit_code(looked))


def bind(
    item: Annotated[str, typer.Argument(metavar="ITEM", help="The item's folder under evidence/.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The video or photo, where it is kept; it is not copied.")],
    link: Annotated[
        str | None, typer.Option(metavar="NUMBER|URL", help="Which of the item's links leads to it, where there are several.")
    ] = None,
    access: Annotated[str | None, typer.Option(metavar="TEXT", help="Where it is kept, and how a reviewer gets in.")] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Bind it also where the link is bound to something else.")] = False,
) -> None:
    """Bind a file that is kept elsewhere to an item's link.

    Its size and a salted digest go into the item; the salt is written beside the file and never comes here.

    Example: simcred privacy bind 2026-10-20-lesson ~/Videos/lesson.mp4
    """
    from simcred.app.editing import carry_out
    from simcred.app.late_binding import Binding, plan_binding

    (named,) = files_named([file])
    plan = plan_binding(Path(), Binding(item, named, link, access, anew), settings().look(), reading)
    for remark in (*plan.warnings, *carry_out(Path(), plan, settings().look())):
        say(remark)
    write(f"evidence/{plan.slug}\n")
