"""The services of the strategies app: what they write, and what they refuse."""

from datetime import date

import pytest

from lipportal.audit.models import Entry
from lipportal.audit.queries import version_values
from lipportal.shared.bilingual import state_of
from lipportal.shared.errors import Conflict, Refused
from strategies.choices import COMPONENT_TEXTS
from strategies.models import Amendment, Direction, Strategy
from strategies.queries import amendment_texts
from strategies.services import (
    AmendmentWords,
    Translations,
    activate_strategy,
    adopt_strategy,
    amend_strategy,
    close_strategy,
    create_direction,
    create_finding,
    create_research,
    create_strategy,
    edit_component,
    edit_direction,
    edit_finding,
    edit_research,
    edit_years,
    end_direction,
    end_finding,
    end_research,
    move_direction,
    put_to_community,
    review_strategy,
)
from tests.factories.councils import BodyFactory, PartnershipFactory, person_with_role
from tests.factories.strategies import (
    DirectionFactory,
    FindingFactory,
    ResearchItemFactory,
    StrategyFactory,
    adopted_strategy,
    complete_strategy,
)

pytestmark = pytest.mark.django_db

WORDS = AmendmentWords(on=date(2026, 5, 4), what_en="Rural newcomers are named.", motion="Motion 12")
ON = date(2026, 3, 18)


@pytest.fixture
def partnership():
    return PartnershipFactory()


@pytest.fixture
def coordinator(partnership):
    return person_with_role("coordinator", partnership)


def refusal(error) -> str:
    return " ".join(str(reason) for reason in error.value.reasons)


def test_create_strategy_covers_three_years_by_default_and_marks_the_stage(partnership, coordinator):
    strategy = create_strategy(partnership, by=coordinator, first_year=2026)

    partnership.refresh_from_db()
    assert (strategy.first_year, strategy.last_year, strategy.state) == (2026, 2028, "drafting")
    assert partnership.stages["strategy"] == "now"
    assert Entry.objects.filter(action="strategy.created", record_code=strategy.code).count() == 1


@pytest.mark.parametrize("last_year", [2025, 2031])
def test_create_strategy_refuses_other_lengths_than_one_to_five_years(partnership, coordinator, last_year):
    with pytest.raises(Refused) as error:
        create_strategy(partnership, by=coordinator, first_year=2026, last_year=last_year)

    assert "one to five fiscal years" in refusal(error)
    assert Strategy.objects.count() == 0


def test_create_strategy_refuses_years_an_active_one_covers_and_says_until_when(partnership, coordinator):
    adopted_strategy(partnership, state="active", first_year=2024, last_year=2026)

    with pytest.raises(Refused) as error:
        create_strategy(partnership, by=coordinator, first_year=2026)

    assert "31 March 2027" in refusal(error)


def test_create_strategy_may_follow_an_active_one(partnership, coordinator):
    adopted_strategy(partnership, state="active", first_year=2024, last_year=2026)

    strategy = create_strategy(partnership, by=coordinator, first_year=2027)

    assert strategy.first_year == 2027


def test_edit_years_is_refused_once_adopted(partnership, coordinator):
    strategy = adopted_strategy(partnership)

    with pytest.raises(Refused):
        edit_years(strategy, by=coordinator, version=1, first_year=2026, last_year=2030)


def test_edit_component_writes_both_languages_and_one_line_of_the_trail(partnership, coordinator):
    strategy = StrategyFactory(partnership=partnership)

    changed = edit_component(
        strategy,
        "vision",
        {"vision_en": "A place for all.", "vision_fr": "Un lieu pour tous."},
        by=coordinator,
        version=1,
    )

    assert (changed.vision_en, changed.vision_fr, changed.version) == ("A place for all.", "Un lieu pour tous.", 2)
    assert Entry.objects.filter(action="strategy.changed").count() == 1


def test_edit_component_marks_the_other_language_out_of_date_and_keeps_such_marks_on_other_texts(
    partnership, coordinator
):
    strategy = complete_strategy(partnership)
    first = edit_component(strategy, "vision", {"vision_en": "Changed."}, by=coordinator, version=1)

    second = edit_component(first, "monitoring", {"monitoring_fr": "Modifié."}, by=coordinator, version=2)

    assert state_of(second, "vision", "fr") == "out_of_date"
    assert state_of(second, "monitoring", "en") == "out_of_date"


def test_edit_component_keeps_a_visible_exception_and_lets_it_go(partnership, coordinator):
    strategy = StrategyFactory(partnership=partnership)
    ticked = Translations(excepted=frozenset({("vision", "fr")}))

    one = edit_component(strategy, "vision", {"vision_en": "Here."}, by=coordinator, version=1, translations=ticked)
    two = edit_component(one, "vision", {"vision_en": "Here."}, by=coordinator, version=2, translations=Translations())

    assert state_of(one, "vision", "fr") == "excepted"
    assert state_of(two, "vision", "fr") == "missing"


def test_edit_component_takes_a_translation_as_still_right(partnership, coordinator):
    strategy = complete_strategy(partnership, language_notes={"vision": {"fr": "out_of_date"}})
    ticked = Translations(still_right=frozenset({("vision", "fr")}))

    changed = edit_component(strategy, "vision", {}, by=coordinator, version=1, translations=ticked)

    assert state_of(changed, "vision", "fr") == "there"


def test_edit_component_on_a_stale_version_is_a_conflict(partnership, coordinator):
    strategy = StrategyFactory(partnership=partnership)
    edit_component(strategy, "vision", {"vision_en": "First."}, by=coordinator, version=1)

    with pytest.raises(Conflict):
        edit_component(strategy, "vision", {"vision_en": "Second."}, by=coordinator, version=1)


@pytest.mark.parametrize("state", ["adopted", "active", "mid_term_review", "renewed", "closed"])
def test_edit_component_is_refused_once_adopted(partnership, coordinator, state):
    strategy = adopted_strategy(partnership, state=state)

    with pytest.raises(Refused):
        edit_component(strategy, "vision", {"vision_en": "Other."}, by=coordinator, version=1)

    strategy.refresh_from_db()
    assert strategy.vision_en == "Words about vision."


def test_adopt_strategy_stamps_the_motion_and_marks_the_stage_done(partnership, coordinator):
    strategy = complete_strategy(partnership)

    adopt_strategy(strategy, by=coordinator, on=ON, motion="Motion 7")

    strategy.refresh_from_db()
    partnership.refresh_from_db()
    assert (strategy.state, strategy.adopted_on, strategy.motion) == ("adopted", ON, "Motion 7")
    assert strategy.adopted_by == coordinator
    assert partnership.stages["strategy"] == "done"


def test_adopt_strategy_takes_a_reason_instead_of_a_motion(partnership, coordinator):
    strategy = adopt_strategy(
        complete_strategy(partnership), by=coordinator, on=ON, no_motion_reason="By consensus at the retreat."
    )

    assert strategy.no_motion_reason == "By consensus at the retreat."


def test_adopt_strategy_refuses_without_motion_or_reason(partnership, coordinator):
    with pytest.raises(Refused) as error:
        adopt_strategy(complete_strategy(partnership), by=coordinator, on=ON)

    assert "motion" in refusal(error)


def test_adopt_strategy_refuses_what_is_incomplete_and_names_each_gap(partnership, coordinator):
    strategy = complete_strategy(partnership)
    Strategy.objects.filter(pk=strategy.pk).update(vision_fr="", needs_en="", needs_fr="")

    with pytest.raises(Refused) as error:
        adopt_strategy(strategy, by=coordinator, on=ON, motion="Motion 7")

    assert [str(reason) for reason in error.value.reasons] == [
        "What is needed is still to write.",
        "Vision: the French is missing.",
    ]


def test_adopt_strategy_refuses_without_a_direction(partnership, coordinator):
    strategy = complete_strategy(partnership)
    Direction.objects.update(ended_on=ON, ended_because="Merged")

    with pytest.raises(Refused) as error:
        adopt_strategy(strategy, by=coordinator, on=ON, motion="Motion 7")

    assert refusal(error) == "There is no direction yet."


@pytest.mark.parametrize("component", list(COMPONENT_TEXTS))
def test_adopt_strategy_refuses_while_any_of_the_six_components_is_missing(partnership, coordinator, component):
    strategy = complete_strategy(partnership)
    missing = [f"{name}_{language}" for name in COMPONENT_TEXTS[component] for language in ("en", "fr")]
    if missing:
        Strategy.objects.filter(pk=strategy.pk).update(**dict.fromkeys(missing, ""))
    else:
        strategy.directions.update(ended_on=ON, ended_because="Merged")

    with pytest.raises(Refused):
        adopt_strategy(strategy, by=coordinator, on=ON, motion="Motion 7")

    strategy.refresh_from_db()
    assert (len(COMPONENT_TEXTS), strategy.state, strategy.adopted_on) == (6, "drafting", None)


def test_adopt_strategy_refuses_a_day_to_come(partnership, coordinator):
    with pytest.raises(Refused):
        adopt_strategy(complete_strategy(partnership), by=coordinator, on=date(2999, 1, 1), motion="Motion 7")


def test_adopt_strategy_is_refused_when_the_text_changed_since_it_was_read(partnership, coordinator):
    strategy = complete_strategy(partnership)
    edit_component(strategy, "vision", {"vision_en": "x", "vision_fr": "y"}, by=coordinator, version=1)

    with pytest.raises(Refused) as error:
        adopt_strategy(strategy, by=coordinator, on=ON, motion="Motion 7", version=1)

    assert "while you were reading" in refusal(error)


@pytest.mark.parametrize("role", ["member", "table_lead", "newcomer_advisor", "recruiter"])
def test_adopt_strategy_refuses_those_who_may_not_and_says_who_can(partnership, role):
    extra = {"body": BodyFactory(partnership=partnership)} if role == "table_lead" else {}
    person = person_with_role(role, partnership, **extra)

    with pytest.raises(Refused) as error:
        adopt_strategy(complete_strategy(partnership), by=person, on=ON, motion="Motion 7")

    assert "Co-chair" in refusal(error)


def test_activate_strategy_renews_the_former_one(partnership, coordinator):
    former = adopted_strategy(partnership, state="active", first_year=2023, last_year=2025)
    following = adopted_strategy(partnership)

    activate_strategy(following, by=coordinator)

    former.refresh_from_db()
    following.refresh_from_db()
    assert (former.state, following.state) == ("renewed", "active")
    assert Entry.objects.filter(action="strategy.renew", record_code=former.code).count() == 1


def test_a_strategy_goes_under_review_and_back_into_action(partnership, coordinator):
    strategy = review_strategy(adopted_strategy(partnership, state="active"), by=coordinator)
    assert strategy.state == "mid_term_review"
    assert strategy.partnership.stages["assess"] == "now"

    assert activate_strategy(strategy, by=coordinator).state == "active"


def test_close_strategy_wants_a_reason(partnership, coordinator):
    strategy = adopted_strategy(partnership, state="active")

    with pytest.raises(Refused):
        close_strategy(strategy, by=coordinator, because=" ")
    closed = close_strategy(strategy, by=coordinator, because="The agreement ended.")

    assert closed.state == "closed"
    assert Entry.objects.get(action="strategy.close").because == "The agreement ended."


def test_put_to_community_refuses_an_empty_strategy(partnership, coordinator):
    with pytest.raises(Refused):
        put_to_community(StrategyFactory(partnership=partnership), by=coordinator)


def test_put_to_community_leaves_the_words_open(partnership, coordinator):
    strategy = put_to_community(complete_strategy(partnership), by=coordinator)

    changed = edit_component(strategy, "vision", {"vision_en": "Heard."}, by=coordinator, version=strategy.version)

    assert (strategy.state, changed.vision_en) == ("community_review", "Heard.")


def test_amend_strategy_keeps_what_changed_and_both_texts(partnership, coordinator):
    strategy = create_strategy(partnership, by=coordinator, first_year=2026)
    for name, component in (("demographics", "context"), ("needs", "context"), ("assets", "context")):
        strategy = edit_component(
            strategy, component, {f"{name}_en": "A", f"{name}_fr": "B"}, by=coordinator, version=strategy.version
        )
    for name, component in (
        ("vision", "vision"),
        ("approach", "action_plan"),
        ("monitoring", "monitoring"),
        ("communication", "communication"),
    ):
        strategy = edit_component(
            strategy,
            component,
            {f"{name}_en": "One place", f"{name}_fr": "Un lieu"},
            by=coordinator,
            version=strategy.version,
        )
    DirectionFactory(strategy=strategy, place=1)
    strategy = adopt_strategy(strategy, by=coordinator, on=ON, motion="Motion 7")

    changed = amend_strategy(
        strategy,
        "vision",
        {"vision_en": "One good place", "vision_fr": "Un bon lieu"},
        by=coordinator,
        version=strategy.version,
        amendment=WORDS,
    )

    amendment = Amendment.objects.get()
    english = amendment_texts(amendment)[0]
    assert changed.vision_en == "One good place"
    assert (amendment.component, amendment.motion, amendment.direction) == ("vision", "Motion 12", None)
    assert version_values(changed, amendment.version_before)["vision_en"] == "One place"
    assert [(piece.kind, piece.text.strip()) for piece in english.pieces] == [
        ("same", "One"),
        ("added", "good"),
        ("same", "place"),
    ]


def test_amend_strategy_refuses_when_nothing_changes(partnership, coordinator):
    strategy = adopted_strategy(partnership)

    with pytest.raises(Refused):
        amend_strategy(strategy, "vision", {}, by=coordinator, version=1, amendment=WORDS)

    assert Amendment.objects.count() == 0


def test_amend_strategy_refuses_to_lose_a_language_and_writes_nothing(partnership, coordinator):
    strategy = adopted_strategy(partnership)

    with pytest.raises(Refused) as error:
        amend_strategy(strategy, "vision", {"vision_fr": ""}, by=coordinator, version=1, amendment=WORDS)

    strategy.refresh_from_db()
    assert "Vision: the French is missing." in refusal(error)
    assert (strategy.vision_fr, strategy.version) == ("Words sur vision.", 1)


@pytest.mark.parametrize(
    "words",
    [AmendmentWords(on=ON, motion="Motion 12"), AmendmentWords(on=ON, what_en="Rural newcomers are named.")],
)
def test_amend_strategy_refuses_an_amendment_that_does_not_say_what_or_by_what(partnership, coordinator, words):
    strategy = adopted_strategy(partnership)

    with pytest.raises(Refused):
        amend_strategy(
            strategy, "vision", {"vision_en": "x", "vision_fr": "y"}, by=coordinator, version=1, amendment=words
        )

    assert Amendment.objects.count() == 0


def test_amend_strategy_is_refused_while_drafting_and_once_over(partnership, coordinator):
    for state in ("renewed", "closed"):
        with pytest.raises(Refused):
            amend_strategy(
                adopted_strategy(partnership, state=state),
                "vision",
                {"vision_en": "x"},
                by=coordinator,
                version=1,
                amendment=WORDS,
            )
    with pytest.raises(Refused):
        amend_strategy(
            complete_strategy(partnership), "vision", {"vision_en": "x"}, by=coordinator, version=1, amendment=WORDS
        )


def test_create_direction_stands_last_with_its_findings(partnership, coordinator):
    strategy = complete_strategy(partnership)
    finding = FindingFactory(research__partnership=partnership)

    direction = create_direction(
        strategy, {"title_en": "Access", "findings": [finding], "objectives": ["wider_access"]}, by=coordinator
    )

    assert (direction.place, list(direction.findings.all()), direction.objectives) == (2, [finding], ["wider_access"])


def test_create_direction_refuses_a_finding_or_body_of_another_partnership(partnership, coordinator):
    strategy = StrategyFactory(partnership=partnership)

    with pytest.raises(Refused):
        create_direction(strategy, {"title_en": "Access", "findings": [FindingFactory()]}, by=coordinator)
    with pytest.raises(Refused):
        create_direction(strategy, {"title_en": "Access", "body": BodyFactory()}, by=coordinator)

    assert Direction.objects.count() == 0


def test_create_direction_in_an_adopted_strategy_needs_an_amendment(partnership, coordinator):
    strategy = adopted_strategy(partnership)
    whole = {"title_en": "Access", "title_fr": "Accès", "rationale_en": "Why", "rationale_fr": "Pourquoi"}

    with pytest.raises(Refused):
        create_direction(strategy, whole, by=coordinator)
    direction = create_direction(strategy, whole, by=coordinator, amendment=WORDS)

    amendment = Amendment.objects.get()
    assert (amendment.direction, amendment.version_before, amendment.component) == (direction, 0, "directions")
    assert [text.pieces[0].kind for text in amendment_texts(amendment)] == ["added"] * 4


def test_edit_direction_changes_ties_to_municipal_plans_with_one_line(partnership, coordinator):
    direction = DirectionFactory(strategy__partnership=partnership)
    links = [{"plan": "Strategic plan of the City", "priority": "Community vitality"}]

    changed = edit_direction(direction, {"municipal_links": links}, by=coordinator, version=1)

    assert (changed.municipal_links, changed.version) == (links, 2)


def test_edit_direction_on_a_stale_version_is_a_conflict(partnership, coordinator):
    direction = DirectionFactory(strategy__partnership=partnership)
    edit_direction(direction, {"title_en": "First"}, by=coordinator, version=1)

    with pytest.raises(Conflict):
        edit_direction(direction, {"title_en": "Second"}, by=coordinator, version=1)


def test_edit_direction_of_an_adopted_strategy_keeps_an_amendment(partnership, coordinator):
    direction = adopted_strategy(partnership).directions.get()

    edit_direction(
        direction,
        {"title_en": "Joined services", "title_fr": "Services réunis"},
        by=coordinator,
        version=1,
        amendment=WORDS,
    )

    assert Amendment.objects.get().direction == direction


def test_move_direction_puts_it_at_its_place_and_twice_is_once(partnership, coordinator):
    strategy = StrategyFactory(partnership=partnership)
    one, two, three = (DirectionFactory(strategy=strategy, place=place) for place in (1, 2, 3))

    move_direction(three, by=coordinator, to=1)
    move_direction(three, by=coordinator, to=1)

    assert list(strategy.directions.all()) == [three, one, two]
    assert Entry.objects.filter(action="direction.moved").count() == 3


def test_move_direction_is_refused_once_adopted(partnership, coordinator):
    direction = adopted_strategy(partnership).directions.get()

    with pytest.raises(Refused):
        move_direction(direction, by=coordinator, to=1)


def test_end_direction_keeps_the_reason(partnership, coordinator):
    direction = DirectionFactory(strategy__partnership=partnership)

    ended = end_direction(direction, by=coordinator, on=ON, because="Merged with another.")

    assert (ended.ended_on, ended.ended_because) == (ON, "Merged with another.")


def test_end_direction_refuses_to_leave_an_adopted_strategy_without_any(partnership, coordinator):
    direction = adopted_strategy(partnership).directions.get()

    with pytest.raises(Refused):
        end_direction(direction, by=coordinator, on=ON, because="Over", amendment=WORDS)


def test_end_direction_of_an_adopted_strategy_is_an_amendment(partnership, coordinator):
    strategy = adopted_strategy(partnership)
    direction = DirectionFactory(strategy=strategy, place=2)

    end_direction(direction, by=coordinator, on=ON, because="Merged.", amendment=WORDS)

    assert str(amendment_texts(Amendment.objects.get())[-1].label) == "End of the direction"


def test_research_and_findings_are_kept_changed_and_ended(partnership, coordinator):
    values = {"title_en": "Inventory", "kind": "inventory", "author": "WCI", "state": "draft"}
    research = create_research(partnership, values, by=coordinator)
    research = edit_research(research, {"state": "final", "done_on": ON}, by=coordinator, version=1)
    finding = create_finding(research, {"text_fr": "Trop de portes."}, by=coordinator)
    finding = edit_finding(finding, {"text_en": "Too many doors."}, by=coordinator, version=1)

    end_finding(finding, by=coordinator, on=ON, because="Out of date.")
    end_research(research, by=coordinator, on=ON, because="Replaced.")

    finding.refresh_from_db()
    research.refresh_from_db()
    assert (finding.written_in, finding.text_en, finding.ended_on) == ("fr", "Too many doors.", ON)
    assert (research.state, research.is_ended, research.folded_sort) == ("final", True, "inventory")


def test_final_research_needs_its_day(partnership, coordinator):
    with pytest.raises(Refused):
        create_research(
            partnership, {"title_en": "x", "kind": "survey", "author": "y", "state": "final"}, by=coordinator
        )


def test_what_has_ended_is_not_written_any_more(partnership, coordinator):
    research = ResearchItemFactory(partnership=partnership, ended_on=ON, ended_because="Replaced")
    finding = FindingFactory(research=research, ended_on=ON, ended_because="Replaced")

    with pytest.raises(Refused):
        edit_research(research, {"author": "z"}, by=coordinator, version=1)
    with pytest.raises(Refused):
        create_finding(research, {"text_en": "x"}, by=coordinator)
    with pytest.raises(Refused):
        edit_finding(finding, {"text_en": "x"}, by=coordinator, version=1)


@pytest.mark.parametrize("horizon", ["short", "medium", "long", ""])
def test_a_direction_may_say_how_far_it_reaches(partnership, coordinator, horizon):
    strategy = complete_strategy(partnership)

    direction = create_direction(strategy, {"title_en": "Access", "horizon": horizon}, by=coordinator)

    assert Direction.objects.get(pk=direction.pk).horizon == horizon


def test_one_strategy_serves_goals_of_its_own_choosing_beside_those_of_the_call(partnership, coordinator):
    strategy = StrategyFactory(partnership=partnership)
    wanted = [("Music brings us together", []), ("Work", ["labour_market_access"]), ("A bus to the plant", [])]

    for title, objectives in wanted:
        create_direction(strategy, {"title_en": title, "objectives": objectives}, by=coordinator)

    rows = Direction.objects.filter(strategy=strategy).order_by("place")
    assert [(row.title_en, row.objectives) for row in rows] == wanted


def writes_of(partnership, by):
    """Each write of this app on records of the partnership, by the name of the service that does it."""
    drafted = complete_strategy(partnership, first_year=2031, last_year=2033)
    direction, finding = drafted.directions.first(), FindingFactory(partnership=partnership)
    gone = {"by": by, "on": ON, "because": "Over."}
    return {
        "create_strategy": lambda: create_strategy(partnership, by=by, first_year=2036),
        "edit_years": lambda: edit_years(drafted, by=by, version=drafted.version, first_year=2031, last_year=2032),
        "edit_component": lambda: edit_component(drafted, "vision", {"vision_en": "A"}, by=by, version=drafted.version),
        "create_direction": lambda: create_direction(drafted, {"title_en": "A"}, by=by),
        "edit_direction": lambda: edit_direction(direction, {"title_en": "A"}, by=by, version=direction.version),
        "move_direction": lambda: move_direction(direction, by=by, to=1),
        "end_direction": lambda: end_direction(direction, **gone),
        "create_research": lambda: create_research(partnership, {"title_en": "A"}, by=by),
        "edit_research": lambda: edit_research(finding.research, {"title_en": "A"}, by=by, version=1),
        "end_research": lambda: end_research(finding.research, **gone),
        "create_finding": lambda: create_finding(finding.research, {"text_en": "A"}, by=by),
        "edit_finding": lambda: edit_finding(finding, {"text_en": "A"}, by=by, version=finding.version),
        "end_finding": lambda: end_finding(finding, **gone),
    }


WRITES = """create_strategy edit_years edit_component create_direction edit_direction move_direction end_direction
create_research edit_research end_research create_finding edit_finding end_finding"""


@pytest.mark.parametrize("service", WRITES.split())
def test_service_asks_who_may_whoever_calls_it(partnership, service):
    writes = writes_of(partnership, person_with_role("member", partnership))

    with pytest.raises(Refused) as error:
        writes[service]()

    assert "is open to:" in refusal(error)


def test_amend_strategy_asks_who_may_whoever_calls_it(partnership):
    strategy = adopted_strategy(partnership)

    with pytest.raises(Refused) as error:
        amend_strategy(
            strategy,
            "vision",
            {},
            by=person_with_role("member", partnership),
            version=strategy.version,
            amendment=WORDS,
        )

    assert "is open to:" in refusal(error)


def test_table_lead_hands_a_direction_to_no_other_table(partnership):
    own, other = BodyFactory(partnership=partnership, kind="table"), BodyFactory(partnership=partnership, kind="table")
    direction = DirectionFactory(strategy__partnership=partnership, body=own)
    lead = person_with_role("table_lead", partnership, body=own)
    edit_direction(direction, {"title_en": "Better words"}, by=lead, version=direction.version)

    with pytest.raises(Refused):
        edit_direction(direction, {"body": other}, by=lead, version=direction.version + 1)

    direction.refresh_from_db()
    assert (direction.title_en, direction.body) == ("Better words", own)
