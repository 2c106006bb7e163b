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

_MEDIA: Mapping[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "heic": "image/heic",
    "tiff": "image/tiff",
    "tif": "image/tiff",
    "svg": "image/svg+xml",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
    "avi": "video/x-msvideo",
    "wmv": "video/x-ms-wmv",
    "mpg": "video/mpeg",
    "flv": "video/x-flv",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "aac": "audio/aac",
    "amr": "audio/amr",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
}
_BY_ENDING = {("mp4", "m4a"), ("mov", "m4a"), ("mkv", "webm"), ("zip", "docx"), ("zip", "xlsx"), ("zip", "pptx")}
_BY_ENDING |= {("txt", "md"), ("txt", "csv")}
"""Types of which several sorts of files are: there the ending says which."""


def media_type(type_: str, ending: str) -> str:
    """The media type of a file, by what its bytes are, and by its ending where those do not tell."""
    meant = ending if not type_ or (type_, ending) in _BY_ENDING else type_
    return _MEDIA.get(meant, "application/octet-stream")


def is_seen_or_heard(media: str | None) -> bool:
    """Whether files of a media type are pictures or recordings, in which somebody may be recognised."""
    return media is not None and media.partition("/")[0] in ("image", "video", "audio")
