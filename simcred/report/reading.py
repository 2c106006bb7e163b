"""What a programme says, for reading: checklists, rows, kinds, interventions; and codes and exit codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from simcred.exits import MEANINGS
from simcred.findings.catalogue import Code
from simcred.model.checklist import Checklist, EvidenceAsk, Row
from simcred.model.portfolio import LEVELS
from simcred.model.programme import Programme
from simcred.report.lines import Line, blank, line, paragraphs
from simcred.wording import CATEGORIES
from simcred.words import both, count, either

BASIS = {
    "real": "seen on a KUCRL badge page",
    "near": "carried over from a sister badge or a KUCRL page",
    "assumed": "ours, not the source's",
}
DUE = {"submit": "when you submit", "recommend": "when your developer recommends", "award": "when the centre awards"}
DEMANDED = {"must": "needed", "should": "recommended, never demanded", "optional": "optional"}


def checklists(programme: Programme, wanted: Sequence[Checklist], *, every_row: bool) -> Iterator[Line]:
    """Checklists, with their rows or only counted."""
    yield line((programme.notice, "quiet"))
    for checklist in wanted:
        yield blank()
        musts = sum(row.category == "must" for row in checklist.rows)
        track = {"cer": "Content Enhancement", "ls": "Learning Strategies", "any": "both tracks"}[checklist.track]
        yield line(
            (f"Level {checklist.level} {LEVELS[checklist.level][1]}", "title"),
            f", {track}: {count(musts, 'row')} needed of {len(checklist.rows)}; one may not apply to you"
            if any(row.consent for row in checklist.rows)
            else f", {track}: {count(musts, 'row')} needed of {len(checklist.rows)}",
        )
        yield line((f"{checklist.id} {checklist.version}, {checklist.status}", "quiet"), indent=2)
        if every_row:
            for row in checklist.rows:
                note = f"  ({beside})" if (beside := CATEGORIES[row.category]) else ""
                due = "" if row.due == "submit" else f"  (due {DUE[row.due]})"
                yield line(f"{row.id:<8} {row.title}{note}{due}", (f"  [{row.basis}]", "quiet"), indent=2, hang=11)
    yield blank()
    yield line(
        ("[real] seen on a KUCRL badge page, [near] carried over, [assumed] ours. ", "quiet"),
        ("`simcred explain ROW` says more.", "quiet"),
    )


def row(programme: Programme, checklist: Checklist, wanted: Row) -> Iterator[Line]:
    """One row: what counts, why, how, and where it was read."""
    yield line((f"{wanted.id}  {wanted.title}", "title"))
    yield line(f"Level {checklist.level} {LEVELS[checklist.level][1]}: {DEMANDED[wanted.category]}, due {DUE[wanted.due]}.")
    yield blank()
    yield line(("Why  ", "title"), wanted.why, hang=5)
    yield line(("How  ", "title"), wanted.how, hang=5)
    yield line(("What ", "title"), " ".join(asks(programme, wanted)), hang=5)
    yield blank()
    yield line((f"Basis: {wanted.basis} ({BASIS[wanted.basis]}). Source: {wanted.source}.", "quiet"))
    if wanted.assumed:
        parts = both([part.rpartition(".")[2].replace("_", " ") for part in wanted.assumed])
        yield line((f"Ours and not the source's in this row: {parts}.", "quiet"))
    yield line((f"Checklist {checklist.id} {checklist.version}, digest {checklist.digest[:16]}. {programme.notice}", "quiet"))


def asks(programme: Programme, wanted: Row) -> Iterator[str]:
    """What a row asks for, in sentences."""
    for ask in wanted.evidence_asks():
        yield _evidence(programme, ask)
    for said in wanted.attestation_asks():
        form = programme.forms.get(said.form or "")
        what = f'the form "{form.title}", every question answered' if form is not None else "a recommendation"
        yield f"From your {either([name.replace('-', ' ') for name in said.by])}: {what}."
    if wanted.person is not None:
        who = "Your partner" if wanted.person.who == "partner" else "The leader of the session"
        yield f"{who}, an active {either(list(wanted.person.roles)).replace('-', ' ')}."
    if wanted.consent is not None:
        yield "A consent record for each item in which somebody can be recognised; none where nobody can."


def _evidence(programme: Programme, ask: EvidenceAsk) -> str:
    """One evidence part in a sentence."""
    kinds = either([programme.kinds[name].title.lower() if name in programme.kinds else name for name in ask.kind])
    parts = [f"{count(ask.at_least, 'item')} of the kind {kinds}"]
    fixed = [f"{name} {str(shape['const']).lower()}" for name, shape in ask.where.items() if "const" in shape]
    named = [name for name, shape in ask.where.items() if "const" not in shape]
    if fixed:
        parts.append(f"with {both(fixed)}")
    if named:
        parts.append(f"with {both(named)} filled in")
    for words, other in (
        ("not earlier than", ask.after),
        ("inside the dates of", ask.within),
        ("grown from an item of", ask.follows),
    ):
        if other is not None:
            parts.append(f"{words} {other}")
    text = ", ".join(parts)
    if ask.distinct_by:
        text += f"; different values of {either(list(ask.distinct_by))} count"
    if ask.recommended is not None:
        text += f"; {ask.recommended} recommended"
    return f"{text}."


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
