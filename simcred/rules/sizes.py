"""The size gate: what is too large for a portfolio's folder, and so for its history, from which nothing goes away again.

`weigh` judges one file for whoever is about to keep it: `check`, `add`, and whatever saves or is asked before a save.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from simcred.findings.finding import About, Finding, Place, found
from simcred.model.programme import Limit
from simcred.rules.case import Case
from simcred.words import size as size_words

ELSEWHERE = "Keep it where your school keeps videos, and bind it from there (simcred add ROW --link URL --media FILE)."
"""What to do with what is too large or too private for the folder."""
_MB = 1_000_000
_LIMITS = (("file_bytes", "the limit is"), ("file_bytes_advised", "advised are at most"))

Verdict = Literal["ok", "advised", "refused"]
"""What the gate says: it may pass, it had better not, or it must not."""


class Weighed(Struct, frozen=True):
    """What the gate says of one file, and the finding (MC305) that says why it does not simply pass."""

    verdict: Verdict
    finding: Finding | None = None


def weigh(path: str, size: int, limits: Mapping[str, Limit], place: Place | None = None, about: About | None = None) -> Weighed:
    """Whether a file of that many bytes may be kept in the folder, by a programme's limits.

    It is `refused` above a limit that is an error, and `advised` against above any other. `path` is how the file is called
    in the finding, `place` where the finding stands, if that is not the file itself.
    """
    for name, what in _LIMITS:
        limit = limits.get(name)
        if limit is not None and size > limit.value:
            message = f"{path} has {_said(size)}; {what} {size_words(limit.value)}"
            finding = found(
                "MC305",
                message,
                place or Place(path),
                hint=f"{ELSEWHERE} {limit.source}",
                about=about or About(),
                subject=path,
                severity=limit.severity,
            )
            return Weighed("refused" if limit.severity == "error" else "advised", finding)
    return Weighed("ok")


def _said(size: int) -> str:
    """A size in words, rounded up, so that what is over a limit never reads like the limit."""
    return f"{-(-size // (_MB // 10)) / 10:.1f} MB" if size >= _MB else size_words(size)


def unlisted(case: Case) -> Iterator[Finding]:
    """Files too large that no item lists, such as what a reviewer attached: a save takes them along all the same.

    Manifests have a limit of their own, and are not asked.
    """
    listed = {path for item in case.items() for path in item.paths()} | set(case.facts.documents)
    for path, entry in case.facts.entries.items():
        if entry.kind == "file" and path not in listed:
            finding = weigh(path, entry.size, case.programme.limits).finding
            if finding is not None:
                yield finding


def folder(case: Case) -> Iterator[Finding]:
    """Whether all files together are more than is advised for one folder."""
    limit = case.programme.limits.get("folder_bytes_advised")
    total = sum(entry.size for entry in case.facts.entries.values())
    if limit is not None and total > limit.value:
        message = f"all files together have {_said(total)}; {_LIMITS[1][1]} {size_words(limit.value)}"
        hint = f"Keep the largest where your school keeps videos, and bind them from there. {limit.source}"
        yield found("MC305", message, Place("."), hint=hint, subject="folder", severity=limit.severity)
