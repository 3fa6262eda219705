"""A partnership, the people of this app's tests, and their signed-in clients."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories.councils import BodyFactory, PartnershipFactory, person_with_role


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def partnership(db):
    return PartnershipFactory(slug="riverside")


@pytest.fixture
def body(partnership):
    return BodyFactory(partnership=partnership, kind="table", name_en="Employment table", name_fr="Table emploi")


@pytest.fixture
def client_as(partnership, body):
    """A client signed in as somebody with a role in the partnership."""

    def sign_in(role: str, elsewhere: bool = False) -> Client:
        place = PartnershipFactory() if elsewhere else partnership
        extra = {"body": body} if role == "table_lead" else {}
        client = Client()
        client.force_login(person_with_role(role, place, **extra), backend=BACKEND)
        return client

    return sign_in


@pytest.fixture
def coordinator(client_as):
    return client_as("coordinator")


def address(name: str, *args: str) -> str:
    return reverse(f"strategies:{name}", args=args)


def posted(client: Client, url: str, values: dict, *, form: str, base: int = 0, record: str = "", key: str = "key-1"):
    """Post a form as its page does, with the hidden fields of a writing."""
    return client.post(url, {"_form": form, "_record": record, "_base": base, "_key": key, **values})
