"""Dull, valid records of the actionplans app."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from actionplans.models import Action, ActionPlan, Evidence, OutputCount, PlannedOutput, Update
from tests.factories.councils import UserFactory
from tests.factories.strategies import DirectionFactory, StrategyFactory


class ActionPlanFactory(DjangoModelFactory):
    """A draft of the plan of 2026–27; `adopted=True` makes it adopted, by motion, before the year begins."""

    class Meta:
        model = ActionPlan

    class Params:
        adopted = factory.Trait(state="adopted", adopted_on=date(2026, 3, 18), motion="That the plan be adopted.")
        in_year = factory.Trait(state="in_year", adopted_on=date(2026, 3, 18), motion="That the plan be adopted.")
        closed = factory.Trait(state="closed", adopted_on=date(2026, 3, 18), motion="That the plan be adopted.")

    partnership = factory.SelfAttribute("strategy.partnership")
    strategy = factory.SubFactory(StrategyFactory, first_year=2025, last_year=2027)
    year = 2026


class ActionFactory(DjangoModelFactory):
    """An action without planned outputs or lead; `PlannedOutputFactory` gives it one."""

    class Meta:
        model = Action

    partnership = factory.SelfAttribute("plan.partnership")
    plan = factory.SubFactory(ActionPlanFactory)
    direction = factory.SubFactory(
        DirectionFactory,
        strategy=factory.SelfAttribute("..plan.strategy"),
        partnership=factory.SelfAttribute("..plan.partnership"),
    )
    title_en = "Mentoring pilot"
    title_fr = "Projet de mentorat"
    starts_on = date(2026, 4, 1)
    due_on = date(2027, 3, 31)


class PlannedOutputFactory(DjangoModelFactory):
    """One planned output, repeated among its action's plain values as the services do."""

    class Meta:
        model = PlannedOutput
        skip_postgeneration_save = True

    action = factory.SubFactory(ActionFactory)
    amount = 30
    unit_en = "pairs"
    unit_fr = "jumelages"

    @factory.post_generation
    def repeated(self, create, extracted, **kwargs):
        if create:
            row = {"amount": self.amount, "unit_en": self.unit_en, "unit_fr": self.unit_fr}
            self.action.planned = [*self.action.planned, row]
            type(self.action).objects.filter(pk=self.action.pk).update(planned=self.action.planned)


class UpdateFactory(DjangoModelFactory):
    class Meta:
        model = Update

    partnership = factory.SelfAttribute("action.partnership")
    action = factory.SubFactory(ActionFactory)
    author = factory.SubFactory(UserFactory)
    on = date(2026, 10, 5)
    state = "on_track"
    text = "Six pairs have met."


class OutputCountFactory(DjangoModelFactory):
    class Meta:
        model = OutputCount

    output = factory.SubFactory(PlannedOutputFactory)
    update = factory.SubFactory(UpdateFactory, action=factory.SelfAttribute("..output.action"))
    amount = 6


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    partnership = factory.SelfAttribute("update.partnership")
    update = factory.SubFactory(UpdateFactory)
    caption = "List of pairs"
    link = "https://example.org/pairs"
