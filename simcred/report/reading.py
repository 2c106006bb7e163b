"""What a programme says, for reading: checklists, rows, kinds, interventions; and codes and exit codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from simcred.exits import MEANINGS
from simcred.findings.catalogue import Code
from simcred.model.checklist import AttestationAsk, Checklist, EvidenceAsk, FromGoal, Part, Row, Texts
from simcred.model.portfolio import LEVELS
from simcred.model.programme import Programme
from simcred.report.lines import Line, blank, line, paragraphs
from simcred.wording import CATEGORIES, PEOPLE, PROVENANCE, parts_of
from simcred.words import both, count, either, lowered

BASIS = {
    "real": "seen on a KUCRL badge page, or a process that KUCRL describes",
    "near": "carried over from a sister badge or a KUCRL page",
    "assumed": "ours, not the source's",
}
TRACKS = {"cer": "Content Enhancement", "ls": "Learning Strategies", "any": "both tracks"}
DUE = {"submit": "when you submit", "recommend": "when your developer recommends", "award": "when the centre awards"}
DEMANDED = {"must": "needed", "should": "recommended, never demanded", "optional": "optional"}


def checklists(programme: Programme, wanted: Sequence[Checklist], *, every_row: bool) -> Iterator[Line]:
    """Checklists, with their rows or only counted."""
    yield line((programme.notice, "quiet"))
    for checklist in wanted:
        yield blank()
        musts = sum(row.category == "must" for row in checklist.rows)
        track = TRACKS[checklist.track]
        yield line(
            (f"Level {checklist.level} {LEVELS[checklist.level][1]}", "title"),
            f", {track}: {count(musts, 'row')} needed of {len(checklist.rows)}; one may not apply to you"
            if any(row.consent for row in checklist.rows)
            else f", {track}: {count(musts, 'row')} needed of {len(checklist.rows)}",
        )
        yield line(
            (f"{checklist.id} {checklist.version}, {PROVENANCE[checklist.status]}; digest {checklist.digest[:16]}", "quiet"),
            indent=2,
        )
        if every_row:
            for row in checklist.rows:
                note = f"  ({beside})" if (beside := CATEGORIES[row.category]) else ""
                due = "" if row.due == "submit" else f"  (due {DUE[row.due]})"
                yield line(f"{row.id:<8} {row.title}{note}{due}", (f"  [{row.basis}]", "quiet"), indent=2, hang=11)
    yield blank()
    yield line(
        (f"[real] {BASIS['real']}, [near] carried over, [assumed] ours. ", "quiet"),
        ("`simcred explain ROW` says more.", "quiet"),
    )


def rows(programme: Programme, meant: Sequence[tuple[Checklist, Row]]) -> Iterator[Line]:
    """A row wherever it stands: several checklists can have one of the same id."""
    for number, (checklist, wanted) in enumerate(meant):
        if number:
            yield blank()
        yield from row(programme, checklist, wanted)


def row(programme: Programme, checklist: Checklist, wanted: Row) -> Iterator[Line]:
    """One row: what counts, why, how, and where it was read."""
    yield line((f"{wanted.id}  {wanted.title}", "title"))
    level = f"Level {checklist.level} {LEVELS[checklist.level][1]}, {TRACKS[checklist.track]}"
    yield line(f"{level}: {DEMANDED[wanted.category]}, due {DUE[wanted.due]}.")
    yield blank()
    yield line(("Why  ", "title"), wanted.why, hang=5)
    yield line(("How  ", "title"), wanted.how, hang=5)
    yield line(("What ", "title"), " ".join(asks(programme, wanted)), hang=5)
    for texts in checklist.texts:
        if texts.row == wanted.id:
            yield from _texts(programme, texts)
    yield blank()
    yield line((provenance(wanted), "quiet"))
    made = f", made from {checklist.extends}" if checklist.extends is not None else ""
    label = f"{PROVENANCE[checklist.status]}; digest {checklist.digest[:16]}."
    yield line((f"Checklist {checklist.id} {checklist.version}{made}, {label}", "quiet"))
    yield line((programme.notice, "quiet"))


def _texts(programme: Programme, texts: Texts) -> Iterator[Line]:
    """What a row says for some routines or strategies."""
    names = both([known.name if (known := programme.interventions.get(name)) else name for name in texts.intervention])
    yield blank()
    yield line((f"For {names}", "title"))
    for label, text in (("Title ", texts.title), ("Why   ", texts.why), ("How   ", texts.how)):
        if text is not None:
            yield line((label, "title"), text, hang=6)


def provenance(wanted: Row) -> str:
    """Where a row comes from, and what of it is ours."""
    said = f"Basis: {wanted.basis} ({BASIS[wanted.basis]}). Source: {wanted.source}."
    return f"{said} Ours and not the source's in this row: {parts_of(wanted)}." if wanted.assumed else said


def asks(programme: Programme, wanted: Row) -> Iterator[str]:
    """What a row asks for, in sentences."""
    if wanted.person is not None:
        who = "Your partner" if wanted.person.who == "partner" else "The leader of the session"
        yield f"{who}, an active {either(list(wanted.person.roles)).replace('-', ' ')}."
    if wanted.consent is not None:
        yield "A consent record for each item in which somebody can be recognised; none where nobody can."
    ways = [part for part in (Part(wanted.evidence, wanted.attestation, wanted.from_goal), *wanted.all_of) if part != Part()]
    for part in ways:
        yield from _part(programme, part)
    for number, part in enumerate(wanted.any_of):
        yield ("Either: " if number == 0 else "Or: ") + " ".join(_part(programme, part))


def _part(programme: Programme, part: Part) -> Iterator[str]:
    """One part of a row, in sentences."""
    if part.evidence is not None:
        yield _evidence(programme, part.evidence)
    if part.from_goal is not None:
        yield _from_goal(part.from_goal)
    if part.attestation is not None:
        yield _statement(programme, part.attestation)


def _statement(programme: Programme, said: AttestationAsk) -> str:
    """A statement of another person, in a sentence."""
    form = programme.forms.get(said.form or "")
    what = {"recommend": "a recommendation", "confirm": "a confirmation"}.get(said.statement or "", "a statement")
    if form is not None:
        what = f'the form "{form.title}"' + (", every question answered" if said.complete else "")
    when = f", not earlier than {said.after}" if said.after is not None else ""
    when += ", before you submit" if said.before is not None else ""
    return f"From {either([PEOPLE[name] for name in said.by])}: {what}{when}."


def _from_goal(ask: FromGoal) -> str:
    """Another level's rows, in a sentence."""
    earned = f"the badge of level {ask.level}, earned before"
    rows = f"whatever meets {both(ask.rows)} of level {ask.level}, whether or not you work towards it"
    if not ask.rows:
        return f"T{earned[1:]} (portfolio.yaml, earned)."
    return f"W{rows[1:]}{f'; or {earned}' if ask.or_earned else ''}."


_WHOSE = {"own": "", "guided": "of a teacher whom you guide", "any": "yours or of a teacher whom you guide"}


def _evidence(programme: Programme, ask: EvidenceAsk) -> str:
    """One evidence part in a sentence."""
    kinds = either([lowered(programme.kinds[name].title) if name in programme.kinds else name for name in ask.kind])
    parts = [f"{count(ask.at_least, 'item')} of the kind {kinds}"]
    parts += [_WHOSE[ask.teacher]] if _WHOSE[ask.teacher] else []
    parts += list(_fields(ask))
    for words, other in (
        ("not earlier than", f"{ask.after_day} of {ask.after}" if ask.after_day is not None else ask.after),
        ("inside the dates of", ask.within),
        ("grown from an item of", ask.follows),
    ):
        if other is not None:
            parts.append(f"{words} {other}")
    parts += ["whole, with every part of it"] if ask.whole else []
    parts += ["still valid on the day you submit"] if ask.valid_on is not None else []
    text = ", ".join(parts)
    if ask.distinct_by:
        text += f"; different values of {either(list(ask.distinct_by))} count"
    if ask.spread is not None:
        text += f"; from {ask.spread.at_least} or more {'strands or groups' if ask.spread.field == 'group' else ask.spread.field + 's'}"
        text += f" ({either(list(ask.spread.of))})" if ask.spread.of else ""
    for value, amount in ask.mix.of.items() if ask.mix is not None else ():
        text += f"; at least {amount.at_least} {value}" if amount.at_least else ""
        text += f"; at most {amount.at_most} {value}" if amount.at_most is not None else ""
    if ask.recommended is not None:
        text += f"; {ask.recommended} recommended"
    return f"{text}."


def _bounds(shape: Mapping[str, object]) -> str:
    """What a number must be, or how many entries a list must have, in words; nothing where that is not asked."""
    for least, most, what in (
        ("minimum", "maximum", ""),
        ("minItems", "maxItems", " entries"),
        ("minLength", "maxLength", " letters"),
    ):
        if least in shape and most in shape:
            return f"{shape[least]} to {shape[most]}{what}"
        if least in shape:
            return f"{shape[least]} or more{what}"
        if most in shape:
            return f"at most {shape[most]}{what}"
    return ""


def _fields(ask: EvidenceAsk) -> Iterator[str]:
    """What the fields of an item must be."""
    fixed = [f"{name} {str(shape['const']).lower()}" for name, shape in ask.where.items() if "const" in shape]
    fixed += [
        f"{name} {either(list(map(str, held)))}"
        for name, shape in ask.where.items()
        if isinstance(held := shape.get("enum"), list)
    ]
    fixed += [f"{name} {words}" for name, shape in ask.where.items() if (words := _bounds(shape))]
    named = [name for name, shape in ask.where.items() if not ({"const", "enum"} & set(shape) or _bounds(shape))]
    if fixed:
        yield f"with {both(fixed)}"
    if named:
        yield f"with {both(named)} filled in"


def kinds(programme: Programme) -> Iterator[Line]:
    """Every kind of evidence."""
    for kind in programme.kinds.values():
        yield line((kind.id, "title"), f"  {kind.what}", hang=4)
        if kind.fields:
            yield line((f"fields: {', '.join(kind.fields)}", "quiet"), indent=4)
        if kind.formats:
            yield line((f"files: {', '.join(kind.formats)}", "quiet"), indent=4)


def forms(programme: Programme) -> Iterator[Line]:
    """Every form with its questions, each by the id under which a review answers it."""
    for number, form in enumerate(programme.forms.values()):
        if number:
            yield blank()
        yield line((form.id, "title"), f"  {form.title}", (f"  [{form.basis}]", "quiet"), hang=4)
        for question in form.questions:
            yield line((f"{question.id:<22}", "code"), f" {question.text}", indent=2, hang=25)


def interventions(programme: Programme, track: str | None) -> Iterator[Line]:
    """The catalogue."""
    for known in programme.interventions.values():
        if track in (None, known.track):
            seen = {
                "kucrl-badge": "badge seen",
                "kucrl-site": "named by KUCRL",
                "own": "the programme's own",
                "secondary": "named by others",
                "unverified": "not verified",
            }
            yield line(f"{known.id:<36} {known.name}", (f"  [{seen.get(known.provenance, known.provenance)}]", "quiet"), hang=37)


def codes(known: Iterable[Code]) -> Iterator[Line]:
    """Every code in a line."""
    for code_ in known:
        yield line((code_.id, "title"), f"  {code_.severity:<7}  {code_.title}", hang=16)


def code(known: Code) -> Iterator[Line]:
    """One code, whole."""
    yield line((f"{known.id}  {known.title}", "title"), (f"  ({known.severity})", "quiet"))
    yield blank()
    yield line(("Why  ", "title"), known.why, hang=5)
    yield line(("How  ", "title"), known.how, hang=5)
    yield line(("For example", "title"))
    yield from paragraphs([known.example], indent=5)


def exit_codes() -> Iterator[Line]:
    """The table of exit codes."""
    for number, meaning in MEANINGS.items():
        yield line(f"{int(number):>4}  {meaning}", hang=6)
    yield blank()
    yield line("Where several apply, the most serious is given: 70, 5, 3, 4, 1, 0.")
    yield line("Evidence edited after a review is no 5: the review becomes outdated, and says so (MC501).")
