"""Opening pages, sending their forms and counting what they ask of the database, for the tests of bodies to terms."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.factories.councils import person_with_role
from tests.people import signed_in_client


def address(name, record=None, slug=""):
    """The English address of a page of the councils app."""
    place = {"slug": slug or record.partnership.slug, **({"code": record.code} if record is not None else {})}
    with translation.override("en"):
        return reverse(f"councils:{name}", kwargs=place)


def client_as(role, partnership, **values):
    """A browser of somebody who holds this role."""
    return signed_in_client(person_with_role(role, partnership, **values))


def send(client, url, form, values=None, *, record="", base=1, key=""):
    """Post a form as its page does; the same form at the same address counts as the same visit."""
    key = key or f"{form} {url}"[-64:]
    return client.post(url, {"_form": form, "_record": record, "_base": base, "_key": key, **(values or {})})


def take(client, url, form, values=None, *, record="", key=""):
    """Take a step from its page, opened just now."""
    base = client.get(url).context["writing"].base_version
    return send(client, url, form, values, record=record, base=base, key=key)


def words(answer):
    """The page as text."""
    return answer.content.decode()


def queries_of(client, url):
    """How many queries a page costs, once its reader is known."""
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)
