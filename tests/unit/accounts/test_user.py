"""The person who signs in."""

import pytest
import rules
from django.db import IntegrityError, transaction

from lipportal.accounts.models import User


def test_user_email_is_kept_in_lower_case(db):
    user = User.objects.create_user("  Amina@Example.ORG ", name="Amina")

    assert user.email == "amina@example.org"
    assert User.objects.get_by_natural_key("AMINA@example.org") == user


def test_user_email_is_one_person_whatever_the_case(amina):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("AMINA@EXAMPLE.ORG", name="Another")


def test_user_email_in_capitals_cannot_be_stored_past_save(amina):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=amina.pk).update(email="Amina@example.org")


def test_user_has_a_code_of_eight_signs(amina, benoit):
    assert len(amina.code) == 8
    assert amina.code != benoit.code


def test_user_is_never_deleted(amina):
    with pytest.raises(TypeError):
        amina.delete()


@pytest.mark.parametrize("name", ["is_staff", "is_superuser"])
def test_user_has_no_mark_of_all_power(amina, name):
    assert not hasattr(amina, name)


def test_user_without_password_has_none_that_fits(amina):
    assert not amina.has_usable_password()
    assert not amina.check_password("")


@pytest.fixture
def named_permission():
    rules.add_perm("tests.open", rules.predicate(lambda user, record: record == "mine"))
    yield
    rules.remove_perm("tests.open")


def test_has_perm_asks_the_rule_about_the_record(amina, named_permission):
    assert amina.has_perm("tests.open", "mine") is True
    assert amina.has_perm("tests.open", "theirs") is False
    assert amina.has_perms(["tests.open"], "mine") is True
    assert amina.has_perm("tests.unknown", "mine") is False


def test_has_perm_is_refused_to_a_closed_account(amina, named_permission):
    amina.is_active = False

    assert amina.has_perm("tests.open", "mine") is False
    assert amina.has_module_perms("tests") is False


def test_session_hash_follows_password_and_stamp(amina):
    first = amina.get_session_auth_hash()
    amina.session_stamp = "another1"
    second = amina.get_session_auth_hash()
    amina.set_password("quiet otters paddle home")

    assert len({first, second, amina.get_session_auth_hash()}) == 3


def test_user_reads_as_the_name(amina):
    assert (str(amina), amina.get_full_name(), amina.get_short_name()) == ("Amina Diallo",) * 3
