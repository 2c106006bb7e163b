"""Small pictures of photos and of a PDF's first page. Runs in the child process alone; the same bytes for the same file."""

from __future__ import annotations

import io
from typing import Any

from simcred.inspect.parsing import open_pdf, opened
from simcred.model.contents import Content, Preview

LONGER_SIDE = 720
_QUALITY = 80
_COLOURS = 32
_UNSEEN = 4.0
"""How far, of 255, a picture may be off in the mean (root of the squares) and still look the same."""


def drawn(data: bytes, content: Content) -> Preview | None:
    """A picture of at most 720 points on the longer side, with nothing in it but the picture; None for files of other types.

    Raises what the parsers raise.
    """
    if content.type in ("jpg", "png"):
        return _saved(_photo(data, content.type))
    return _saved(_first_page(data)) if content.type == "pdf" else None


def _photo(data: bytes, kind: str) -> Any:
    """A photo or drawing, turned as it says, on white where it lets something through."""
    from PIL import Image, ImageOps

    image = opened(data, kind)
    image.draft("RGB", (2 * LONGER_SIDE, 2 * LONGER_SIDE))
    image.load()
    if image.mode.startswith("I"):  # greys of sixteen bits
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image.thumbnail((4 * LONGER_SIDE, 4 * LONGER_SIDE), Image.Resampling.BOX)
        image = ImageOps.exif_transpose(image).convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    else:
        image = ImageOps.exif_transpose(image)
    image = image.convert("RGB")
    image.thumbnail((LONGER_SIDE, LONGER_SIDE), Image.Resampling.LANCZOS)
    return image


def _first_page(data: bytes) -> Any:
    """The first page of a PDF, as readers show it."""
    with open_pdf(data, cut=False) as document:
        page = document[0]
        width, height = page.get_size()
        bitmap = page.render(scale=LONGER_SIDE / max(width, height, 1.0), may_draw_forms=False)
        return bitmap.to_pil().convert("RGB")


def _saved(image: Any) -> Preview:
    """The picture's bytes: JPEG, or PNG with few colours where that is smaller and looks the same, as it does of lines and text."""
    from PIL import Image

    plain = Image.new("RGB", image.size)
    plain.paste(image)  # nothing that came with the file goes along
    jpeg = io.BytesIO()
    plain.save(jpeg, "JPEG", quality=_QUALITY, optimize=True)
    made = [("image/jpeg", jpeg.getvalue())]
    if (flat := _flat(plain)) is not None:
        png = io.BytesIO()
        flat.save(png, "PNG", optimize=True)
        made.append(("image/png", png.getvalue()))
    media_type, data = min(made, key=lambda one: len(one[1]))
    return Preview(data, media_type, plain.width, plain.height)


def _flat(image: Any) -> Any:
    """A picture with few colours, as drawings and printed pages have; None where it would look otherwise, as a photo would."""
    from PIL import Image, ImageChops, ImageStat

    few = image.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    apart = ImageStat.Stat(ImageChops.difference(image, few.convert("RGB")))
    return few if max(apart.rms) <= _UNSEEN else None
