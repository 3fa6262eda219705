"""The strategies app's nouns."""

from strategies.models.direction import Direction
from strategies.models.research_item import Finding, ResearchItem
from strategies.models.strategy import Amendment, Strategy

__all__ = ["Amendment", "Direction", "Finding", "ResearchItem", "Strategy"]
