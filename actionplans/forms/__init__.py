"""Forms of the actionplans app: input only."""

from actionplans.forms.actions import ActionForm, AmendForm, DetailsForm, NewActionForm
from actionplans.forms.plans import AdoptForm, CarryForm, FilterForm, PlanCreateForm, PlanForm, ReasonForm, StepForm
from actionplans.forms.updates import EvidenceForm, UpdateForm

__all__ = [
    "ActionForm",
    "AdoptForm",
    "AmendForm",
    "CarryForm",
    "DetailsForm",
    "EvidenceForm",
    "FilterForm",
    "NewActionForm",
    "PlanCreateForm",
    "PlanForm",
    "ReasonForm",
    "StepForm",
    "UpdateForm",
]
