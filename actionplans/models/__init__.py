"""The actionplans app's nouns."""

from actionplans.models.action import Action, PlannedOutput
from actionplans.models.action_plan import ActionPlan
from actionplans.models.update import Evidence, OutputCount, Update

__all__ = ["Action", "ActionPlan", "Evidence", "OutputCount", "PlannedOutput", "Update"]
