"""What a strategy still lacks."""

import pytest

from strategies.rules import clashes, completeness, is_complete, lacks_of_direction, length_problems
from tests.factories.councils import PartnershipFactory
from tests.factories.strategies import DirectionFactory, StrategyFactory, adopted_strategy, complete_strategy

pytestmark = pytest.mark.django_db


def states(strategy) -> dict[str, str]:
    return {part.key: part.state for part in completeness(strategy)}


def said(reasons) -> list[str]:
    return [str(reason) for reason in reasons]


def test_a_complete_strategy_lacks_nothing():
    strategy = complete_strategy()

    assert set(states(strategy).values()) == {"done"}
    assert is_complete(strategy) == []


def test_an_empty_strategy_has_six_components_to_write():
    assert states(StrategyFactory()) == dict.fromkeys(
        ["context", "vision", "directions", "action_plan", "monitoring", "communication"], "missing"
    )


@pytest.mark.parametrize(
    ("part", "label"),
    [
        ("demographics", "Who lives here"),
        ("needs", "What is needed"),
        ("assets", "What is there to build on"),
    ],
)
def test_context_is_complete_only_with_its_three_parts(part, label):
    strategy = complete_strategy()
    setattr(strategy, f"{part}_en", "")
    setattr(strategy, f"{part}_fr", "")

    context = completeness(strategy)[0]

    assert context.state == "risk"
    assert said(context.lacks) == [f"{label} is still to write."]


def test_an_excepted_language_is_not_lacking():
    strategy = complete_strategy(language_notes={"vision": {"fr": "excepted"}})
    strategy.vision_fr = ""

    assert is_complete(strategy) == []


def test_a_text_excepted_in_both_languages_is_still_to_write():
    strategy = complete_strategy(language_notes={"vision": {"fr": "excepted", "en": "excepted"}})
    strategy.vision_fr = strategy.vision_en = ""

    assert said(is_complete(strategy)) == ["Vision is still to write."]


def test_a_translation_out_of_date_is_not_lacking():
    assert is_complete(complete_strategy(language_notes={"vision": {"fr": "out_of_date"}})) == []


def test_a_direction_lacks_the_other_language_of_what_it_says():
    direction = DirectionFactory(title_fr="", ultimate_fr="Une vie meilleure.")

    assert said(lacks_of_direction(direction)) == [
        "“Coordinated services”, Title: the French is missing.",
        "“Coordinated services”, What it is all for: the English is missing.",
    ]


def test_an_ended_direction_does_not_count():
    strategy = complete_strategy()
    strategy.directions.update(ended_on="2026-01-01")

    assert said(is_complete(strategy)) == ["There is no direction yet."]


@pytest.mark.parametrize(
    ("first", "last", "fits"), [(2026, 2026, True), (2026, 2030, True), (2026, 2031, False), (2026, 2025, False)]
)
def test_a_strategy_covers_one_to_five_years(first, last, fits):
    assert (length_problems(first, last) == []) == fits


@pytest.mark.parametrize(
    ("state", "clashing"),
    [("adopted", True), ("active", True), ("mid_term_review", True), ("renewed", False), ("closed", False)],
)
def test_years_clash_with_an_adopted_strategy_that_is_not_over(state, clashing):
    partnership = PartnershipFactory()
    adopted_strategy(partnership, state=state)

    assert bool(clashes(StrategyFactory.build(partnership=partnership, first_year=2028, last_year=2029))) == clashing
    assert clashes(StrategyFactory.build(partnership=PartnershipFactory(), first_year=2028, last_year=2029)) == []
