"""The steps' pages: each asks once, refuses with a reason, and is taken once."""

import pytest

from lipportal.audit.models import Entry
from strategies.models import Strategy
from tests.factories.strategies import StrategyFactory, adopted_strategy, complete_strategy
from tests.integration.strategies.conftest import address, posted

pytestmark = pytest.mark.django_db

ADOPTION = {"on": "2026-03-18", "motion": "Motion 7"}


def take(client, strategy, name, values, key="key-1"):
    return posted(
        client,
        address(f"strategy_{name}", "riverside", strategy.code),
        values,
        form=f"strategies.strategy_{name}",
        base=strategy.version,
        record=strategy.code,
        key=key,
    )


def test_a_strategy_goes_through_all_its_steps(client_as, coordinator, partnership):
    strategy, co_chair = complete_strategy(partnership), client_as("co_chair")
    steps = [
        (coordinator, "put_to_community", {}, "community_review"),
        (co_chair, "adopt", ADOPTION, "adopted"),
        (co_chair, "activate", {}, "active"),
        (co_chair, "review", {}, "mid_term_review"),
        (co_chair, "activate", {}, "active"),
        (co_chair, "close", {"because": "The agreement ended."}, "closed"),
    ]

    for number, (client, name, values, state) in enumerate(steps):
        assert client.get(address(f"strategy_{name}", "riverside", strategy.code)).status_code == 200
        assert take(client, strategy, name, values, key=f"key-{number}").url == strategy.get_absolute_url()
        strategy.refresh_from_db()
        assert strategy.state == state
        assert client.get(strategy.get_absolute_url()).status_code == 200


def test_adopting_twice_is_adopting_once(coordinator, partnership):
    strategy = complete_strategy(partnership)

    first = take(coordinator, strategy, "adopt", ADOPTION)
    second = take(coordinator, strategy, "adopt", ADOPTION)

    assert first.url == second.url
    assert Entry.objects.filter(action="strategy.adopt").count() == 1


def test_adopting_needs_a_motion_or_a_reason(coordinator, partnership):
    answer = take(coordinator, complete_strategy(partnership), "adopt", {"on": "2026-03-18"})

    assert "Give the motion that adopted the strategy" in answer.content.decode()
    assert Strategy.objects.get().state == "drafting"


def test_adopting_what_is_incomplete_shows_the_gaps_before_and_after_pressing(coordinator, partnership):
    strategy = StrategyFactory(partnership=partnership)

    before = coordinator.get(address("strategy_adopt", "riverside", strategy.code)).content.decode()
    after = take(coordinator, strategy, "adopt", ADOPTION).content.decode()

    assert "There is no direction yet." in before
    assert "There is no direction yet." in after


def test_a_step_out_of_order_is_refused_with_a_reason(coordinator, partnership):
    answer = take(coordinator, complete_strategy(partnership), "review", {})

    assert "This step is not open now" in answer.content.decode()


def test_a_step_on_a_text_changed_meanwhile_is_refused(coordinator, partnership):
    strategy = complete_strategy(partnership)
    Strategy.objects.update(version=2)

    answer = take(coordinator, strategy, "adopt", ADOPTION)

    assert "while you were reading" in answer.content.decode()


def test_closing_without_a_reason_is_refused(coordinator, partnership):
    strategy = adopted_strategy(partnership, state="active")

    answer = take(coordinator, strategy, "close", {"because": ""})

    assert "needs an answer" in answer.content.decode()


@pytest.mark.parametrize(("role", "status"), [("member", 403), ("table_lead", 403), ("officer", 404), ("reader", 404)])
def test_steps_are_not_for_everybody(client_as, partnership, role, status):
    strategy = complete_strategy(partnership)

    assert take(client_as(role), strategy, "adopt", ADOPTION).status_code == status
    strategy.refresh_from_db()
    assert strategy.state == "drafting"


def test_steps_of_another_partnerships_strategy_are_unknown(coordinator):
    strategy = complete_strategy()

    assert coordinator.get(address("strategy_adopt", strategy.partnership.slug, strategy.code)).status_code == 404


def test_an_officer_reads_an_adopted_strategy_but_takes_no_step(client_as, partnership):
    strategy = adopted_strategy(partnership)

    assert client_as("officer").get(address("strategy_activate", "riverside", strategy.code)).status_code == 403
