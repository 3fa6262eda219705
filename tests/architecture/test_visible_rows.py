"""What a person sees in lists is exactly what they may see one by one: the query and the predicate agree row by row."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from councils.permissions import permitted_rows, visible_models
from tests.architecture.access_rows import ROLES
from tests.world import person_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_the_rows_in_lists_are_the_rows_permitted(world, role):
    user = AnonymousUser() if role == "anonymous" else person_in(role)
    differing = []

    for label, permission in sorted(visible_models.items()):
        rows = apps.get_model(label).objects.all()
        listed = set(permitted_rows(user, permission, rows).values_list("pk", flat=True))
        allowed = {row.pk for row in rows if user.has_perm(permission, row)}
        if listed != allowed:
            differing.append((label, sorted(listed ^ allowed)[:5]))

    assert differing == []


def test_the_world_has_rows_of_every_kind_that_is_narrowed(world):
    empty = [label for label in visible_models if not apps.get_model(label).objects.exists()]

    assert empty == []
