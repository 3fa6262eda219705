"""The frame: whose portal it is to whom, and which places they move between."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import resolve

from councils.choices import Role
from reporting.surroundings import surroundings
from tests.factories.councils import PartnershipFactory, RoleHeldFactory, UserFactory, person_with_role

pytestmark = pytest.mark.django_db


def asked(user, path="/en/"):
    request = RequestFactory().get(path)
    request.user = user
    request.resolver_match = resolve(path)
    return request


def labels(around):
    return [place.label for place in around.places]


def test_visitor_has_no_places():
    around = surroundings(asked(AnonymousUser()))

    assert (around.brand_name, around.places, around.is_public) == ("Local Immigration Partnerships", [], True)


def test_visitor_on_a_public_partnership_meets_its_name_and_not_a_hidden_ones():
    PartnershipFactory(slug="riverside", name_en="Riverside")
    PartnershipFactory(slug="hidden", name_en="Hidden", is_public=False)

    assert surroundings(asked(AnonymousUser(), "/en/p/riverside/")).brand_name == "Riverside"
    assert surroundings(asked(AnonymousUser(), "/en/p/hidden/")).brand_name == "Local Immigration Partnerships"


def test_coordinator_has_four_places_under_the_thumb_and_the_rest_further():
    coordinator = person_with_role(Role.COORDINATOR, PartnershipFactory(name_en="Riverside"))

    around = surroundings(asked(coordinator))

    assert around.brand_name == "Riverside"
    assert [place.label for place in around.places if place.narrow] == ["My day", "Tables", "Plan", "Report"]
    assert [place.label for place in around.places if not place.narrow] == ["Strategy", "Other places"]
    assert around.account_label == "Coordinator"
    assert [place.label for place in around.places if place.is_current] == ["My day"]


def test_plan_leads_to_the_address_that_stays():
    coordinator = person_with_role(Role.COORDINATOR, PartnershipFactory(slug="riverside"))

    around = surroundings(asked(coordinator))

    assert next(place.url for place in around.places if place.label == "Plan") == "/en/p/riverside/plan/"


def test_partnership_in_the_address_wins_over_the_first():
    first, second = (
        PartnershipFactory(slug="first", name_en="First"),
        PartnershipFactory(slug="second", name_en="Second"),
    )
    person = person_with_role(Role.COORDINATOR, first)
    RoleHeldFactory(user=person, role=Role.MEMBER, partnership=second)

    assert surroundings(asked(person)).brand_name == "First"
    here = surroundings(asked(person, "/en/p/second/"))
    assert (here.brand_name, here.account_label) == ("Second", "Member")


def test_officer_moves_between_queue_day_and_partnerships():
    officer = person_with_role(Role.OFFICER, PartnershipFactory())

    around = surroundings(asked(officer, "/en/review/"))

    assert labels(around) == ["Queue", "My day", "Partnerships"]
    assert around.brand_kind == "IRCC (formerly CIC)"
    assert [place.label for place in around.places if place.is_current] == ["Queue"]


def test_administrator_reaches_outbox_roles_and_health():
    around = surroundings(asked(person_with_role(Role.ADMINISTRATOR)))

    assert labels(around) == ["My day", "Partnerships", "Outbox", "Roles", "Health"]


def test_somebody_without_a_role_is_still_at_home():
    around = surroundings(asked(UserFactory()))

    assert (labels(around), around.account_label) == (["My day", "Partnerships"], "Account")


def test_frame_costs_one_query(django_assert_num_queries):
    coordinator = person_with_role(Role.COORDINATOR, PartnershipFactory())
    request = asked(coordinator)

    with django_assert_num_queries(1):
        surroundings(request)
    with django_assert_num_queries(0):
        surroundings(request)
