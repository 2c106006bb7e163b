"""This computer: Python and its libraries, the terminal, the disk, the clock, the programs that simcred hands files to."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import platform
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, TextIO

from simcred import __version__
from simcred.exits import Stop
from simcred.machine.editor import editor_words
from simcred.machine.places import homely, probe
from simcred.machine.programs import Answer, ask, program, system
from simcred.memory import CacheFolder
from simcred.model.machine import Computer, Loads, System

LIBRARIES = {
    "Pillow": "PIL.Image",
    "pypdfium2": "pypdfium2",
    "defusedxml": "defusedxml.ElementTree",
    "leather": "leather",
    "typst": "typst",
}
"""The libraries that only some commands load, by what each is called in Python."""
_BROWSER = "import webbrowser; found = webbrowser.get(); print(getattr(found, 'name', '') or type(found).__name__)"
_TOOLS: dict[System, tuple[str, ...]] = {
    "windows": ("winget",),
    "mac": ("brew",),
    "linux": ("apt", "dnf", "zypper", "pacman", "apk"),
}


def computer(where: Path, stream: TextIO) -> Computer:
    """This computer, the drive of a folder, and a stream that output goes to. Programs of our own are started side by side."""
    kind = system()
    with ThreadPoolExecutor() as pool:
        libraries = {name: pool.submit(_loads, module) for name, module in LIBRARIES.items()}
        browser = pool.submit(_python, _BROWSER)
        cache, cache_folder = _cache()
        editor, editor_there = _editor()
        return Computer(
            system=kind,
            named=_named(),
            simcred=__version__,
            python=platform.python_version(),
            installed_by=_installed_by(Path(sys.prefix)),
            package_tool=next((tool for tool in _TOOLS[kind] if program(tool) is not None), None),
            quick_yaml=importlib.util.find_spec("yaml._yaml") is not None,
            encoding=getattr(stream, "encoding", None),
            width=_width(stream),
            libraries={name: found.result() for name, found in libraries.items()},
            free=_free(where),
            year=dt.date.today().year,
            cache=cache,
            cache_folder=cache_folder,
            editor=editor,
            editor_there=editor_there,
            browser=_answered(browser.result()),
        )


def _named() -> str:
    """The system as its users call it."""
    if system() == "mac":
        return f"macOS {platform.mac_ver()[0]}"
    if system() == "linux":
        try:
            return platform.freedesktop_os_release()["PRETTY_NAME"]
        except (OSError, KeyError):
            pass
    return f"{platform.system()} {platform.release()}"


def _installed_by(prefix: Path) -> Literal["pip", "pipx", "uv"]:
    """What put simcred here, by the folder that it lies in."""
    parts = [part.casefold() for part in prefix.parts]
    if "pipx" in parts:
        return "pipx"
    return "uv" if "uv" in parts and "tools" in parts else "pip"


def _python(code: str) -> Answer:
    """Has another Python run some code, which is over when that one crashes or hangs."""
    return ask([sys.executable, "-P", "-c", code])


def _loads(module: str) -> Loads:
    """Whether a library is there and can really be loaded."""
    if importlib.util.find_spec(module.partition(".")[0]) is None:
        return "missing"
    return "loads" if _python(f"import {module}").good else "broken"


def _answered(answer: Answer) -> str | None:
    """The one line that a program said; None when it failed."""
    return answer.out.decode("utf-8", "replace").strip() or None if answer.good else None


def _width(stream: TextIO) -> int | None:
    """How many columns a terminal has."""
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream.isatty() else None
    except (OSError, ValueError):
        return None


def _free(where: Path) -> int | None:
    """Free bytes on a folder's drive."""
    try:
        return shutil.disk_usage(where).free
    except OSError:
        return None


def _cache() -> tuple[Literal["usable", "off", "nowhere", "closed"], str]:
    """Whether the user's cache folder can be used, and where it is. One that is not there yet is not made."""
    if os.environ.get("SIMCRED_CACHE") == "":
        return "off", ""
    folder = CacheFolder.of_this_user().folder
    if folder is None:
        return "nowhere", ""
    there = next(place for place in (folder, *folder.parents) if os.path.exists(place))  # noqa: PTH110 - Path.exists raises where a folder is closed
    usable = probe(there).reason is None if there == folder else os.access(there, os.W_OK)
    return "usable" if usable else "closed", homely(folder)


def _editor() -> tuple[str | None, bool]:
    """The editor that `edit` opens a file with, by its name, and whether it is there."""
    try:
        first = editor_words()[0]
    except Stop:
        said = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        return (Path(said).name, False) if said else (None, False)
    there = os.path.isfile(first) if os.path.isabs(first) else program(first) is not None  # noqa: PTH113, PTH117 - as typed
    return Path(first).name, there
