"""Writes of the actionplans app: one function per thing a person can do."""

from actionplans.services.actions import amend_action, create_action, edit_action, end_action
from actionplans.services.evidence import add_evidence, end_evidence
from actionplans.services.plans import (
    adopt_plan,
    carry_over_actions,
    close_plan,
    create_plan,
    edit_plan,
    open_year,
    put_to_tables,
)
from actionplans.services.updates import add_update, correct_update, end_update

__all__ = [
    "add_evidence",
    "add_update",
    "adopt_plan",
    "amend_action",
    "carry_over_actions",
    "close_plan",
    "correct_update",
    "create_action",
    "create_plan",
    "edit_action",
    "edit_plan",
    "end_action",
    "end_evidence",
    "end_update",
    "open_year",
    "put_to_tables",
]
