"""The privacy page says what is true: periods that something keeps to, and the cookies that are set."""

import pytest

from councils.choices import Role
from lipportal.audit import personal
from tests.factories.councils import PartnershipFactory, person_with_role
from tests.people import signed_in_client

pytestmark = pytest.mark.django_db
NAMED = {"session", "csrf", "messages", "browser"}


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_privacy_names_the_periods_by_which_the_erasing_goes(client, language):
    page = client.get(f"/{language}/privacy/").content.decode()

    assert {name: kept.days for name, kept in personal.KEPT_FOR.items()} == {"mail": 730, "working": 90}
    assert "90" in page.split("<tbody", 1)[1]


def test_privacy_says_what_is_not_erased_by_itself(client):
    page = client.get("/en/privacy/").content.decode()

    assert page.count("The portal does not erase") == 3


def test_privacy_names_every_cookie_that_is_set_and_no_other(client):
    signed_in = signed_in_client(person_with_role(Role.COORDINATOR, PartnershipFactory(slug="riverside")))
    for path in ("/en/", "/en/privacy/", "/fr/account/login/", "/es/directory/", "/en/p/riverside/"):
        signed_in.get(path)
        client.get(path)

    assert {*signed_in.cookies, *client.cookies} <= NAMED
    page = client.get("/en/privacy/").content.decode()
    assert "a secret by which we know a form as our own" in page
    assert "your language and, for half a year" not in page


def test_privacy_says_where_the_public_reads_peoples_names(client):
    page = client.get("/en/privacy/").content.decode()

    assert "never the people by name" not in page
    assert "on the cover of a published report, which names the coordinator, the co-chairs and the federal" in page
