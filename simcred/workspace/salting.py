"""The salt of a file that is kept outside the portfolio: random bytes beside it, for its owner to read, written once."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from simcred.exits import Exit, Stop
from simcred.model.media import SALT_BYTES, SALT_ENDING
from simcred.model.tree import TEMPORARY
from simcred.snapshot.outside import read_salt
from simcred.words import reason
from simcred.workspace.putting import rename, settle


def salt_beside(media: Path) -> Path:
    """Where a file's salt is kept."""
    return media.with_name(f"{media.name}{SALT_ENDING}")


def salt_of(media: Path) -> tuple[bytes, bool]:
    """The salt beside a file, and whether it was made just now; one that is there is never written over.

    Raises `Stop` when something else stands in its place, and when it can be neither read nor written.
    """
    place = salt_beside(media)
    try:
        salt = read_salt(place)
    except FileNotFoundError:
        return _made(place), True
    except OSError as error:
        raise _unusable(place, reason(error)) from None
    if salt is None:
        raise _unusable(place, f"it does not hold {SALT_BYTES} bytes")
    return salt, False


def _unusable(place: Path, why: str) -> Stop:
    """The error for what stands where the salt should be."""
    hint = "It is left as it is. If nothing is bound by it, move it away and run the command again."
    return Stop(f"{place} is no salt that can be used: {why}", hint)


def _made(place: Path) -> bytes:
    """A new salt, put in its place whole. Raises `Stop` where it cannot be written."""
    salt = secrets.token_bytes(SALT_BYTES)
    half = place.with_name(f"{TEMPORARY}{secrets.token_hex(4)}")
    try:
        try:
            _write(half, salt)
            if not _put(half, place):  # somebody else's came first, and theirs it is
                there = read_salt(place)
                if there is None:
                    raise _unusable(place, f"it does not hold {SALT_BYTES} bytes")
                return there
            settle(place.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                half.unlink()
            raise
    except OSError as error:
        hint = "The salt is kept beside the file. Copy the file to a folder that you may write to, and bind it there."
        raise Stop(f"no salt could be written beside {place.stem}: {reason(error)}", hint, Exit.NOT_SAVED) from None
    return salt


def _put(half: Path, place: Path) -> bool:
    """Puts a salt in its place, never over another's; whether it is there. Raises OSError."""
    try:
        os.link(half, place)
    except FileExistsError:
        half.unlink()
        return False
    except (OSError, AttributeError):  # a disk that knows no second names
        if os.path.lexists(place):
            half.unlink()
            return False
        rename(half, place)
        return True
    half.unlink()
    return True


def _write(path: Path, salt: bytes) -> None:
    """Writes a file that from its beginning nobody but its owner can read, where the system knows of that."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(salt)
        file.flush()
        os.fsync(file.fileno())
