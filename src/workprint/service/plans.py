"""What the plan of a user allows."""

from __future__ import annotations

from workprint.jobs import RenderOptions, output_size
from workprint.model import Timeline

from .accounts import Accounts
from .config import Config
from .faults import FilmTooLong, TooLargeForPlan, TooLongForPlan


class Plans:
    """The plans of a configuration. They count only where the server is metered, and what a plan says
    nothing of is not limited."""

    def __init__(self, accounts: Accounts, config: Config) -> None:
        self.accounts = accounts
        self.config = config

    def allow(self, user: str, film: Timeline, options: RenderOptions) -> None:
        """Raises `NotInPlan` where an export is beyond the plan of a user."""
        if not (self.config.metered and self.config.plans):
            return
        plan = self.accounts.plan(user)
        allowed = self.config.plans.get(plan)
        if allowed is None:
            return
        minutes = float(film.duration / film.rate) / 60
        if allowed.max_minutes is not None and minutes > allowed.max_minutes:
            raise TooLongForPlan(plan=plan, minutes=round(minutes, 2), most=allowed.max_minutes)
        width, height = output_size(film, options)
        if allowed.max_height is not None and min(width, height) > allowed.max_height:
            raise TooLargeForPlan(plan=plan, width=width, height=height, most=allowed.max_height)


def not_too_long(film: Timeline, most: float) -> None:
    """Raises `FilmTooLong` for a film of more seconds than that."""
    seconds = film.duration / film.rate
    if seconds > most:
        raise FilmTooLong(hours=round(float(seconds) / 3600, 2), most=round(most / 3600, 2))
