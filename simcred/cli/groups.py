"""The commands in the groups under which they are listed."""

from __future__ import annotations

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Every day", ("init", "status", "add", "log", "check", "undo")),
    ("Learning", ("checklist", "goal", "consent", "edit", "sheet", "open", "remove", "explain", "doctor", "help")),
    ("Your developer", ("packet",)),
    ("The centre, and whoever writes checklists", ("programme",)),
    ("Students' privacy, and automation", ("privacy", "hook", "schema")),
)
