"""What the draft and the final organizer say, without their looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Organizer:
    """The contents of a Unit Organizer; `branches` are pairs of linking words and topic."""

    stamp: str
    about: str
    schedule: Sequence[tuple[str, str]]
    branches: Sequence[tuple[str, str]]
    relations: Sequence[str]
    questions: Sequence[str]
    course: str = "Life science, grade 7, period 4"
    unit: str = "Energy and matter in ecosystems"
    last_unit: str = "Cells"
    bigger: str = "Living systems: how the parts work together"
    next_unit: str = "Populations"


DRAFT_ORGANIZER = Organizer(
    stamp="DRAFT, 18 September 2026",
    about="how living things get, use and pass on energy and matter",
    schedule=[
        ("9/24", "Launch: build the map"),
        ("9/28-29", "Photosynthesis"),
        ("10/1-2", "Cellular respiration"),
        ("10/5-6", "Food chains"),
        ("10/7-8", "Food webs"),
        ("10/9, 13", "Decomposers and cycles"),
        ("10/14", "Finish the organizer"),
        ("10/15", "Review"),
        ("10/16", "Unit test"),
    ],
    branches=[
        ("begins with", "Photosynthesis"),
        ("is freed by", "Cellular respiration"),
        ("moves along", "Food chains"),
        ("spreads in", "Food webs"),
        ("is recycled by", "Decomposers and cycles"),
    ],
    relations=["Process: input, change, output", "Cause and effect", "Compare: energy and matter"],
    questions=[
        "How does a plant make food from air, water and light?",
        "How do living things get energy out of food?",
        "What is the difference between a food chain and a food web?",
        "Why are there fewer hawks than grasshoppers in a field?",
        "What would happen to a field without decomposers?",
    ],
)

FINAL_ORGANIZER = replace(
    DRAFT_ORGANIZER,
    stamp="FINAL, 14 October 2026",
    about="how energy passes through living things and how matter goes round and round",
    schedule=[
        ("9/24", "Launch: we built the map"),
        ("9/28-30", "Photosynthesis, leaf lab"),
        ("10/1-2", "Cellular respiration"),
        ("10/5-8", "Food webs, web game"),
        ("10/9", "Recyclers, compost jars"),
        ("10/13", "Expanded map"),
        ("10/14", "Organizer finished"),
        ("10/15", "Self-test in pairs"),
        ("10/16", "Unit test"),
    ],
    branches=[
        ("is captured by", "Photosynthesis"),
        ("is released by", "Cellular respiration"),
        ("moves through", "Food webs"),
        ("is used again by", "Recyclers"),
    ],
    relations=["Process: what goes in, what comes out", "Cause and effect", "Compare: energy leaves, matter stays"],
    questions=[
        "How does a plant make food from air, water and light?",
        "How do living things get energy out of food?",
        "Where does the mass of a big tree come from? (our question)",
        "Why are there fewer hawks than grasshoppers in a field?",
        "What would happen to a field without recyclers?",
    ],
)

EXPECTATIONS = [
    ("Branch", "What matters most", "What may be hard", "How I will help"),
    (
        "Photosynthesis",
        "Light energy is stored in sugar; the matter comes from air and water.",
        '"Plants eat soil." Few believe that air has mass.',
        "Weigh a jar of dry seedlings; ask where the mass came from.",
    ),
    (
        "Cellular respiration",
        "Every living thing, plants too, releases energy from food.",
        "The word is taken for breathing.",
        'Say "releasing" and "breathing" side by side; sort six statements.',
    ),
    (
        "Food chains",
        "Arrows show where energy goes.",
        "Arrows are drawn from eater to eaten.",
        'Read each arrow aloud: "gives energy to".',
    ),
    (
        "Food webs",
        "A change in one place is felt in many.",
        "Is this a branch of its own, or the same idea as chains?",
        "Let the class decide at the launch.",
    ),
    (
        "Decomposers and cycles",
        "Matter is used again, energy is not.",
        "Energy and matter are mixed up.",
        "Two colors on the map: one for energy, one for matter.",
    ),
]

LAUNCH_PLAN = [
    "<b>Cue.</b> Name the organizer, say why it helps, say what they do and what I do.",
    "<b>Do.</b> Connect to the last unit. Say what the unit is about. Ask for the verbs, then the topics. Read the map "
    "aloud. Write the questions. Mark the first date.",
    "<b>Review.</b> Pairs explain one line of the map. Ask what was easier to see than in a list.",
]

EXPANDED = [
    (
        "Photosynthesis",
        "is captured by",
        ["happens in the green parts of a plant", "in: carbon dioxide, water, light", "out: sugar, oxygen",
         "light energy is now stored in sugar", "most of a tree's mass came from air"],
    ),
    (
        "Cellular respiration",
        "is released by",
        ["happens in every living cell, plants too", "in: sugar, oxygen", "out: carbon dioxide, water",
         "energy for moving, growing, keeping warm", "is not the same as breathing"],
    ),
    (
        "Food webs",
        "moves through",
        ["producers, consumers, top predators", "an arrow means \"gives energy to\"",
         "a chain is one path through the web", "about a tenth is passed on each time", "the rest leaves as heat"],
    ),
    (
        "Recyclers",
        "is used again by",
        ["fungi, bacteria, worms", "take dead things apart", "give matter back to soil and air",
         "carbon goes round and round", "energy does not come back"],
    ),
]  # fmt: skip

SELF_TEST = [
    ("Our question", "What we agreed on"),
    (
        FINAL_ORGANIZER.questions[0],
        "It takes in carbon dioxide and water and uses light to join them into sugar. Oxygen is left over.",
    ),
    (
        FINAL_ORGANIZER.questions[1],
        "Their cells take sugar apart with oxygen. That lets the energy out. Plants do it too, day and night.",
    ),
    (
        "Where does the mass of a big tree come from?",
        "Mostly from the air. The carbon in the wood was carbon dioxide once. Soil gives only a little.",
    ),
    (
        FINAL_ORGANIZER.questions[3],
        "Only about a tenth of the energy is passed on at each step, so the field can feed few hawks.",
    ),
    (
        FINAL_ORGANIZER.questions[4],
        "Dead things would pile up and plants would run out of what they need. Matter would be stuck.",
    ),
]

CHANGES = [
    "<b>Five branches became four.</b> A student said that a chain is one path through a web; we crossed my box out.",
    '<b>The verbs are the class\'s.</b> "Begins with" became "is captured by", "is recycled by" became "is used again by".',
    '<b>One question is new.</b> "Where does the mass of a big tree come from?" was asked in the leaf lab.',
    "<b>The schedule moved.</b> The lab took a third day; the time came from food chains.",
]
