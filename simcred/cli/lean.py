"""Starting with less: what a library can do without is not loaded for it."""

from __future__ import annotations

import sys


def load_values() -> None:
    """Imports msgspec without typing_extensions, which it can do without, and which would bring `inspect` and a dozen more.

    None in `sys.modules` is Python's own way to say that a module is not there; it is taken back at once.
    """
    if "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # as the import system takes it
    try:
        import msgspec  # noqa: F401 - so that it is there
    finally:
        del sys.modules["typing_extensions"]
