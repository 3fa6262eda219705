"""The demonstration's doors exist in the demonstration alone."""

import pytest
from django.urls import NoReverseMatch, reverse

from tests.integration.accounts.conftest import is_in, open_account


@pytest.mark.parametrize("address", ["/en/demo/", "/en/demo/sign-in/coordinator/", "/fr/demo/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_doors_are_not_there_otherwise(client, address, method, coordinator):
    assert getattr(client, method)(address).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("demo")


def test_entering_as_a_role_opens_the_portal(client, demonstration):
    open_account("coordinator@example.org", password=None, needed=True)
    assert "Enter" in client.get(reverse("demo")).content.decode()

    answer = client.post(reverse("demo_sign_in", args=["coordinator"]))

    assert answer.url == reverse("home")
    assert is_in(client)


@pytest.mark.parametrize("role", ["administrator", "nobody"])
def test_other_roles_are_not_there(client, demonstration, role, administrator):
    assert client.post(reverse("demo_sign_in", args=[role])).status_code == 404


def test_entering_takes_a_click(client, demonstration):
    open_account("coordinator@example.org", password=None)

    assert client.get(reverse("demo_sign_in", args=["coordinator"])).status_code == 405


def test_entering_is_refused_without_a_token(demonstration):
    from django.test import Client

    open_account("coordinator@example.org", password=None)

    assert Client(enforce_csrf_checks=True).post(reverse("demo_sign_in", args=["coordinator"])).status_code == 403


def test_session_of_the_demonstration_is_worth_nothing_after_it(client, demonstration, settings):
    open_account("coordinator@example.org", password=None, needed=True)
    client.post(reverse("demo_sign_in", args=["coordinator"]))
    assert is_in(client)

    settings.DEMONSTRATION = False

    assert not is_in(client)


def test_sign_in_page_shows_the_accounts(client, demonstration):
    assert "Report season" in client.get(reverse("account_login")).content.decode()
