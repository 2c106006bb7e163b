"""The user's cache folder: what simcred worked out before. Safe to delete, and never a reason for an award.

It holds digests, the programmes' own texts, what a look into evidence says and where students are named in it (no word of it), and
small pictures of evidence for packets: these show what the evidence shows, so the folder and the files in it are this user's alone. `SIMCRED_CACHE` names
another folder; empty, it turns the memory off.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from pathlib import Path

from simcred.resources import user_folder

_DAYS = 90
_SUM = 32
_OURS = ("fits-", "programme-", "contents-", "preview-", "naming-", "new-")
"""How our files' names begin; nothing else in the folder is ever touched."""


class CacheFolder:
    """A folder of small files, each behind a checksum of its own; None for no memory. What fails is done without."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._tidied = False

    @classmethod
    def of_this_user(cls) -> CacheFolder:
        """The folder where this system keeps caches."""
        return cls(user_folder("cache"))

    def recall(self, name: str) -> bytes | None:
        """What was kept under a name; None when there is nothing, or not what was written."""
        if self.folder is None:
            return None
        try:
            kept = (self.folder / name).read_bytes()
        except OSError:
            return None
        data = kept[_SUM:]
        return data if hashlib.sha256(data).digest() == kept[:_SUM] else None

    def keep(self, name: str, data: bytes) -> None:
        """Keeps bytes under a name, in one step; files that nobody wrote for three months go."""
        if self.folder is None:
            return
        import tempfile

        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=self.folder, prefix="new-")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(hashlib.sha256(data).digest() + data)
                Path(temporary).replace(self.folder / name)
            except OSError:
                Path(temporary).unlink()
            self._tidy()

    def _tidy(self) -> None:
        """Removes what is old, once."""
        if self.folder is not None and not self._tidied:
            self._tidied = True
            for path in self.folder.iterdir():
                if path.name.startswith(_OURS) and path.stat().st_mtime < time.time() - _DAYS * 86_400:
                    path.unlink()
