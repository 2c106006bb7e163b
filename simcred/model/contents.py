"""What a look inside a file of evidence says, and what a picture of it looks like."""

from typing import Literal

from msgspec import Struct

State = Literal["whole", "cut", "damaged", "encrypted", "placeholder", "unknown"]
"""Whether a file can be used: `cut` ends too soon, `placeholder` only points at the content, `unknown` could not be told."""


NOT_INSTALLED = "the program that reads such files is not installed as it should be"
GAVE_UP = "the program that reads such files gave up on it"
LEFT = "others took too long before it"
NO_FAULT_OF_ITS_OWN = frozenset({NOT_INSTALLED, GAVE_UP, LEFT})
"""Why a file is `unknown` for a reason that may be gone at the next look; such a verdict is never kept."""


class Content(Struct, frozen=True, omit_defaults=True):
    """What a file's bytes are, whatever its name says.

    `type` is the usual ending of such files (pdf, jpg, docx, mp4 ...), empty where it is none that is known. `pages` are those of
    a document, `seconds` the length of a recording, `width` and `height` a picture's in pixels as it is looked at, `sound` whether a
    recording has a track for it; None where that does not apply or cannot be told. `located`: a picture or
    recording, or a picture in a document, says where it was taken. `detail` says in a few words what is wrong; of
    a whole file, what a person should look at.

    Of a text, `problems` are the first things that keep it from being a table of scores, by line, `more` how many there are
    besides, and `named` the lines whose student looks like a full name. Nothing here is a word of the file's own.
    """

    type: str
    state: State = "whole"
    detail: str = ""
    pages: int | None = None
    seconds: float | None = None
    width: int | None = None
    height: int | None = None
    sound: bool | None = None
    located: bool = False
    problems: tuple[tuple[int, str], ...] = ()
    more: int = 0
    named: tuple[int, ...] = ()


READ = frozenset(
    {"pdf", "docx", "xlsx", "pptx", "jpg", "png", "gif", "webp", "tiff"}
    | {"mp4", "mov", "m4a", "mp3", "aac", "wav", "avi", "ogg", "flac", "wmv", "mkv"}
)
"""Types of files whose words can be taken out, passage by passage."""


class Passage(Struct, frozen=True, omit_defaults=True):
    """Words in a file: where they stand (page 3, a comment), in words that repeat none of them, and whether they name an author.

    `author` is true of what a program or camera wrote of who made the file or a part of it: `the properties` of a document (who wrote
    it, who saved it last, who manages it; not the company), `a comment`, `a tracked change`, `the list of authors` and a note's author, who
    took or owns a picture, and artist, composer, performer and the like in a recording's tags. It is never true of the text itself.
    The text is never kept: it may hold a student's name.
    """

    where: str
    text: str
    author: bool = False


class Words(Struct, frozen=True, omit_defaults=True):
    """The passages of a file, and whether that is all of it: not `whole` where the parser stopped, or a limit left something out.

    `silent` are pages on which there is something, and no text: scans, in whose pictures nobody can read.
    """

    passages: tuple[Passage, ...] = ()
    whole: bool = False
    silent: int = 0


class Preview(Struct, frozen=True):
    """A small picture of a file: the image's own bytes, their media type (image/jpeg or image/png), and its size in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int
