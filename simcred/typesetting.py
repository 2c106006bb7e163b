"""A PDF from a manuscript, by typst, in a temporary folder of its own. An extra: `simcred[pdf]`."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path

from simcred.exits import Exit, Stop
from simcred.gate import clean

_EMBEDDED = 0x0530
"""Below this code point, and among common signs, the letters are in the fonts that come with the compiler: Latin, Greek, Cyrillic."""
_SIGNS = range(0x2000, 0x2300)


def typeset(files: Mapping[str, bytes], day: dt.date) -> bytes:
    """The PDF of `packet.typ` among some files (name to bytes), dated to a day, checked against PDF/UA-1.

    The compiler may read no other file, and has no network. The same input gives the same bytes; where the texts in `data.json`
    have letters that its own fonts lack, that holds for one computer. Raises `Stop` where typst is missing, or cannot make it.
    """
    try:
        import typst
    except ImportError:
        hint = 'Install it with `pip install "simcred[pdf]"`, or print the HTML page to a PDF from your browser.'
        raise Stop("the part that makes PDFs is not installed", hint, Exit.USAGE) from None
    own_fonts = all(ord(char) < _EMBEDDED or ord(char) in _SIGNS for char in files["data.json"].decode("utf-8"))
    with tempfile.TemporaryDirectory(prefix="simcred-pdf-") as name:
        folder = Path(name)
        for path, data in files.items():
            (folder / path).write_bytes(data)
        try:
            made = typst.compile(
                folder / "packet.typ",
                root=folder,
                ignore_system_fonts=own_fonts,
                timestamp=int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp()),
                pdf_standards=["ua-1"],
            )
        except typst.TypstError as error:
            hint = "The HTML page has all of it; print that to a PDF from your browser."
            raise Stop(f"the PDF could not be made ({clean(error.message)})", hint, Exit.CANNOT_JUDGE) from None
    if not isinstance(made, bytes):
        raise TypeError("one document makes one file")
    return made
