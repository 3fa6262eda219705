"""What a person sees in lists is exactly what they may see one by one: the query and the predicate agree row by row."""

import importlib
import inspect
import pkgutil

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from councils.permissions import permitted_rows, visible_models
from lipportal.files.models import StoredFile
from lipportal.files.queries import file_open_to
from lipportal.jobs.models import Job
from lipportal.jobs.queries import job_seen_by, jobs_of
from lipportal.notices.models import Notice
from lipportal.notices.queries import notices_of
from lipportal.shared.records import Record
from tests.architecture.access_rows import ROLES
from tests.world import person_in

pytestmark = pytest.mark.django_db

# Each public narrowing, and what says the same of one row: a permission asked of the row, or of what it belongs to.
NARROWED = {
    "actionplans.actions_visible_to": ("actionplans.view_action", ""),
    "actionplans.evidence_visible_to": ("actionplans.view_evidence", ""),
    "actionplans.plans_visible_to": ("actionplans.view_plan", ""),
    "actionplans.updates_visible_to": ("actionplans.view_update", ""),
    "councils.agreements_visible_to": ("councils.view_agreement", ""),
    "councils.bodies_visible_to": ("councils.view_body", ""),
    "councils.seats_visible_to": ("councils.view_body", "body"),
    "councils.initiatives_visible_to": ("councils.view_initiative", ""),
    "councils.invitations_visible_to": ("councils.view_role", ""),
    "councils.involvements_visible_to": ("councils.view_involvement", ""),
    "councils.meetings_visible_to": ("councils.view_meeting", ""),
    "councils.memberships_visible_to": ("councils.view_membership", ""),
    "councils.conflicts_visible_to": ("councils.view_conflict", ""),
    "councils.motions_visible_to": ("councils.view_motion", ""),
    "councils.organizations_visible_to": ("councils.view_organization", ""),
    "councils.partnerships_visible_to": ("councils.view_partnership", ""),
    "councils.people_visible_to": ("councils.view_person", ""),
    "councils.roles_visible_to": ("councils.view_role", ""),
    "councils.terms_sections_visible_to": ("councils.view_terms_section", ""),
    "councils.terms_visible_to": ("councils.view_terms", ""),
    "reporting.notes_visible_to": ("reporting.view_note", ""),
    "reporting.reports_visible_to": ("reporting.view_report", ""),
    "reporting.submitted_reports_visible_to": ("reporting.view_submitted_report", ""),
    "strategies.amendments_visible_to": ("strategies.view_amendment", ""),
    "strategies.directions_visible_to": ("strategies.view_direction", ""),
    "strategies.findings_visible_to": ("strategies.view_finding", ""),
    "strategies.research_visible_to": ("strategies.view_research", ""),
    "strategies.strategies_visible_to": ("strategies.view_strategy", ""),
}
# Editable records without a permission of their own to see them, and through what they are seen.
SEEN_THROUGH = {
    "councils.Seat": "Seen with its body: seats_visible_to, compared below.",
    "reporting.ReportSection": "Read within its report, which reports_visible_to has narrowed.",
    "reporting.VarianceReason": "Read within its report, which reports_visible_to has narrowed.",
}


def reader_in(role):
    return AnonymousUser() if role == "anonymous" else person_in(role)


def narrowed(path: str, user):
    """The rows one of the narrowings answers for this person."""
    app, name = path.split(".")
    return getattr(importlib.import_module(f"{app}.queries"), name)(user)


def narrowings_in_the_code() -> set[str]:
    """Every `…_visible_to` that an app's queries offer, by app and name; from wherever in the room."""
    found = set()
    for app in ("councils", "strategies", "actionplans", "reporting"):
        package = importlib.import_module(f"{app}.queries")
        rooms = [
            importlib.import_module(f"{app}.queries.{each.name}") for each in pkgutil.iter_modules(package.__path__)
        ]
        for room in (package, *rooms):
            functions = inspect.getmembers(room, inspect.isfunction)
            found |= {
                f"{made.__module__.split('.')[0]}.{name}" for name, made in functions if name.endswith("_visible_to")
            }
    return found


def editable_records() -> list[type[Model]]:
    return [model for model in apps.get_models() if issubclass(model, Record)]


def test_every_editable_record_has_a_permission_to_see_it_or_a_reason():
    labels = {model._meta.label for model in editable_records()}

    assert len(labels) > 20
    assert sorted(labels - set(visible_models) - set(SEEN_THROUGH)) == []
    assert sorted(set(SEEN_THROUGH) - (labels - set(visible_models))) == []


def test_every_narrowing_in_the_code_is_compared():
    assert sorted(narrowings_in_the_code() ^ set(NARROWED)) == []


@pytest.mark.parametrize("role", ROLES)
def test_the_rows_in_lists_are_the_rows_permitted(world, role):
    user = reader_in(role)
    differing = []

    for path, (permission, above) in NARROWED.items():
        rows = narrowed(path, user)
        listed = set(rows.values_list("pk", flat=True))
        everything = rows.model._default_manager.all()
        allowed = {row.pk for row in everything if user.has_perm(permission, getattr(row, above) if above else row)}
        if listed != allowed:
            differing.append((path, sorted(listed ^ allowed)[:5]))

    assert differing == []


@pytest.mark.parametrize("role", ROLES)
def test_each_permission_to_see_narrows_as_it_answers(world, role):
    user = reader_in(role)
    differing = []

    for label, permission in sorted(visible_models.items()):
        rows = apps.get_model(label).objects.all()
        listed = set(permitted_rows(user, permission, rows).values_list("pk", flat=True))
        allowed = {row.pk for row in rows if user.has_perm(permission, row)}
        if listed != allowed:
            differing.append((label, sorted(listed ^ allowed)[:5]))

    assert differing == []


@pytest.mark.parametrize("role", ROLES)
def test_files_work_and_notices_are_listed_for_those_who_open_them(world, role):
    user = reader_in(role)

    opened = {stored.pk for stored in StoredFile.objects.all() if file_open_to(user, stored.code)}
    permitted = {stored.pk for stored in StoredFile.objects.all() if user.has_perm("files.open_file", stored)}
    seen = {job.pk for job in Job.objects.all() if job_seen_by(user, job.code)}
    told = {notice.pk for notice in Notice.objects.all() if notice.user_id == user.pk}

    assert opened == permitted
    assert seen == set(jobs_of(user).values_list("pk", flat=True))
    assert told == set(notices_of(user).values_list("pk", flat=True))


def test_the_world_has_rows_of_every_kind_that_is_narrowed(world):
    models = {narrowed(path, AnonymousUser()).model for path in NARROWED} | {StoredFile, Job, Notice}

    assert [model._meta.label for model in models if not model._default_manager.exists()] == []


def test_each_narrowing_shows_something_to_somebody_and_not_everything_to_everybody(world):
    users = [reader_in(role) for role in ROLES]
    same_for_all = []

    for path in NARROWED:
        counts = {narrowed(path, user).count() for user in users}
        if max(counts) == 0 or len(counts) == 1:
            same_for_all.append((path, counts))

    assert same_for_all == []
