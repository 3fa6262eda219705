"""Dull, valid records of the strategies app, and a strategy that is complete."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from strategies.choices import COMPONENT_TEXTS
from strategies.models import Amendment, Direction, Finding, ResearchItem, Strategy
from tests.factories.councils import PartnershipFactory


class ResearchItemFactory(DjangoModelFactory):
    class Meta:
        model = ResearchItem

    partnership = factory.SubFactory(PartnershipFactory)
    kind = "survey"
    title_en = "Survey of newcomers"
    title_fr = "Sondage auprès des nouveaux arrivants"
    author = "College research office"
    done_on = date(2026, 4, 20)
    state = "final"


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    partnership = factory.SelfAttribute("research.partnership")
    research = factory.SubFactory(ResearchItemFactory)
    text_en = "People are sent from door to door."
    text_fr = "On envoie les gens de porte en porte."


class StrategyFactory(DjangoModelFactory):
    class Meta:
        model = Strategy

    partnership = factory.SubFactory(PartnershipFactory)
    first_year = 2026
    last_year = 2028


class DirectionFactory(DjangoModelFactory):
    class Meta:
        model = Direction

    partnership = factory.SelfAttribute("strategy.partnership")
    strategy = factory.SubFactory(StrategyFactory)
    place = factory.Sequence(lambda n: n + 1)
    title_en = "Coordinated services"
    title_fr = "Services coordonnés"
    rationale_en = "Nobody should be sent from door to door."
    rationale_fr = "Personne ne devrait aller de porte en porte."


class AmendmentFactory(DjangoModelFactory):
    class Meta:
        model = Amendment

    partnership = factory.SelfAttribute("strategy.partnership")
    strategy = factory.SubFactory(StrategyFactory)
    on = date(2026, 5, 4)
    what_en = "The vision names rural newcomers."
    what_fr = "La vision nomme les nouveaux arrivants en milieu rural."
    motion = "Motion 12"
    component = "vision"


def all_texts(words: str = "Words") -> dict[str, str]:
    """Every text of a strategy, in both languages."""
    names = [name for texts in COMPONENT_TEXTS.values() for name in texts]
    english = {f"{name}_en": f"{words} about {name}." for name in names}
    return english | {f"{name}_fr": f"{words} sur {name}." for name in names}


def complete_strategy(partnership=None, **values) -> Strategy:
    """A strategy being drafted to which nothing is missing, with one direction."""
    place = {"partnership": partnership} if partnership else {}
    strategy = StrategyFactory(**place, **all_texts(), **values)
    DirectionFactory(strategy=strategy, place=1)
    return strategy


def adopted_strategy(partnership=None, *, state: str = "adopted", **values) -> Strategy:
    """A complete strategy that was adopted by motion."""
    return complete_strategy(partnership, state=state, adopted_on=date(2026, 3, 18), motion="Motion 7", **values)
