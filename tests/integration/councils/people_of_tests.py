"""Whom the tests of half the nouns of councils sign in as, and how they post a form as its page does."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.factories.councils import BodyFactory, person_with_role

EVERYWHERE = ("administrator", "regional_lead", "moderator", "researcher")


def signed_in(role, partnership=None, **values):
    """A client signed in as somebody who holds a role there; a table lead leads some table."""
    place = None if role in EVERYWHERE else partnership
    if role == "table_lead":
        values.setdefault("body", BodyFactory(partnership=partnership, kind="table"))
    client = Client()
    client.user = person_with_role(role, place, **values)
    client.force_login(client.user)
    return client


def address(name, *args, language="en", **query):
    """The address of a councils page."""
    with translation.override(language):
        return reverse(f"councils:{name}", args=args, query=query or None)


def post(client, url, form, values, *, base=0, key="key-1"):
    """Post a form with the hidden fields of its writing."""
    return client.post(url, {"_form": form, "_record": "", "_base": base, "_key": key, **values})


def queries_for(client, url):
    """How often a page asks the database; a page people use daily may ask twelve times."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    assert len(asked) <= 12, "\n".join(query["sql"] for query in asked.captured_queries)
    return len(asked)
