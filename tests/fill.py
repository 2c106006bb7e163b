"""Fills in the digests that nobody can write by hand: `@sha256(path)`, `@blob(path)` and `@checklist`."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from simcred.model.programme import Programme

_TOKEN = re.compile(r"@(sha256|blob)\(([^)]+)\)")
_CHECKLIST = re.compile(r"checklist:\s*\{?\s*id:\s*([a-z0-9._-]+)")


def fill(folder: Path, programme: Programme) -> None:
    """Replaces the tokens in every manifest below `folder`; paths are named from there."""
    for path in sorted(folder.rglob("*.yaml")):
        data = path.read_bytes()
        if b"@sha256(" not in data and b"@blob(" not in data and b"@checklist" not in data:
            continue
        text = data.decode("utf-8")
        text = _TOKEN.sub(lambda match: _digest(match[1], (folder / match[2]).read_bytes()), text)
        named = _CHECKLIST.search(text)
        if named is not None:
            text = text.replace("@checklist", programme.checklists[named[1]].digest)
        path.write_bytes(text.encode("utf-8"))


def _digest(kind: str, data: bytes) -> str:
    if kind == "sha256":
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
