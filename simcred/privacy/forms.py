"""Whether a text is that of a permission form for somebody to sign, and not one about permission.

A form has a sentence in which somebody allows or forbids something, a line to sign on, and says who signs or for which
child; it is short, and nothing in it says that it is a sample. Whether the ink is there cannot be told from words: on most
scans and prints only the printed part is text. So an empty form counts as one, unless it says that it is a sample.
"""

from __future__ import annotations

import re

from simcred.privacy.folding import plain

_FIRST = 12_000
"""Characters of a text that are looked at: the first pages."""
_NEAR = 3_500
"""Characters within which all of a form stands: a page."""
_STEMS = (
    "permi", "consent", "consiento", "authori", "autoriz", "releas", "waive", "opt out", "opt-out", "do not want", "allow", "agree", "my child", "parent", "padre",
)  # fmt: skip
"""One of these has every form."""

_CHILD = r"(?:my|our) (?:child|son|daughter|student|ward|children|dependent|grandchild|teen)\b|mi hij[oa]\b|above[- ]named|the student named"
_GRANTS = re.compile(
    r"\b(?:i|we)[ ,/]{1,3}(?:\w+[ ,/]{1,3}){0,12}?(?:give|grant|consent|authori[sz]e|permit|allow|release|waive|agree|opt|decline|withhold"
    rf"|do not want|understand that)\b|\bmy (?:signature|permission|consent)\b|(?:{_CHILD}).{{0,40}}?\b(?:may|can|has|have|to)\b"
    r"|\bi am (?:not )?(?:okay|ok|fine|happy)\b|\bdo you (?:consent|agree|give|allow)\b|\b(?:can|may) (?:go|come along|take part|be (?:filmed|recorded|photographed))\b|\bpermission is (?:hereby )?(?:given|granted)|\b(?:permission|consent) (?:granted|given|denied)\b"
    r"|\bautorizo\b|\bdoy (?:mi |el )?(?:permiso|consentimiento|autorizacion)|\bconsiento\b"
)
"""A sentence by which somebody allows or forbids."""
_BLANK = r"[_.\u2026\-]{3,}"
_SIGNS = re.compile(
    r"\bsignature(?:s| of)?[ \t]*(?:\([^)\n]{0,40}\)[ \t]*)?(?::|"
    + _BLANK
    + r"|of (?:the )?(?:parent|guardian|student|mother|father|legal|adult|participant)"
    r"|(?:/s/)|x\b)|\b(?:parent|guardian|student|participant|caregiver|adult|employee|teacher|my|your)(?:s|\(s\))?(?: or (?:legal )?guardian|/guardian)?s? signature\b"
    r"|^[ \t]*(?:\S+[ \t]+){0,3}signature\b[^.!?\n]{0,40}$|\bsigned(?: by)?[ \t]*(?::|"
    + _BLANK
    + r")|\bsigned, (?:by )?(?:his|her|their|the|my)\b|\(signature\)|\bi sign\b|^ ?signed,|\bsignature on file\b|\bsign (?:here|below)\b|\bplease sign\b|\bsign and (?:return|date)\b"
    r"|\b(?:electronically|digitally|e-?)\s?signed\b|\bfirma(?: del?| de la)?\b[^.\n]{0,30}(?::|"
    + _BLANK
    + r"|padre|madre|tutor)",
    re.MULTILINE,
)
"""A line to sign on, or a signature that a program put there."""
_WHO = re.compile(
    r"\bparents?[ ]?(?:/|or|and|,|&)[ ]?(?:legal )?(?:guardian|caregiver)|\bguardians?[ ]?(?:/|or)[ ]?parent|\b(?:legal )?guardian\b[^.\n]{0,20}(?::|"
    + _BLANK
    + r")|\b(?:student|child|childs|students|participant|minor|camper|pupil|adult|teacher|guardian|parent)s?(?:'s|s)? +(?:full |first |last |printed |legal |and last )?names?\b"
    r"|\bname of (?:the |your |my )?(?:student|child|minor|participant|parent|adult|person)|\bprint(?:ed)? name\b|\bplease print\b"
    r"|\bcaregivers?\b|\(parent\)|\bundersigned\b|\(print\)|\b(?:mother|father)\b|\bthis (?:student|child)\b"
    rf"|{_CHILD}|\b18 years (?:of age|old)|\bpadre\b|\bmadre\b|\btutora?\b|\bnombre del? (?:la )?(?:estudiante|alumn[oa]|nin[oa]|menor)"
)
"""Who signs, or for whom."""
_SAMPLE = re.compile(
    r"\b(?:sample|example|model|blank|draft|template)[ -]+(?:\w+ ){0,3}?(?:consent|permission|release|form|letter|slip|waiver)s?\b"
    r"|\b(?:consent|permission|release|form|letter|slip|waiver)s?[ -]+(?:templates?|samples?|examples?)\b|^\s*(?:sample|template|specimen)\b|\bspecimen\b"
    r"|\[(?:insert|your|school|name|date|teacher|district|student|child|enter|add)[^\]\n]{0,60}\]"
    r"|<+(?:insert|your|school|name|date|teacher|district|student|child)[^>\n]{0,60}>+|\badapt this\b|\bdo not (?:sign|distribute) this\b|\bfictional\b|\bfictitious\b",
    re.MULTILINE,
)
"""What says that a form is there to be looked at, and not signed."""
_TAUGHT = re.compile(
    r"\blesson\b|\bstudents (?:will|read|discuss|write|compare|learned|used|talked|took|worked|filled|practiced|drafted)\b|\bobjectives?\b|\bstandards?\b|\bdiscuss(?:ion|ed)?\b"
    r"|\bworksheet\b|\bactivit(?:y|ies)\b|\bvocabulary\b|\bdefinitions?\b|\bdirections\b|\bquestions? \d|\bessay\b|\bparagraphs?\b|\bmy classes?\b"
    r"|\bstanza\b|\bpoems?\b|\bpoet\b|\bchapter\b|\bslide \d|\bunit organizer\b|\bin pairs\b|\bhomework\b|\breflect(?:ion|ed|ing)?\b"
    r"|\bnext time\b|\bi (?:collected|sent|handed|copied|taught|asked|planned|noticed|learned|reminded|gave (?:out|back))\b|\bparticipants will\b|\bfacilitator\b|\bworkshop\b"
    r"|\btraining\b|\bobserver\b|\brubric\b"
)
"""Words of a text that teaches or tells about permission; one of them may stand in a form, several do not."""
_MOST_TAUGHT = 2


def is_form(text: str) -> bool:
    """Whether a text is that of a permission form. Cheap where it is not about permission at all."""
    begin = text[:_FIRST]
    small = plain(begin).lower()
    if "sign" not in small and "firma" not in small:
        return False
    if not any(stem in small for stem in _STEMS):
        return False
    small = re.sub(r"[ \t]+", " ", small)
    if _SAMPLE.search(small):
        return False
    return any(_is_page(small, match.start()) for match in _some(_SIGNS, small))


def _is_page(text: str, at: int) -> bool:
    """Whether what stands around a line to sign on is a form, and does not teach."""
    page = text[max(0, at - _NEAR) : at + _NEAR // 3]
    if _GRANTS.search(page) is None or _WHO.search(page) is None:
        return False
    return len({match[0] for match in _some(_TAUGHT, page)}) < _MOST_TAUGHT


def _some(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The first places of a pattern; so many are enough."""
    found: list[re.Match[str]] = []
    for match in pattern.finditer(text):
        found.append(match)
        if len(found) == _ENOUGH:
            break
    return found


_ENOUGH = 20
