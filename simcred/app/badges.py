"""What an educator notes about badges: joined on the badge site, or earned elsewhere. simcred never goes there itself."""

from __future__ import annotations

from pathlib import Path

from simcred.app.answers import is_safe_page, past_day
from simcred.app.goals import NewGoal, aim_data, demand, goal_meant
from simcred.app.look import Look
from simcred.app.manifests import as_seen, opened, save_portfolio
from simcred.app.which import level_question
from simcred.exits import Exit, Stop
from simcred.load.facts import PORTFOLIO
from simcred.model.portfolio import aim_of
from simcred.questions import Question
from simcred.words import cut
from simcred.workspace.edit import append
from simcred.workspace.edit_values import set_value


def note_joined(path: Path, goal: str | None, date: str | None, page: str | None, look: Look) -> tuple[str, str]:
    """Notes in portfolio.yaml when a goal's badge was joined, and its page; the goal, and a sentence for the person.

    What was noted before stays where nothing else is said.
    """
    seen, portfolio = opened(path, look)
    number = goal_meant(seen, portfolio, goal)
    goal, held = portfolio.goals[number].id, portfolio.goals[number].joined
    if held is not None and date is None and page is None:
        raise Stop(f"that you joined {goal} on {held.date} is noted already", "Say what changes: --date or --page.")
    before = changed = as_seen(seen)
    day = past_day(date, look.today) if date is not None or held is None else held.date.isoformat()
    for key, value in (("date", day), ("page", _page(page))):
        if value is not None:
            changed = set_value(PORTFOLIO, changed, ("goals", number, "joined", key), value)
    save_portfolio(seen, f"noted that {goal} was joined", before, changed)
    return goal, f"Noted: you joined {goal} on {day}."


def note_earned(path: Path, told: NewGoal, date: str | None, page: str | None, look: Look) -> str:
    """Notes in portfolio.yaml a badge that is held already; its id."""
    seen, portfolio = opened(path, look)
    demand({"LEVEL": told.level}, [level_question(seen.programme, "LEVEL", "Which level is it?")])
    badge = aim_data(told, seen.programme)
    demand({"--date": date}, [Question(option="--date", text="On which day was it awarded?", value="DATE")])
    name = badge.pop("id")
    aim = aim_of(badge["level"], badge.get("intervention"), badge.get("track"))
    held = next((known for known in portfolio.earned if known.aim == aim), None)
    if held is not None:
        raise Stop(f"the badge {name} of {held.date} is noted already", "See `earned` in portfolio.yaml.", Exit.NOT_SAVED)
    badge["date"] = past_day(date, look.today)
    if page is not None:
        badge["page"] = _page(page)
    before = as_seen(seen)
    save_portfolio(seen, f"noted the badge {name}", before, append(PORTFOLIO, before, "earned", badge))
    return str(name)


def _page(page: str | None) -> str | None:
    """An address as it is kept. Raises `Stop` unless it is safe to follow."""
    if page is not None and not is_safe_page(page):
        raise Stop(f"{cut(page)} does not begin with https://", "Copy the address of your page from the browser.")
    return page
