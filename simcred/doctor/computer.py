"""What the facts of a computer mean."""

from __future__ import annotations

from collections.abc import Iterator

from simcred.doctor.said import fix, install, note, ok
from simcred.model.machine import Computer, Diagnosis
from simcred.words import size

_USES = {
    "Pillow": ("photos are looked into and shown in packets", "photos cannot be looked into, nor shown in packets"),
    "pypdfium2": ("PDF files are looked into and shown in packets", "PDF files cannot be looked into, nor shown in packets"),
    "defusedxml": ("Word, Excel and PowerPoint files are looked into", "Word, Excel and PowerPoint files cannot be looked into"),
    "leather": ("scores are drawn as charts", "scores cannot be drawn as charts"),
    "typst": ("a packet can be made as PDF too", "a packet cannot be made as PDF"),
}
"""What each library is for, and what is not possible without it."""
_OPTIONAL = {"typst": "pdf"}
"""The libraries that only an extra of simcred's brings."""
_FULL, _NARROW = 100_000_000, 1_000_000_000
_YEARS = range(2025, 2100)
_COLUMNS = 80


def diagnoses(computer: Computer) -> Iterator[Diagnosis]:
    """Everything there is to say of this computer."""
    yield ok(f"simcred {computer.simcred} runs on Python {computer.python}, {computer.named}.")
    yield _yaml(computer)
    yield from (_library(computer, name) for name in computer.libraries)
    yield from _terminal(computer)
    yield from _disk(computer)
    yield _clock(computer)
    yield _cache(computer)
    yield _editor(computer)
    yield _browser(computer)


def _yaml(computer: Computer) -> Diagnosis:
    """Which of PyYAML's two readers there is."""
    if computer.quick_yaml:
        return ok("Files are read by the quick reader (PyYAML with libyaml).")
    return note(
        "Files are read by the slow reader: PyYAML came without libyaml. Everything works, but takes longer.",
        "Install PyYAML again from a ready-made package.",
        _python(computer, "pip install --force-reinstall --only-binary :all: pyyaml"),
    )


def _library(computer: Computer, name: str) -> Diagnosis:
    """One library."""
    with_it, without = _USES[name]
    state = computer.libraries[name]
    if state == "loads":
        return ok(f"{name} can be loaded: {with_it}.")
    if state == "missing" and name in _OPTIONAL:
        return note(f"{name} is not there, so {without}. It is optional.", "Install it if you want that.", _add(computer, name))
    what = "is not there" if state == "missing" else "is there, but cannot be loaded"
    return fix(f"{name} {what}, so {without}.", "Install it again.", _again(computer, name))


def _python(computer: Computer, words: str) -> str:
    """A command line of Python's."""
    return f"{'py' if computer.system == 'windows' else 'python3'} -m {words}"


def _add(computer: Computer, name: str) -> str:
    """The command that adds a library to simcred."""
    ways = {"pipx": f"pipx inject simcred {name}", "uv": f"uv tool install simcred --with {name}"}
    return ways.get(computer.installed_by) or _python(computer, f"pip install {name}")


def _again(computer: Computer, name: str) -> str:
    """The command that puts a library in its place again."""
    ways = {"pipx": "pipx reinstall simcred", "uv": "uv tool install --reinstall simcred"}
    return ways.get(computer.installed_by) or _python(computer, f"pip install --force-reinstall {name.lower()}")


def _terminal(computer: Computer) -> Iterator[Diagnosis]:
    """Which letters the terminal shows, and how many in a line."""
    encoding = (computer.encoding or "").lower().replace("-", "").replace("_", "")
    if encoding in ("utf8", "utf8sig", "utf16", "utf32"):
        yield ok("The terminal shows every letter (UTF-8).")
    else:
        said = computer.encoding or "unknown"
        yield note(
            f"The terminal does not show every letter (its encoding is {said}); what it cannot show appears as a code.",
            "Have Python use UTF-8, then open the terminal again.",
            "setx PYTHONUTF8 1" if computer.system == "windows" else "export PYTHONUTF8=1",
        )
    if computer.width is None:
        return
    if computer.width < _COLUMNS:
        yield note(f"The terminal is {computer.width} columns wide.", f"Make its window wider: {_COLUMNS} columns read best.")
    else:
        yield ok(f"The terminal is {computer.width} columns wide.")


def _disk(computer: Computer) -> Iterator[Diagnosis]:
    """How much room there is."""
    if computer.free is None:
        return
    if computer.free < _FULL:
        yield fix(f"The disk is full: {size(computer.free)} are free.", "Free some space; nothing can be saved without.")
    elif computer.free < _NARROW:
        yield note(f"The disk is nearly full: {size(computer.free)} are free.", "Free some space before you add videos.")
    else:
        yield ok(f"There is room on the disk: {size(computer.free)} are free.")


def _clock(computer: Computer) -> Diagnosis:
    """Whether the computer's date can be true."""
    if computer.year in _YEARS:
        return ok(f"The computer's date can be right: it is {computer.year}.")
    return fix(
        f"The computer's date is wrong: its year is {computer.year}.",
        "Set date and time, best by the internet; evidence and saves are dated by them.",
    )


def _cache(computer: Computer) -> Diagnosis:
    """Whether simcred can remember what it worked out."""
    if computer.cache == "usable":
        return ok(f"What simcred worked out before is kept in {computer.cache_folder}.")
    if computer.cache == "off":
        return ok("What simcred worked out before is not kept, as SIMCRED_CACHE says.")
    where = f"{computer.cache_folder} cannot be written to" if computer.cache == "closed" else "there is no folder for it"
    return note(
        f"simcred cannot remember what it worked out before: {where}. Everything works, but takes longer.",
        "Look at that folder's permissions, or name another folder in SIMCRED_CACHE.",
    )


def _editor(computer: Computer) -> Diagnosis:
    """What `edit` opens a file with."""
    if computer.editor is not None and computer.editor_there:
        shown = {"open": "TextEdit", "notepad": "Notepad"}.get(computer.editor, computer.editor)
        return ok(f"Files are edited with {shown}.")
    if computer.editor is not None:
        return note(
            f"VISUAL or EDITOR names {computer.editor} as your editor, and it is not there.",
            "Name one that is, or take the setting away.",
        )
    return note(
        "There is no editor that simcred could open files with.",
        "Install one, such as nano; any other editor can open the files too.",
        install(computer.package_tool, "nano"),
    )


def _browser(computer: Computer) -> Diagnosis:
    """What packets are opened with."""
    if computer.browser is not None:
        return ok("Packets can be opened in a browser.")
    return note(
        "There is no browser that simcred could open a packet with.",
        "A packet is one file: open it on any computer that has a browser.",
    )
