"""Handwriting: a table of letters, a pen, and lines and boxes drawn without a ruler."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from example.picture import Colour, Picture, Point, Stroke, smooth

# One line a letter: strokes parted by |, each a row of points; a point is two digits, x to the right and y downwards
# (0 top of capitals, 3 top of small letters, 7 base line, 9 below it). A point given twice is a corner.
LETTERS = """\
a 43 23 05 27 45 43 43 46 57
b 00 07 07 04 23 45 27 06
c 44 23 05 27 46
d 43 23 05 27 45 40 40 46 57
e 05 44 23 04 06 27 47
f 41 20 12 17|03 33
g 43 23 05 27 45 43 43 48 29 08
h 00 07 07 04 23 44 47
i 13 16 27|11
j 23 28 19 08|21
k 00 07|43 05 05 47
l 10 16 27
m 03 07 07 04 23 34 37 37 34 53 64 67
n 03 07 07 04 23 44 47
o 23 05 27 45 23
p 03 09 09 04 23 45 27 06
q 43 23 05 27 45 43 43 49
r 03 07 07 04 23 33
s 43 23 04 25 46 27 06
t 11 16 27 37|03 33
u 03 05 17 37 44 43 43 46 57
v 03 27 27 43
w 03 17 17 33 33 57 57 63
x 03 47|43 07
y 03 05 26 44|43 47 29 08
z 03 43 43 07 07 47
A 07 20 20 47|14 34
B 00 07|00 30 42 23 03 03 34 46 27 07
C 51 30 03 04 37 56
D 00 07|00 30 53 54 37 07
E 40 00 00 07 07 47|03 33
F 40 00 00 07|03 33
G 51 30 03 04 37 56 54 54 34
H 00 07|40 47|03 43
I 10 17|00 20|07 27
J 40 45 27 06
K 00 07|40 04 04 47
L 00 07 07 47
M 07 00 00 35 35 60 60 67
N 07 00 00 47 47 40
O 30 03 04 37 64 63 30
P 00 07|00 30 42 34 04
Q 30 03 04 37 64 63 30|45 67
R 00 07|00 30 42 34 04 04 47
S 51 20 02 33 55 37 06
T 00 40|20 27
U 00 05 27 45 40
V 00 27 27 40
W 00 17 17 33 33 57 57 60
X 00 47|40 07
Y 00 23 23 40|23 27
Z 00 40 40 07 07 47
0 20 03 04 27 44 43 20
1 02 20 20 27
2 02 20 42 07 07 47
3 01 20 42 23 23 45 27 06
4 30 05 05 45|33 37
5 40 00 00 03 23 45 27 06
6 30 04 05 27 45 24 05
7 00 40 40 17
8 23 01 20 41 23 05 27 45 23
9 41 24 02 20 42 45 27
. 07
, 07 08
: 04|07
? 01 20 41 24 25|27
! 00 05|07
' 00 02
- 05 35
+ 05 45|23 27
= 04 44|06 46
/ 40 07
> 05 65|43 65 65 47
"""


def read_letters(source: str) -> dict[str, list[Stroke]]:
    """The strokes of every letter in a table such as `LETTERS`."""
    letters: dict[str, list[Stroke]] = {}
    for line in source.splitlines():
        letter_name, strokes = line.split(" ", 1)
        letters[letter_name] = [[(int(p[0]), int(p[1])) for p in stroke.split()] for stroke in strokes.split("|")]
    return letters


STROKES = read_letters(LETTERS)


@dataclass(frozen=True)
class Pen:
    """A hand: `size` is the height of a capital in units of the picture, `shake` how uneven it is (1 is a lot)."""

    colour: Colour
    size: float = 20
    width: float = 2.4
    slant: float = 0.08
    shake: float = 0.35
    spacing: float = 1.7


class Jitter:
    """Numbers from -1 to 1 that look uneven and are the same for the same seed, on every machine."""

    def __init__(self, seed: str) -> None:
        self._state = zlib.crc32(seed.encode())

    def __call__(self) -> float:
        """The next number."""
        self._state = (self._state * 1664525 + 1013904223) % 2**32
        return ((self._state >> 16) % 2001 - 1000) / 1000


def width_of(pen: Pen, text: str) -> float:
    """How wide the text will be."""
    return sum(advance(pen, letter_name) for letter_name in text) * pen.size / 7


def advance(pen: Pen, letter_name: str) -> float:
    """How far the pen moves on after a letter, in the units of the letter table."""
    if letter_name == " ":
        return 3.4
    return max(x for stroke in STROKES[letter_name] for x, _ in stroke) + pen.spacing


def write(picture: Picture, pen: Pen, at: Point, text: str) -> None:
    """Writes one line by hand; `at` is the left end of its base line."""
    jitter = Jitter(f"{text} {at}")
    unit = pen.size / 7
    x, drift = at[0], 0.0
    for letter_name in text:
        drift = drift * 0.7 + jitter() * pen.shake * 0.5
        grown = 1 + jitter() * pen.shake * 0.12
        for stroke in STROKES.get(letter_name, []):
            shake = pen.shake * 0.4
            shaken = [(px + jitter() * shake, py - 7 + jitter() * shake) for px, py in settled(stroke)]
            line = [
                (x + (px - py * pen.slant) * unit * grown, at[1] + (py * grown + drift) * unit)
                for px, py in smooth(cornered(stroke, shaken))
            ]
            picture.stroke(line, pen.width, pen.colour)
        x += (advance(pen, letter_name) + jitter() * pen.shake * 0.3) * unit


def settled(stroke: Stroke) -> Stroke:
    """The stroke's points, each only once in a row."""
    return [point for index, point in enumerate(stroke) if index == 0 or point != stroke[index - 1]]


def cornered(stroke: Stroke, shaken: Stroke) -> Stroke:
    """The shaken points with the corners of the original doubled again, so that a corner stays one point."""
    rest = iter(shaken)
    result: Stroke = []
    for index, point in enumerate(stroke):
        result.append(result[-1] if index and point == stroke[index - 1] else next(rest))
    return result


def centred(picture: Picture, pen: Pen, at: Point, text: str) -> None:
    """Writes lines by hand, one below the other, each centred on `at`."""
    for row, line in enumerate(text.split("\n")):
        write(picture, pen, (at[0] - width_of(pen, line) / 2, at[1] + row * pen.size * 1.55), line)


def hand_line(picture: Picture, pen: Pen, start: Point, end: Point) -> None:
    """A line as drawn without a ruler."""
    jitter = Jitter(f"{start} {end}")
    points = [(start[0] + (end[0] - start[0]) * n / 4, start[1] + (end[1] - start[1]) * n / 4) for n in range(5)]
    bent = [(x + jitter() * pen.shake * 5, y + jitter() * pen.shake * 5) for x, y in points]
    picture.stroke(smooth(bent, 12), pen.width, pen.colour)


def hand_box(picture: Picture, pen: Pen, corner: Point, size: Point) -> None:
    """A box as drawn without a ruler."""
    (x, y), (w, h) = corner, size
    corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        hand_line(picture, pen, start, end)
