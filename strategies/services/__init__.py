"""Writes of the strategies app: one function per thing a person can do."""

from strategies.services.directions import create_direction, edit_direction, end_direction, move_direction
from strategies.services.research import (
    create_finding,
    create_research,
    edit_finding,
    edit_research,
    end_finding,
    end_research,
)
from strategies.services.steps import (
    activate_strategy,
    adopt_strategy,
    close_strategy,
    put_to_community,
    review_strategy,
)
from strategies.services.strategies import amend_strategy, create_strategy, edit_component, edit_years
from strategies.services.words import AmendmentWords, Translations

__all__ = [
    "AmendmentWords",
    "Translations",
    "activate_strategy",
    "adopt_strategy",
    "amend_strategy",
    "close_strategy",
    "create_direction",
    "create_finding",
    "create_research",
    "create_strategy",
    "edit_component",
    "edit_direction",
    "edit_finding",
    "edit_research",
    "edit_years",
    "end_direction",
    "end_finding",
    "end_research",
    "move_direction",
    "put_to_community",
    "review_strategy",
]
