"""The access table: every address, every method, every role, and the answer it gets."""

import importlib
import pkgutil

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture import access
from tests.architecture.access_rows import ROLES, Row
from tests.architecture.places import places
from tests.world import browser_of

pytestmark = pytest.mark.django_db

# Addresses of the sign-in library, held to its own rules by tests/integration/accounts.
SIGN_IN_PREFIXES = ("account_", "mfa_", "socialaccount_", "openid_connect_")


def all_rows() -> list[Row]:
    rows: list[Row] = []
    for module in pkgutil.iter_modules(access.__path__):
        rows += importlib.import_module(f"tests.architecture.access.{module.name}").ROWS
    return rows


def url_names(patterns=None, namespace="") -> set[str]:
    names: set[str] = set()
    for each in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            names |= url_names(each.url_patterns, inner)
        elif isinstance(each, URLPattern) and each.name:
            names.add(f"{namespace}{each.name}")
    return names


def test_every_address_is_in_the_table():
    ours = {name for name in url_names() if not name.startswith(SIGN_IN_PREFIXES)}

    assert sorted(ours - {row.name for row in all_rows()}) == []


def test_the_table_names_only_addresses_that_exist():
    assert sorted({row.name for row in all_rows()} - url_names()) == []


def answer(client, row: Row, where: dict) -> int:
    """The status of one request, whatever it changed undone."""
    address = reverse(row.name, kwargs=where.get(row.place, {}))
    with transaction.atomic():
        response = getattr(client, row.method.lower())(address)
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_answer_the_table_declares(world, role, settings):
    settings.LANGUAGE_CODE = "en"
    client, where = browser_of(role), places()
    wrong = []

    for row in all_rows():
        got = answer(client, row, where)
        if got != row.expected(role):
            wrong.append((row.method, row.name, row.place, got, row.expected(role)))

    assert wrong == []


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_address_takes_a_method_it_does_not_declare(world, method):
    client, where = browser_of("coordinator"), places()
    taken = []

    for row in all_rows():
        address = reverse(row.name, kwargs=where.get(row.place, {}))
        with transaction.atomic():
            status = getattr(client, method)(address).status_code
            transaction.set_rollback(True)
        if status < 400 and status != 302:
            taken.append((row.name, status))

    assert taken == []


def test_sign_in_is_where_the_portal_sends_visitors():
    assert settings.LOGIN_URL == "account_login"
