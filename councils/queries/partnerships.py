"""Partnerships of the directory: which a person sees, found by any of their names, and where each stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from councils.choices import Stage
from councils.models import Partnership
from councils.models.partnership import searchable
from councils.permissions import permitted_rows
from lipportal.shared.drawings import Stages, seven_stages
from lipportal.shared.folding import sort_key

DIRECTORY_FILTERS = ("kind", "setting", "region", "province", "lead_type")


@dataclass(frozen=True)
class DirectoryLine:
    """One entry as the downloaded directory says it, words already chosen."""

    name: str
    other_names: str
    kind: str
    setting: str
    region: str
    province: str
    lead: str
    lead_type: str
    operating_model: str
    has_university: str
    case_study: str
    communities: str
    furthest_stage: str
    website: str


def partnerships_visible_to(user: Any) -> QuerySet[Partnership]:
    """The partnerships whose page this person, or anyone, may open."""
    return permitted_rows(user, "councils.view_partnership", Partnership.objects.all())


def partnerships_where(user: Any, permission: str) -> QuerySet[Partnership]:
    """The partnerships in which this person holds a permission; to everybody else the page is not there."""
    return permitted_rows(user, permission, Partnership.objects.all())


def partnerships_found(rows: QuerySet[Partnership], wanted: Mapping[str, Any]) -> QuerySet[Partnership]:
    """Those of `rows` that are in the directory today and answer a search and its filters.

    Every word of `q` must stand in one of the names: place, lead body, community or older name, accents aside.
    """
    rows = rows.filter(ended_on__isnull=True)
    for word in sort_key(wanted.get("q") or "").split():
        rows = rows.filter(folded_names__contains=f" {word}")
    for name in DIRECTORY_FILTERS:
        if value := wanted.get(name):
            rows = rows.filter(**{name: value})
    if stage := wanted.get("stage"):
        rows = rows.filter(furthest_stage=stage)
    return _sorted(rows, wanted.get("sort") or "name").prefetch_related("alias_set")


def _sorted(rows: QuerySet[Partnership], sort: str) -> QuerySet[Partnership]:
    sign = "-" if sort.startswith("-") else ""
    if sort.lstrip("-") == "stage":
        steps = [When(furthest_stage=stage.value, then=Value(place)) for place, stage in enumerate(Stage, start=1)]
        rank = Case(*steps, default=Value(0), output_field=IntegerField())
        return rows.annotate(stage_rank=rank).order_by(f"{sign}stage_rank", "folded_sort", "pk")
    return rows.order_by(f"{sign}folded_sort", "pk")


def provinces_in(rows: QuerySet[Partnership]) -> list[str]:
    """The provinces and territories the directory reaches, for a filter once it is more than one."""
    return sorted(rows.filter(ended_on__isnull=True).order_by().values_list("province", flat=True).distinct())


def older_names(partnership: Partnership, searched: str) -> list[str]:
    """The other names of a partnership that a search has met; of all of them none when nothing was searched."""
    here = searchable([partnership.name_en, partnership.name_fr])
    unsaid = [word for word in sort_key(searched).split() if f" {word}" not in here]
    names = {sort_key(alias.name): alias.name for alias in partnership.alias_set.all()}
    return [name for key, name in names.items() if any(f" {word}" in f" {key}" for word in unsaid)]


def stages_of(partnership: Partnership) -> Stages:
    """The seven stages of a partnership, as the drawing wants them."""
    return seven_stages(partnership.stages)


def directory_lines(partnerships: Iterable[Partnership]) -> list[DirectoryLine]:
    """The entries found, in words, for the sheet that is downloaded."""
    return [_line(partnership) for partnership in partnerships]


def _line(partnership: Partnership) -> DirectoryLine:
    return DirectoryLine(
        name=str(partnership.name),
        other_names="; ".join(alias.name for alias in partnership.alias_set.all()),
        kind=partnership.get_kind_display(),
        setting=partnership.get_setting_display(),
        region=partnership.get_region_display(),
        province=partnership.get_province_display(),
        lead=str(partnership.lead_name),
        lead_type=partnership.get_lead_type_display(),
        operating_model=partnership.get_operating_model_display(),
        has_university=partnership.get_has_university_display(),
        case_study=partnership.get_case_study_display(),
        communities="; ".join(community.name for community in partnership.community_set.all()),
        furthest_stage=partnership.get_furthest_stage_display(),
        website=partnership.website,
    )
