"""What comes next for a strategy: one table of steps, and which texts may be written in which state."""

from django.utils.translation import gettext_lazy as _

from lipportal.shared.workflow import Step, Workflow
from strategies.choices import COMPONENT_TEXTS, OPEN_STATES
from strategies.rules import is_begun, is_complete

_TEXTS = frozenset(
    f"{name}_{language}" for names in COMPONENT_TEXTS.values() for name in names for language in ("en", "fr")
)

STRATEGY = Workflow(
    noun="strategy",
    steps=(
        Step(
            name="put_to_community",
            label=_("Put it to the community"),
            leaves=("drafting",),
            reaches="community_review",
            permission="strategies.put_to_community",
            rules=(is_begun,),
            tells=_(
                "It is marked as out to the community. The words stay open, so that you can take in what you hear."
            ),
        ),
        Step(
            name="adopt",
            label=_("Record the adoption"),
            leaves=("drafting", "community_review"),
            reaches="adopted",
            permission="strategies.adopt_strategy",
            rules=(is_complete,),
            tells=_(
                "Everybody can read the strategy from then on, the officer too. "
                "Its words are locked; they change only with an amendment."
            ),
        ),
        Step(
            name="activate",
            label=_("Put it into action"),
            leaves=("adopted", "mid_term_review"),
            reaches="active",
            permission="strategies.activate_strategy",
            tells=_("The yearly plans follow this strategy. One that is active now is marked as renewed."),
        ),
        Step(
            name="review",
            label=_("Begin the mid-term review"),
            leaves=("active",),
            reaches="mid_term_review",
            permission="strategies.review_strategy",
            tells=_("The strategy stays in force while you look at it. What you change is kept as an amendment."),
        ),
        Step(
            name="close",
            label=_("Close it"),
            leaves=("adopted", "active", "mid_term_review"),
            reaches="closed",
            permission="strategies.close_strategy",
            tells=_("The strategy is over and stays readable. Your reason is kept with it."),
            wants_reason=True,
        ),
    ),
    editable={state.value: _TEXTS for state in OPEN_STATES},
)

# A strategy is renewed by the next one: the step is taken for it when its successor is put into action.
SUCCESSION = Workflow(
    noun="strategy",
    steps=(
        Step(
            name="renew",
            label=_("Renew it"),
            leaves=("active", "mid_term_review"),
            reaches="renewed",
            permission="strategies.activate_strategy",
        ),
    ),
)
