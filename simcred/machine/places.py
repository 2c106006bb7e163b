"""Folders: how they are named without naming anybody, whether they can be written to, and which service copies them away."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from simcred.model.machine import Probe
from simcred.model.tree import TEMPORARY
from simcred.words import reason

_CLOUDS = (
    (r"onedrive( ?-.*)?|sharepoint.*", "OneDrive"),
    (r"dropbox( \(.*\))?|dropbox-.*", "Dropbox"),
    (r"google ?drive(-.*)?|my drive|drivefs|shared drives", "Google Drive"),
    (r"icloud ?drive.*|com~apple~clouddocs|mobile documents", "iCloud Drive"),
    (r"box( sync)?|box-box", "Box"),
    (r"nextcloud|owncloud", "Nextcloud"),
)
"""What the folders of services that copy files to other computers are called, in small letters."""
_MARKS = {
    ".dropbox.cache": "Dropbox",
    ".dropbox": "Dropbox",
    ".tmp.drivedownload": "Google Drive",
    ".sync_journal.db": "Nextcloud",
}
_SAID = {"OneDrive": "OneDrive", "OneDriveCommercial": "OneDrive", "OneDriveConsumer": "OneDrive"}
"""What the services set in the environment: where their folder is."""


def homely(path: Path) -> str:
    """A path as it can be shown to others: `~` for the home folder, and no user's name in it."""
    home = _home()
    for start in (home, Path(os.path.realpath(home))) if home is not None else ():
        if path.is_relative_to(start) and start != Path(start.anchor):
            return Path("~", path.relative_to(start)).as_posix()
    name = _user()
    parts = ["USER" if name and part.casefold() == name else part for part in path.parts]
    return Path(*parts).as_posix()


def _home() -> Path | None:
    """The user's home folder, where there is one."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def _user() -> str:
    """The user's name in small letters; nothing where the system does not say, or where it is everybody's."""
    try:
        name = getpass.getuser().casefold()
    except (OSError, KeyError, ImportError):
        return ""
    return "" if name == "root" else name


def probe(folder: Path) -> Probe:
    """Writes an empty file into a folder, looks at it, and removes it."""
    before = time.time()
    try:
        descriptor, name = tempfile.mkstemp(prefix=f"{TEMPORARY}a", dir=folder)
    except OSError as error:
        return Probe(reason(error))
    path = Path(name)
    try:
        os.write(descriptor, b"x")
        written = os.fstat(descriptor).st_mtime
        ignores_case = os.path.lexists(path.with_name(path.name.upper()))
    except OSError as error:
        return Probe(reason(error))
    finally:
        os.close(descriptor)
        with contextlib.suppress(OSError):
            path.unlink()
    after = time.time()
    clock = written - after if written > after else min(0.0, written - before)
    return Probe(None, clock, ignores_case)


def cloud(folder: Path, environment: Mapping[str, str]) -> str | None:
    """The service that copies a folder to other computers; None where none is known to."""
    for name, service in _SAID.items():
        said = environment.get(name)
        if said and folder.is_relative_to(Path(said)):
            return service
    for part in reversed(folder.parts):
        for pattern, service in _CLOUDS:
            if re.fullmatch(pattern, part.casefold()):
                return service
    home = _home()
    for parent in (folder, *folder.parents):
        for mark, service in _MARKS.items():
            if parent != home and os.path.lexists(parent / mark):
                return service
    return None
