"""What everybody would see of a goal once its rows are posted on the badge site: as text, and as a page."""

from __future__ import annotations

from pathlib import Path

from simcred.app.look import Look
from simcred.app.manifests import opened, readable
from simcred.app.packets import pictures
from simcred.app.sheets import judged_goal, put_page, sheet_for, sheet_of
from simcred.packet.preview import Preview, preview
from simcred.packet.preview_page import preview_page


def preview_for(path: Path, goal: str | None, look: Look) -> Preview:
    """The preview of a goal. Raises `Stop` when there is none."""
    return preview(sheet_for(path, goal, look))


def make_preview(path: Path, goal: str | None, out: Path | None, look: Look) -> Path:
    """Writes the preview as a page, OUT/<goal>-public.html, and returns its path; OUT is where packets go when nothing is said."""
    seen, _ = opened(path, look)
    judged = judged_goal(seen, goal)
    facts, _ = readable(seen)
    made, (shown, _) = preview(sheet_of(seen, judged, look)), pictures(facts, [judged])
    notice = seen.programme.notice
    name = f"{made.goal}-public.html"
    return put_page(seen, out, name, "the preview", lambda way: preview_page(made, notice, shown, to_portfolio=way))
