"""This user's own key on this computer, by which simcred knows again what it wrote into a journal itself.

A portfolio that somebody sends may hold a journal too. The key lies in the user's private folder for programs' state, and
never travels. `SIMCRED_STATE` names another folder; empty, no key is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import stat
from pathlib import Path

from simcred.resources import user_folder
from simcred.snapshot.opening import read_regular

_NAME = "undo-key"
_BYTES = 32


def own_key(*, make: bool) -> bytes:
    """The key, made at first use where that is wanted. Raises OSError, with a reason, where it cannot be had."""
    folder = user_folder("state")
    if folder is None:
        raise OSError(0, "this user has no folder for it")
    try:
        return _read(folder / _NAME)
    except FileNotFoundError:
        if not make:
            raise
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make(folder)
    return _read(folder / _NAME)


def seal(key: bytes, data: bytes) -> str:
    """The code that only who has the key can write for some bytes: their HMAC-SHA-256, in 64 hexadecimal digits."""
    return hmac.new(key, data, hashlib.sha256).hexdigest()


def is_sealed(key: bytes, data: bytes, code: str) -> bool:
    """Whether a code is that of some bytes."""
    return hmac.compare_digest(seal(key, data).encode(), code.encode())


def _read(path: Path) -> bytes:
    """The key's bytes. Raises OSError for anything that another user could have put there, or can read."""
    key, status = read_regular(path, _BYTES + 1)
    others = os.name == "posix" and (status.st_uid != os.geteuid() or stat.S_IMODE(status.st_mode) & 0o077)
    if len(key) != _BYTES or others:
        raise OSError(0, f"{path.as_posix()} is damaged, or not private; delete it")
    return key


def _make(folder: Path) -> None:
    """Makes the key whole, at once; when another command has just made one, that stays."""
    import secrets  # needed once in a user's life, and so is the next

    from simcred.workspace.putting import rename

    half = folder / f"{_NAME}-{secrets.token_hex(8)}"
    try:
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:  # private from the first byte on
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            try:
                os.link(half, folder / _NAME)  # never over another's
            except (FileExistsError, FileNotFoundError):
                raise
            except (OSError, AttributeError):  # a disk that knows no second names
                rename(half, folder / _NAME)
    finally:
        half.unlink(missing_ok=True)
