"""The access table of what exists in the demonstration alone: its doors and its letter box, for every role."""

import importlib

import pytest
from django.urls import clear_url_caches

import lipportal.accounts.urls
import lipportal.urls
from lipportal.notices.queries import demonstration_mail
from reporting.demo.cast import PARTS
from tests.architecture.access_rows import EVERYONE, ROLES, page, post
from tests.architecture.addresses import all_addresses, path_of, undeclared
from tests.architecture.test_access import UNSAFE, all_rows, answer
from tests.world import browser_of

pytestmark = pytest.mark.django_db

ROWS = [
    # Whoever tries the portal chooses whom to be, and changes their mind; nobody is behind another door.
    page("demo", ok=EVERYONE),
    post("demo_sign_in", "door", ok=EVERYONE, ok_status=302),
    post("demo_sign_in", "no_door", ok="", anonymous=404),
    # Whoever tries the portal reads what it mails.
    page("notices:demo_mail_list", ok=EVERYONE),
    page("notices:demo_mail_detail", "mail", ok=EVERYONE),
    page("notices:demo_mail_detail", "unknown_code", ok="", anonymous=404),
]


@pytest.fixture
def demonstration(settings):
    """The portal as a demonstration: its addresses are read again, and forgotten afterwards."""
    settings.DEMONSTRATION = True
    _read_addresses_again()
    yield
    settings.DEMONSTRATION = False
    _read_addresses_again()


def _read_addresses_again():
    importlib.reload(lipportal.accounts.urls)
    importlib.reload(lipportal.urls)
    clear_url_caches()
    all_addresses.cache_clear()


def places_in_it():
    return {
        "door": {"role": PARTS[0].key},
        "no_door": {"role": "nobody"},
        "mail": {"code": demonstration_mail().first().code},
        "unknown_code": {"code": "22222222"},
    }


def of_the_demonstration():
    """The addresses nobody is let in to elsewhere: those that are not in the access table, and the letter box."""
    told = {row.name for row in all_rows() if not row.name.startswith("notices:demo_")}
    return [each for each in all_addresses() if each.name not in told]


def test_every_address_of_the_demonstration_is_in_its_table_and_nothing_else(world, demonstration):
    assert undeclared(of_the_demonstration(), ROWS, places_in_it()) == []


def test_an_address_of_the_demonstration_without_its_row_is_found(world, demonstration):
    without_doors = [row for row in ROWS if not row.name.startswith("demo")]

    assert undeclared(of_the_demonstration(), without_doors, places_in_it()) == [
        "no row: GET demo []",
        "no row: POST demo_sign_in ['role']",
    ]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_in_the_demonstration_what_its_table_declares(world, demonstration, role):
    client, where, wrong = browser_of(role), places_in_it(), []

    for row in ROWS:
        got = answer(client, row.method.lower(), path_of(row.name, where.get(row.place, {})))
        if got != row.expected(role):
            wrong.append((row.method, row.name, row.place, got, row.expected(role)))

    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_no_address_of_the_demonstration_takes_a_method_it_does_not_declare(world, demonstration, role):
    client, where = browser_of(role), places_in_it()
    declared = {(path_of(row.name, where.get(row.place, {})), row.method.lower()) for row in ROWS}
    tried = [(path, each) for path in {path for path, __ in declared} for each in ("get", "post", *UNSAFE)]

    taken = [(each, path) for path, each in tried if (path, each) not in declared and answer(client, each, path) != 405]

    assert taken == []
