"""The access table: every address, every method, every role, and the answer it gets."""

import importlib
import pkgutil
import re
from copy import deepcopy
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from tests.architecture import access
from tests.architecture.access_rows import ROLES, TO_SIGN_IN, Row
from tests.architecture.addresses import SIGN_IN_PREFIXES, Address, all_addresses, path_of, undeclared
from tests.architecture.places import every_place
from tests.world import browser_of

__all__ = ["SIGN_IN_PREFIXES"]
pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
UNSAFE = ("put", "patch", "delete")
DEMONSTRATION = "tests/integration/notices/test_demonstration.py"
WAYS_IN = "tests/integration/accounts/test_ways_in.py"
SIGN_ON = "tests/integration/accounts/test_sign_on.py"
OWN_KEYS = "tests/architecture/test_own_keys.py::test_codes_and_keys_are_there_for_their_holder_alone"
GIVEN_AGAIN = "tests/architecture/test_own_keys.py::test_who_has_a_proof_may_give_it_again"

# What no role of the small world is ever let in to: why, and the test in which somebody is.
ALLOWED_ELSEWHERE = {
    "notices:demo_mail_list": (
        "There in the demonstration alone.",
        f"{DEMONSTRATION}::test_letter_box_shows_a_code_to_the_person_trying_the_portal",
    ),
    "notices:demo_mail_detail": (
        "There in the demonstration alone.",
        f"{DEMONSTRATION}::test_letter_box_shows_a_code_to_the_person_trying_the_portal",
    ),
    "openid_connect_login": (
        "There where an organization's sign-on is configured.",
        f"{WAYS_IN}::test_sign_in_page_offers_it_and_its_form_may_leave_for_it",
    ),
    "openid_connect_callback": (
        "There where an organization's sign-on is configured.",
        f"{SIGN_ON}::test_officer_signs_on_with_a_second_proof_given_there",
    ),
    "account_reauthenticate": ("Nobody has a password to give again.", GIVEN_AGAIN),
    "mfa_reauthenticate": ("Nobody has an app or a key to say it with.", GIVEN_AGAIN),
    "mfa_reauthenticate_webauthn": (
        "A passkey's signature is the library's to check.",
        f"{WAYS_IN}::test_passkey_alone_is_both_proofs",
    ),
    "mfa_deactivate_totp": ("Nobody has an app.", OWN_KEYS),
    "mfa_view_recovery_codes": ("Nobody has codes.", OWN_KEYS),
    "mfa_download_recovery_codes": ("Nobody has codes.", OWN_KEYS),
    "mfa_remove_webauthn": ("Nobody has a passkey.", OWN_KEYS),
    "mfa_edit_webauthn": ("Nobody has a passkey.", OWN_KEYS),
}


def all_rows() -> list[Row]:
    rows: list[Row] = []
    for module in pkgutil.iter_modules(access.__path__):
        rows += importlib.import_module(f"tests.architecture.access.{module.name}").ROWS
    return rows


def test_every_address_and_method_is_in_the_table_and_nothing_else(world):
    assert undeclared(all_addresses(), all_rows(), every_place()) == []


def test_an_address_or_method_without_its_row_is_found(world):
    rows, where = all_rows(), every_place()
    without_one = [row for row in rows if (row.name, row.method) != ("councils:body_edit", "POST")]
    without_name = [row for row in rows if row.name != "/account/social/signup/"]
    without_place = [row for row in rows if row.place != "role_anywhere"]
    stranger = Address("councils:body_burn", frozenset({"slug"}), all_addresses()[0].view)

    assert undeclared(all_addresses(), without_one, where) == ["no row: POST councils:body_edit ['code', 'slug']"]
    assert undeclared(all_addresses(), without_name, where) == [
        "no row: GET /account/social/signup/ []",
        "no row: POST /account/social/signup/ []",
    ]
    assert undeclared(all_addresses(), without_place, where) == [
        "no row: GET councils:role_end ['code']",
        "no row: POST councils:role_end ['code']",
    ]
    assert undeclared([*all_addresses(), stranger], rows, where) == ["no row: GET councils:body_burn ['slug']"]


def test_every_address_and_method_is_allowed_to_somebody_here_or_elsewhere():
    let_in = {(row.name, row.method) for row in all_rows() if row.lets_somebody_in}
    never = {row.name for row in all_rows() if (row.name, row.method) not in let_in}

    assert never == set(ALLOWED_ELSEWHERE)


@pytest.mark.parametrize("name", ALLOWED_ELSEWHERE)
def test_the_test_that_allows_it_elsewhere_is_there(name):
    __, proof = ALLOWED_ELSEWHERE[name]
    path, __, test = proof.partition("::")

    assert re.search(rf"def {test}\(", (ROOT / path).read_text(encoding="utf-8"))


def answer(client, method: str, path: str) -> int | str:
    """The answer to one request, whatever it changed undone: its status, or that it leads to sign in and back."""
    cache.clear()  # the sign-in library counts attempts
    cookies = client.cookies
    client.cookies = deepcopy(cookies)
    with transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    client.cookies = cookies
    asked_in = f"{reverse('account_login')}?next="
    return TO_SIGN_IN if response.get("Location", "").startswith(asked_in) else response.status_code


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_answer_the_table_declares(world, role, settings):
    settings.LANGUAGE_CODE = "en"
    client, where = browser_of(role), every_place()
    wrong = []

    for row in all_rows():
        got = answer(client, row.method.lower(), path_of(row.name, where.get(row.place, {})))
        if got != row.expected(role):
            wrong.append((row.method, row.name, row.place, got, row.expected(role)))

    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_no_address_takes_a_method_it_does_not_declare(world, role, in_turn):
    client, where, taken = browser_of(role), every_place(), []
    paths = {path_of(row.name, where.get(row.place, {})): row.name for row in all_rows()}
    # A page of the library may answer another method as it answers its own, and no otherwise.
    as_its_own = {each.name: {TO_SIGN_IN} for each in all_addresses() if each.is_the_librarys}
    for row in all_rows():
        if row.name in as_its_own:
            as_its_own[row.name].add(row.expected(role))

    for number, (path, name) in enumerate(paths.items()):
        # Every role knocks everywhere; with every change each method is tried at each address by a third of the roles.
        for method in in_turn(UNSAFE, (number + ROLES.index(role)) % len(UNSAFE), len(UNSAFE)):
            got = answer(client, method, path)
            if got != 405 and got not in as_its_own.get(name, ()):
                taken.append((method, path, got))

    assert taken == []
