"""A plane to draw on, and what makes a photograph or a scan of it."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageChops, ImageDraw

Point = tuple[float, float]
Stroke = list[Point]
Colour = tuple[int, int, int]


@dataclass
class Picture:
    """An image drawn at `scale` times its size and made smaller at the end; `place` bends its plane, if need be."""

    size: tuple[int, int]
    background: Colour
    scale: int = 2
    place: Callable[[Point], Point] = lambda point: point
    image: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.size[0] * self.scale, self.size[1] * self.scale), self.background)

    def pixel(self, point: Point) -> tuple[int, int]:
        """Where a point of the picture's plane lies in the image, in whole pixels."""
        x, y = self.place(point)
        return round(x * self.scale), round(y * self.scale)

    def fill(self, corners: Sequence[Point], colour: Colour) -> None:
        """Fills a polygon."""
        ImageDraw.Draw(self.image).polygon([self.pixel(corner) for corner in corners], fill=colour)

    def stroke(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """Draws a line with a round pen, as a row of discs."""
        draw = ImageDraw.Draw(self.image)
        pixels = [self.pixel(point) for point in points]
        radius = max(1, round(width * self.scale / 2))
        for (x0, y0), (x1, y1) in zip(pixels, pixels[1:] or pixels, strict=False):
            steps = max(abs(x1 - x0), abs(y1 - y0)) * 2 // radius + 1
            for step in range(steps + 1):
                x, y = x0 + (x1 - x0) * step // steps, y0 + (y1 - y0) * step // steps
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def finished(self) -> Image.Image:
        """The image in its own size."""
        return self.image.reduce(self.scale)


def smooth(points: Sequence[Point], steps: int = 6) -> Stroke:
    """A curve through the points (Catmull and Rom's spline); a point given twice stays a corner."""
    if len(points) < 3:
        return list(points)
    padded = [points[0], *points, points[-1]]
    curve: Stroke = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append((spline(a[0], b[0], c[0], d[0], t), spline(a[1], b[1], c[1], d[1], t)))
    return [*curve, points[-1]]


def spline(a: float, b: float, c: float, d: float, t: float) -> float:
    """One coordinate of the spline between b and c."""
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)


def shade(image: Image.Image, rows: Sequence[Sequence[int]]) -> Image.Image:
    """Lights the image unevenly: a small map of brightness (255 leaves as is), stretched over it."""
    small = Image.new("L", (len(rows[0]), len(rows)))
    small.putdata([value for row in rows for value in row])
    light = small.resize(image.size, Image.Resampling.BICUBIC)
    return ImageChops.multiply(image, Image.merge("RGB", [light] * 3))


def grain(image: Image.Image, strength: int) -> Image.Image:
    """Adds the fine unevenness of a photograph, from repeated checksums."""
    data = b"".join(hashlib.sha256(n.to_bytes(4, "big")).digest() for n in range(1250))
    tile = Image.frombytes("L", (200, 200), bytes(128 + (value % (2 * strength + 1)) - strength for value in data))
    whole = Image.new("L", image.size)
    for x in range(0, image.width, 200):
        for y in range(0, image.height, 200):
            whole.paste(tile, (x, y))
    return ImageChops.add(image, Image.merge("RGB", [whole] * 3), scale=1, offset=-128)


def jpeg(image: Image.Image, quality: int) -> bytes:
    """JPEG bytes with no camera data."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, subsampling="4:2:0")
    return buffer.getvalue()


def png(image: Image.Image) -> bytes:
    """PNG bytes in sixteen colours; runs only, because other compression differs between builds of zlib."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", bits=4, compress_type=zlib.Z_RLE)
    return buffer.getvalue()
