"""Reads of the strategies app: rows narrowed to the person, the chain, and the figures of the report."""

from strategies.queries.chain import chain_of_direction, chain_of_finding, links_to_direction
from strategies.queries.figures import StrategyFigures, strategy_figures
from strategies.queries.lists import (
    characteristics,
    entries_named,
    objectives_named,
    objectives_offered,
)
from strategies.queries.pages import direction_page, finding_page, research_findings, strategy_page
from strategies.queries.rows import (
    active_strategy,
    amendments_visible_to,
    directions_visible_to,
    findings_visible_to,
    first_free_year,
    found_research,
    in_use_first,
    partnerships_at_work,
    research_visible_to,
    strategies_visible_to,
    strategy_for_year,
)
from strategies.queries.texts import (
    AmendmentText,
    TextPair,
    YearPlace,
    amendment_texts,
    component_pairs,
    text_pairs,
    year_place,
)

__all__ = [
    "AmendmentText",
    "StrategyFigures",
    "TextPair",
    "YearPlace",
    "active_strategy",
    "amendment_texts",
    "amendments_visible_to",
    "chain_of_direction",
    "chain_of_finding",
    "characteristics",
    "component_pairs",
    "direction_page",
    "directions_visible_to",
    "entries_named",
    "finding_page",
    "findings_visible_to",
    "first_free_year",
    "found_research",
    "in_use_first",
    "links_to_direction",
    "objectives_named",
    "objectives_offered",
    "partnerships_at_work",
    "research_findings",
    "research_visible_to",
    "strategies_visible_to",
    "strategy_figures",
    "strategy_for_year",
    "strategy_page",
    "text_pairs",
    "year_place",
]
