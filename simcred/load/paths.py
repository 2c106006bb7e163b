"""Which names and paths may stand in a portfolio, the same on every system."""

from __future__ import annotations

import re
import unicodedata

from simcred.load.characters import JOINERS, bad_characters

MAX_PATH = 200
_NUMBERED = {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | _NUMBERED
_GITS_OWN = {".mailmap", ".lfsconfig"}
"""Names that git reads beside those that begin with .git: whom a commit is shown to be from, where large files come from."""
_INVISIBLE = JOINERS | set("\t\n\r")
"""What free text may hold and a name may not: nobody could tell two such names apart."""
_FORBIDDEN = set('<>:"\\|?*')


def name_problem(name: str) -> str | None:
    """Why a file or folder may not have this name, in a few words; None when it may."""
    if not name or len(name) > 100:
        return "is empty" if not name else "is longer than 100 characters"
    if name in (".", ".."):
        return "leads to another folder"
    if any(True for _ in bad_characters(name)) or not _INVISIBLE.isdisjoint(name):
        return "holds an invisible character"
    if bad := sorted(_FORBIDDEN & set(name)):
        return f"holds {' '.join(bad)}, which Windows does not allow"
    if name != name.strip() or name.endswith("."):
        return "begins or ends with a space, or ends with a full stop"
    plain = name.casefold()
    if plain.partition(".")[0].rstrip() in _RESERVED:
        return "is a name that Windows keeps for itself"
    if plain.startswith((".git", "git~")) or plain in _GITS_OWN:
        return "is a name that git keeps for itself"
    if unicodedata.normalize("NFC", name) != name:
        return "is written with separate accents, which not every system keeps"
    return None


def path_problem(path: str) -> str | None:
    """Why a manifest may not name this path; None when it may. A path is relative, with / between its names."""
    if path.startswith(("/", "~")) or (path[1:2] == ":" and path[:1].isalpha()):
        return "does not start in this folder"
    if "://" in path:
        return "is a web address; it belongs under `links`"
    if "\\" in path:
        return "has a backslash; write / between folders"
    if len(path) > MAX_PATH:
        return f"is longer than {MAX_PATH} characters"
    for name in path.split("/"):
        if problem := name_problem(name):
            return problem
    return None


def folded(path: str) -> str:
    """What two paths have in common when some system takes them for the same name."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", path).casefold())


_SLUG = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")


def is_slug(name: str) -> bool:
    """Whether a folder may be an evidence item's: small letters, digits, dots, underscores and hyphens."""
    return 0 < len(name) <= 63 and name[0] not in "._-" and _SLUG.issuperset(name)


def slug_of(text: str) -> str:
    """A slug from any text; empty when nothing of it can stand in one."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-")


def ending_of(path: str) -> str:
    """What follows the last dot in a path's last name, in small letters; empty where there is no dot."""
    _, dot, ending = path.rpartition("/")[2].rpartition(".")
    return ending.lower() if dot else ""


def item_of(path: str) -> str | None:
    """The item whose folder holds a path, from the portfolio's folder; None for the folder itself, and what lies elsewhere."""
    parts = path.split("/", 2)
    return parts[1] if parts[0] == "evidence" and len(parts) > 2 else None


def meant_as_manifest(path: str) -> bool:
    """Whether a file's name is that of a manifest, or what an editor or a system makes of one (.yml, .YAML, .yaml.txt)."""
    return path.lower().removesuffix(".txt").endswith((".yaml", ".yml"))
