"""Which shape a state is drawn with, and how figures are grouped, where a template has only frozen values."""

from collections.abc import Iterable
from typing import Any

from django import template

from actionplans.choices import STATE_SHAPES
from reporting.choices import REPORT_SHAPES
from reporting.queries.figure_groups import FigureGroup, figure_groups

register = template.Library()


@register.filter
def plan_shape(state: str) -> str:
    """The shape of an action's state."""
    return STATE_SHAPES.get(state, "new")


@register.filter
def report_shape(state: str) -> str:
    """The shape of a report's state."""
    return REPORT_SHAPES.get(state, "new")


@register.filter
def note_shape(severity: str) -> str:
    """The shape of a note's severity."""
    return {"must_fix": "late", "question": "risk", "praise": "done"}.get(severity, "new")


@register.filter
def in_groups(figures: Iterable[Any]) -> list[FigureGroup]:
    """Frozen figures in the groups they are read in."""
    return figure_groups(figures)
