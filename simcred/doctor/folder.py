"""What the facts of a portfolio's folder mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from simcred.doctor.said import ago, fix, note, ok, some
from simcred.load.paths import name_problem
from simcred.model.machine import Diagnosis, Folder, Name, System
from simcred.model.tree import TEMPORARY
from simcred.steps import command
from simcred.words import count, quoted, size

_DAY, _HOUR = 86_400.0, 3_600.0
_CLOCK = 120.0
"""Seconds that two clocks may differ; a USB stick counts in twos, and a network drive is seldom exact."""
_MUCH = 500_000_000
_TYPICAL = 65
"""Characters of `C:\\Users\\firstname.lastname\\OneDrive - Some County Schools\\Documents\\`, where portfolios are copied to."""
_SAFE_PATH, _MOST_PATH = 240, 260
"""Windows takes no path of 260 characters; Office and copying add some of their own."""
_OURS = {".simcred", "packet", ".git"}
_SHORTCUTS = (".gitattributes", ".gitignore")
_OFFICE = re.compile(r"~\$.+|\.~lock\..+#")
_SECOND = re.compile(r"(?i).*(conflicted copy|conflict copy|\bconflict[- ]\d{4,}).*")
_NUMBERED = re.compile(r"(.+?)( \(\d+\)|-(?:DESKTOP|LAPTOP|PC|SURFACE)-[A-Z0-9]+(?:-\d+)?)(\.[^.]*)?")


class Where(Struct, frozen=True):
    """How the portfolio's folder is named in commands, and on which kind of system."""

    folder: str
    system: System


def diagnoses(folder: Folder, where: Where) -> Iterator[Diagnosis]:
    """Everything there is to say of a portfolio's folder."""
    files = [name for name in folder.names if not name.folder]
    yield _manifest(folder, where)
    yield from _writing(folder)
    yield _case(folder) if folder.probe.reason is None else ok("Whether capitals matter in names here could not be tried.")
    yield _cloud(folder)
    yield _length(folder, where)
    yield _names(folder)
    yield from _office(files, where)
    yield from _away(files, folder)
    yield from _second_copies(files)
    yield from _leftovers(files, folder)
    yield _amount(files)
    yield from _unseen(folder)


def nowhere() -> Iterator[Diagnosis]:
    """What is said where there is no portfolio."""
    yield note(
        "There is no portfolio here, so only this computer was looked at.",
        "Name a portfolio's folder to have that looked at too.",
        "simcred doctor FOLDER",
    )


def _manifest(folder: Folder, where: Where) -> Diagnosis:
    """Whether it is a portfolio that can be read."""
    if folder.manifest == "read":
        return ok(f"{folder.path} is a portfolio, and its portfolio.yaml can be read.")
    if folder.manifest == "closed":
        return fix(
            f"portfolio.yaml in {folder.path} cannot be opened.", "It has to be a file, and you need permission to read it."
        )
    return fix(f"portfolio.yaml in {folder.path} has a mistake in it.", "See where, and mend it.", command("check", where.folder))


def _writing(folder: Folder) -> Iterator[Diagnosis]:
    """Whether files can be written, and whether the drive's clock is the computer's."""
    if folder.probe.reason is not None:
        yield fix(
            f"Nothing can be written into this folder: {folder.probe.reason}.",
            "Look at the folder's permissions, or copy the portfolio to a folder of your own.",
        )
        return
    yield ok("Files can be written into this folder.")
    if abs(folder.probe.clock) > _CLOCK:
        way = "ahead of" if folder.probe.clock > 0 else "behind"
        yield note(
            f"The clock of this drive is {ago(abs(folder.probe.clock))} {way} the computer's.",
            "Set the computer's clock by the internet; on a network drive tell whoever looks after it.",
        )


def _case(folder: Folder) -> Diagnosis:
    """Whether two names that differ in capitals only are two files."""
    if folder.probe.ignores_case:
        return ok("Capitals do not matter in names here, as usual on Windows and macOS.")
    return ok("Capitals matter in names here; on Windows and macOS they do not.")


def _cloud(folder: Folder) -> Diagnosis:
    """Whether a service copies the folder to other computers."""
    if folder.cloud is None:
        return ok("No service that copies folders to other computers was recognised here.")
    return note(
        f"This folder lies in {folder.cloud}, which copies it while you work.",
        "Have it keep the whole folder on this computer, let it finish before and after you work, and work on one computer at a"
        " time.",
    )


def _length(folder: Folder, where: Where) -> Diagnosis:
    """How long the paths are, here and where portfolios are usually copied to."""
    longest = max((name.path for name in folder.names if _part(name) not in _OURS), key=len, default="")
    here = folder.length + 1 + len(longest)
    there = max(_TYPICAL + len(PurePosixPath(folder.path).name) + 1 + len(longest), here if where.system == "windows" else 0)
    cure = "Give that file, or a folder on the way to it, a shorter name."
    if where.system == "windows" and here >= _MOST_PATH and not folder.long_paths:
        return fix(f"The path of {longest} has {here} characters here; Windows takes less than {_MOST_PATH}.", cure)
    if there > _SAFE_PATH:
        return note(
            f"The path of {longest} would have about {there} characters in a usual Documents folder of Windows, which takes less"
            f" than {_MOST_PATH}.",
            cure,
        )
    return ok(f"Paths are short enough for Windows: the longest has {len(longest)} characters below this folder.")


def _part(name: Name) -> str:
    """The first folder on the way to a name."""
    return name.path.partition("/")[0]


def _names(folder: Folder) -> Diagnosis:
    """Names that not every computer takes."""
    odd = [(name.path, problem) for name in folder.names if (problem := _odd(name))]
    if not odd:
        return ok("Every name works on Windows, macOS and Linux.")
    path, problem = odd[0]
    more = f"; {count(len(odd) - 1, 'more name', 'more names')} with such a problem" if len(odd) > 1 else ""
    return fix(f"A name does not work on every computer: {path} {problem}{more}.", "Rename it.")


def _odd(name: Name) -> str | None:
    """What is the matter with the last part of a path; folders are looked at by themselves."""
    last = name.path.rpartition("/")[2]
    if _part(name) in _OURS or name.path in _SHORTCUTS or last.startswith(TEMPORARY) or last == ".git":
        return None
    return name_problem(last)


def _office(files: list[Name], where: Where) -> Iterator[Diagnosis]:
    """The small files that Office programs put beside a document while it is open, and forget when they crash."""
    locks = [name for name in files if _is_lock(name.path)]
    for old, group in ((True, [n for n in locks if n.age > _DAY]), (False, [n for n in locks if n.age <= _DAY])):
        if group and old:
            typed = " ".join(quoted(_typed(name.path, where)) for name in group[:3])
            yield fix(
                f"{some([name.path for name in group])}: left behind by an Office program {ago(group[0].age)} ago; the document"
                " seems to be open, and is not.",
                _delete(where),
                "" if where.system == "windows" else f"rm {typed}",
            )
        elif group:
            yield note(
                f"{some([name.path for name in group])}: a document is open in an Office program.",
                "Save and close it before you hand the portfolio on.",
            )


def _is_made(name: Name) -> bool:
    """Whether a file is a program's own, and nobody's work."""
    return _part(name) in _OURS or _is_lock(name.path) or name.path.rpartition("/")[2].startswith(TEMPORARY)


def _is_lock(path: str) -> bool:
    """Whether a file's name is that of such a file."""
    return _OFFICE.fullmatch(path.rpartition("/")[2]) is not None


def _delete(where: Where) -> str:
    """How such a file is deleted."""
    if where.system == "windows":
        return "Close every Office program, then delete it in the Explorer (it is hidden: View, Show, Hidden items)."
    return "Close every Office program, then delete it."


def _typed(path: str, where: Where) -> str:
    """A path in the portfolio as it can be typed here."""
    return path if where.folder == "." else f"{where.folder}/{path}"


def _away(files: list[Name], folder: Folder) -> Iterator[Diagnosis]:
    """Files of which only the name is here."""
    away = [name.path for name in files if name.away or name.path.endswith(".icloud")]
    if away:
        yield fix(
            f"{some(away)}: only the {'name is' if len(away) == 1 else 'names are'} on this computer, the contents are elsewhere.",
            f"Have {folder.cloud or 'the service'} keep the whole folder on this computer, and wait until it is done.",
        )
    empty = [name.path for name in files if name.size == 0 and name.path not in away and not _is_made(name)]
    if empty and folder.cloud is not None:
        yield note(
            f"{some(empty)}: there is nothing in {'it' if len(empty) == 1 else 'them'}, perhaps because {folder.cloud} is not"
            " done yet.",
            "Wait until it is done; if it stays empty, add the file again.",
        )


def _second_copies(files: list[Name]) -> Iterator[Diagnosis]:
    """Files that a service has put beside others, because two computers changed them."""
    there = {name.path for name in files}
    twice = [name.path for name in files if _part(name) not in _OURS and _is_second(name.path, there)]
    if twice:
        yield note(
            f"{some(twice)}: this seems to be a second copy, made because a file was changed in two places or downloaded twice.",
            "Look at both, keep the right one under its first name, and take the other one out.",
        )


def _is_second(path: str, there: set[str]) -> bool:
    """Whether a file says that it is a copy made in a conflict, or stands beside the one it is a copy of."""
    folder, slash, name = path.rpartition("/")
    if _SECOND.fullmatch(name):
        return True
    numbered = _NUMBERED.fullmatch(name)
    return numbered is not None and f"{folder}{slash}{numbered[1]}{numbered[3] or ''}" in there


def _leftovers(files: list[Name], folder: Folder) -> Iterator[Diagnosis]:
    """What commands that were ended left, and whether one is at work now."""
    left = [name for name in files if name.path.rpartition("/")[2].startswith(TEMPORARY)]
    old = [name for name in left if name.age > _HOUR]
    if folder.busy:
        yield note("Another simcred command is saving in this portfolio now.", "Wait until it has ended.")
    elif len(left) > len(old):
        number = count(len(left) - len(old), "half-written file")
        yield note(f"A command is at work here, or was ended ({number} of the last hour).", "Run the last command again.")
    if old:
        yield note(
            f"There {'is' if len(old) == 1 else 'are'} {count(len(old), 'half-written file')} of a command that was ended.",
            "Nothing needs doing: the next command that saves something clears up.",
        )


def _amount(files: list[Name]) -> Diagnosis:
    """How much there is."""
    total = sum(name.size for name in files)
    if total <= _MUCH:
        return ok(f"The portfolio has {count(len(files), 'file')}, {size(total)} in all.")
    largest = max(files, key=lambda name: name.size)
    return note(
        f"The portfolio has {size(total)}; the largest file is {largest.path} with {size(largest.size)}.",
        "Keep videos where your school keeps them, and add their web addresses instead.",
        "simcred add ROW --link URL",
    )


def _unseen(folder: Folder) -> Iterator[Diagnosis]:
    """What was not looked at."""
    if folder.unreadable:
        yield fix(f"{some(folder.unreadable)}: this folder may not be looked into.", "Look at its permissions.")
    if not folder.whole:
        yield note("There is more in this folder than could be looked at.", "Is it the right folder? A portfolio is small.")
