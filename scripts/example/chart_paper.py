"""The unit map that the guided teacher's class made, on chart paper (JPEG)."""

from __future__ import annotations

from dataclasses import replace

from PIL import ImageFilter

from example.hand import Pen, centred, hand_box, hand_line, write
from example.picture import Colour, Picture, Point, jpeg, shade

PURPLE, BROWN, BLACK = (92, 52, 128), (124, 74, 34), (50, 50, 56)
YELLOW, GREEN, PINK = (250, 232, 128), (190, 226, 158), (246, 186, 196)
MARKER = Pen(colour=BLACK, size=20, width=3.4, slant=-0.03, shake=0.45, spacing=1.9)
NOTE = Pen(colour=(44, 60, 120), size=14.5, width=2.3, slant=0.1, shake=0.4)

# Middle of the branch, linking words on their note, topic, what the class said of it.
BRANCHES = [
    (138, "are pushed\nby", "Trouble\nat home", "war, drought\nno work"),
    (388, "are pulled\nby", "Hopes\nelsewhere", "jobs, school\nfamily there"),
    (648, "have to\ncross", "Barriers", "border, sea\nmoney, papers"),
    (898, "change", "", "new words there\nempty houses here"),
]
LOST = [(864, 72, "cause"), (990, 62, "tell of\npeople who")]
QUESTIONS = [
    "1. Why do people leave a place they love?",
    "2. Why do some stay when others go?",
    "3. Who and what stands in the way?",
    "4.",
]


def hanging(point: Point) -> Point:
    """Places a point of the paper (1060 by 740) in the photograph, taken from slightly right."""
    u, v = point[0] / 1060, point[1] / 740
    left = (52 - 5 * v, 56 + 660 * v)
    right = (982 + 5 * v, 38 + 688 * v)
    return left[0] + (right[0] - left[0]) * u, left[1] + (right[1] - left[1]) * u


def chart_paper_jpg() -> bytes:
    """The class's unit map on chart paper, taped to a wall of painted blocks."""
    picture = Picture((1040, 780), (206, 204, 190), scale=3, place=hanging)
    wall(picture)
    paper(picture)
    head(picture)
    unit_map(picture)
    questions(picture)
    image = picture.finished().filter(ImageFilter.BoxBlur(0.6))
    image = shade(image, [[236, 250, 244, 222], [244, 255, 250, 232], [228, 246, 242, 224], [202, 222, 220, 200]])
    return jpeg(image, 42)


def wall(picture: Picture) -> None:
    """The joints between the blocks of the wall."""
    for row in range(-1, 9):
        y = row * 98 - 26
        picture.stroke([(-90, y), (1150, y)], 3, (190, 188, 174))
        for column in range(-1, 6):
            x = column * 246 + (123 if row % 2 else 0)
            picture.stroke([(x, y), (x, y + 98)], 3, (190, 188, 174))


def paper(picture: Picture) -> None:
    """The sheet with its shadow, its printed grid and four strips of tape."""
    for x, y, width, height, colour in ((9, 11, 1060, 740, (168, 166, 154)), (0, 0, 1060, 740, (250, 249, 243))):
        fill(picture, x, y, width, height, colour)
    for n in range(1, 14):
        picture.stroke([(n * 76, 0), (n * 76, 740)], 1, (232, 237, 240))
    for n in range(1, 10):
        picture.stroke([(0, n * 76), (1060, n * 76)], 1, (232, 237, 240))
    for x, y in ((30, -16), (940, -14), (36, 726), (936, 728)):
        picture.fill([(x, y), (x + 84, y + 3), (x + 83, y + 29), (x - 2, y + 26)], (224, 208, 164))


def fill(picture: Picture, x: float, y: float, width: float, height: float, colour: Colour) -> None:
    """A filled rectangle."""
    picture.fill([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour)


def note(picture: Picture, middle: Point, text: str, colour: Colour, pen: Pen = NOTE) -> None:
    """A sticky note with one word or a few, a little askew, its lower edge lifted."""
    (x, y), rows = middle, text.count("\n")
    left, right, lean = x - 62, x + 62, (round(x) * 5 + 3) % 9 - 4
    picture.fill([(left + 4, y - 30), (right + 6, y - 30), (right + 7, y + 49), (left + 4, y + 47)], (196, 194, 184))
    picture.fill([(left + lean, y - 38), (right + lean, y - 36), (right, y + 44), (left, y + 42)], colour)
    centred(picture, pen, (x, y + 10 - rows * pen.size * 0.775), text)


def head(picture: Picture) -> None:
    """The unit in its box, what was before and after, and the words that lost the vote."""
    write(picture, replace(MARKER, size=15, width=2.6), (28, 46), "Unit Organizer  period 2")
    write(picture, replace(MARKER, size=15, width=2.6), (28, 74), "Nov 4")
    small = replace(MARKER, size=15, width=2.5)
    write(picture, small, (28, 122), "last: Maps and regions")
    write(picture, small, (28, 150), "next: Cities")
    hand_box(picture, MARKER, (318, 36), (470, 122))
    centred(picture, replace(MARKER, colour=PURPLE, size=27, width=4.4), (553, 86), "People on the move")
    centred(picture, small, (553, 118), "is about why people leave a place\nand what changes when they do")
    for x, y, text in LOST:
        note(picture, (x, y), text, PINK, replace(NOTE, size=14))
    write(picture, replace(MARKER, size=13, width=2.2), (840, 142), "good, but not ours")


def unit_map(picture: Picture) -> None:
    """The branches: lines and boxes by marker, linking words on the pairs' sticky notes."""
    for index, (x, verb, topic, details) in enumerate(BRANCHES):
        top = 400 + index * 104
        hand_line(picture, replace(MARKER, colour=BROWN), (top, 160), (x, 328))
        note(picture, (top + (x - top) * 0.48, 240), verb, YELLOW)
        hand_box(picture, replace(MARKER, colour=BROWN, width=3.8), (x - 108, 330), (216, 92))
        if topic:
            centred(picture, replace(MARKER, size=22), (x, 386 - topic.count("\n") * 17), topic)
        centred(picture, replace(MARKER, size=15, width=2.5), (x, 464), details)
    write(picture, replace(MARKER, size=17, colour=(110, 110, 116)), (802, 358), "The new place")
    hand_line(picture, MARKER, (796, 356), (968, 346))
    note(picture, (938, 402), "Both\nplaces", GREEN, replace(NOTE, size=17, width=2.7))


def questions(picture: Picture) -> None:
    """The class's questions; the fourth waits for its words."""
    hand_line(picture, MARKER, (28, 520), (1030, 518))
    write(picture, replace(MARKER, size=18, colour=PURPLE), (32, 556), "We want to know")
    for row, line in enumerate(QUESTIONS):
        write(picture, replace(MARKER, size=16.5, width=2.8), (54, 594 + row * 34), line)
    hand_line(picture, replace(MARKER, width=2), (92, 698), (520, 700))
    write(picture, replace(MARKER, size=14, width=2.3, colour=BROWN), (540, 696), "left open on purpose")
