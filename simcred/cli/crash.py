"""A bug's report: safe to pass on, because it holds no path, no argument and no text of anybody's."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from pathlib import Path

from simcred import __version__
from simcred.cli.groups import GROUPS

_COMMANDS = {name for _, names in GROUPS for name in names}
"""What of a command line may stand in a report: anything else may be a name."""


def report(error: Exception, arguments: list[str]) -> None:
    """Writes the report to a temporary file and says where it is."""
    command = next((word for word in arguments if word in _COMMANDS), "")
    lines = [
        "# simcred: a mistake in the program",
        "",
        f"- simcred {__version__}, Python {platform.python_version()}, {platform.system()}",
        f"- command: {command or '(none)'}",
        f"- kind: {type(error).__name__}",
        "",
        "Where (names of simcred's and its libraries' own files only):",
        "",
    ]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"- {Path(frame.filename).name}:{frame.lineno} in {frame.name}")
    with tempfile.NamedTemporaryFile("w", prefix="simcred-report-", suffix=".md", delete=False, encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    sys.stderr.write(f"simcred: this is a mistake in simcred, not in your files ({type(error).__name__}).\n")
    sys.stderr.write(f"         A report that is safe to pass on is in {file.name}\n")
    if "--debug" in arguments:
        traceback.print_exception(error)
