"""Input of the strategies app: what is typed, cleaned."""

from strategies.forms.bilingual import FieldPair
from strategies.forms.directions import DirectionEndForm, DirectionForm
from strategies.forms.research import EndForm, FindingForm, ResearchFilter, ResearchForm
from strategies.forms.strategies import AdoptForm, CloseForm, ComponentForm, StepForm, YearsForm, component_form

__all__ = [
    "AdoptForm",
    "CloseForm",
    "ComponentForm",
    "DirectionEndForm",
    "DirectionForm",
    "EndForm",
    "FieldPair",
    "FindingForm",
    "ResearchFilter",
    "ResearchForm",
    "StepForm",
    "YearsForm",
    "component_form",
]
