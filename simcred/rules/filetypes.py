"""What types of files are called, for people, and what becomes of those that are not taken."""

from __future__ import annotations

from collections.abc import Mapping

PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "webp", "heic", "tif", "tiff"})
RECORDINGS = frozenset({"mp3", "m4a", "wav", "ogg", "mp4", "mov", "webm", "m4v"})
TABLES = frozenset({"csv", "tsv", "xlsx", "xls", "ods"})
SEEN_ONLY = PICTURES | RECORDINGS | {"pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "rtf", "csv", "md", "txt", "yaml"}
"""Endings of files that a program shows and does not run. A programme is data, and might name anything as a format."""

TYPES: Mapping[str, tuple[str, str]] = {
    "pdf": ("a PDF", ".pdf"),
    "jpg": ("a JPEG picture", ".jpg"),
    "png": ("a PNG picture", ".png"),
    "docx": ("a Word document", ".docx"),
    "xlsx": ("an Excel table", ".xlsx"),
    "pptx": ("a PowerPoint presentation", ".pptx"),
    "mp4": ("an MP4 video", ".mp4"),
    "mov": ("a QuickTime video", ".mov"),
    "m4a": ("an M4A recording", ".m4a"),
    "mp3": ("an MP3 recording", ".mp3"),
    "wav": ("a WAV recording", ".wav"),
    "txt": ("plain text", ".txt"),
    "heic": ("a HEIC photo", ""),
    "avif": ("an AVIF picture", ""),
    "webp": ("a WebP picture", ""),
    "gif": ("a GIF picture", ""),
    "tiff": ("a TIFF picture", ""),
    "bmp": ("a BMP picture", ""),
    "psd": ("a Photoshop picture", ""),
    "jxl": ("a JPEG XL picture", ""),
    "cr3": ("a raw photo", ""),
    "svg": ("an SVG drawing", ""),
    "doc": ("an old Word document", ""),
    "xls": ("an old Excel table", ""),
    "ppt": ("an old PowerPoint presentation", ""),
    "msg": ("an Outlook message", ""),
    "ole": ("an old Office file", ""),
    "docm": ("a Word document with macros", ""),
    "dotx": ("a Word template", ""),
    "xlsm": ("an Excel table with macros", ""),
    "xlsb": ("a binary Excel table", ""),
    "xltx": ("an Excel template", ""),
    "pptm": ("a PowerPoint presentation with macros", ""),
    "potx": ("a PowerPoint template", ""),
    "ppsx": ("a PowerPoint show", ""),
    "odt": ("an OpenDocument text", ""),
    "ods": ("an OpenDocument table", ""),
    "odp": ("an OpenDocument presentation", ""),
    "iwork": ("a Pages, Numbers or Keynote document", ""),
    "rtf": ("a rich text (RTF)", ""),
    "html": ("a web page", ""),
    "xml": ("an XML file", ""),
    "epub": ("an e-book", ""),
    "ps": ("a PostScript file", ""),
    "zip": ("a ZIP archive", ""),
    "rar": ("a RAR archive", ""),
    "7z": ("a 7z archive", ""),
    "gz": ("a packed file", ""),
    "bz2": ("a packed file", ""),
    "xz": ("a packed file", ""),
    "tar": ("a packed folder", ""),
    "exe": ("a program", ""),
    "db": ("a database", ""),
    "wmv": ("a Windows Media recording", ""),
    "avi": ("an AVI video", ""),
    "mkv": ("a Matroska or WebM video", ""),
    "flv": ("a Flash video", ""),
    "mpg": ("an MPEG video", ""),
    "ogg": ("an Ogg recording", ""),
    "flac": ("a FLAC recording", ""),
    "aac": ("an AAC recording", ""),
    "amr": ("an AMR recording", ""),
    "caf": ("a CAF recording", ""),
}
"""What a type is called, and the ending of a file that may be handed in as it is."""

SAVE: Mapping[str, str] = {
    "doc": "Open it in Word and save it as .docx, or better as PDF.",
    "xls": "Open it in Excel and save it as .xlsx, or better as PDF.",
    "ppt": "Open it in PowerPoint and save it as .pptx, or better as PDF.",
    "html": "Open the page, print it and choose to save as PDF. It may be the page that asks you to sign in: then download the file again.",
    "iwork": "Open it, choose Export To, and export a PDF.",
    "zip": "Unpack it, and add what is in it.",
    "exe": "Nobody should open it. Look for the file you meant.",
}
"""How a file of a type that is not taken becomes one that is."""
