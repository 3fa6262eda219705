"""Forty passwords, refused or welcome (bar 12)."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from lipportal.accounts.models import User

WELCOME = [
    "quiet otters paddle home",
    "correct horse battery staple",
    "sept lapins dans la neige",
    "siete gatos en el tejado",
    "سبعة قطط على السطح العالي",
    "七只安静的水獭回家了吃晚饭去",
    "aaaa bbbb cccc dddd eeee",
    "onlylowercaselettersandlong",
    "ONLYUPPERCASELETTERSANDLONG",
    "xK4#mQ9!vT2$wR7",
    "x" * 13 + "yzyzyzyz" * 7,
    "k9Vd" * 16,
    "k9Vd" * 32,
    "mangue papaye goyave 3",
    "the ferry leaves at seven",
    "    spaces on both sides    ",
    "tab\tand odd letters ñøå",
    "partnership of whales and violins",
    "our council of grumpy kettles",
    "l’hiver à Saint-Boniface",
    "naïve façade rôle élève",
    "83920174650192837465",
]
REFUSED = [
    "short",
    "elevenchars",
    "password1234",
    "passwordpassword",
    "123456789012",
    "qwertyuiop123",
    "partnership1",
    "immigration2026",
    "Immigration-2026!",
    "localimmigration",
    "LocalImmigrationPartnership",
    "p4rtn3rsh1p2026",
    "Partenariat2026",
    "partenariatlocal",
    "lipportal2026!!",
    "welcomecanada1",
    "Bienvenue-Canada",
    "aminadiallo2026",
    "Diallo!Diallo!Diallo",
    "4m1n4-d14ll0-99",
    "amina@example.org",
    "settlementcouncil",
    "établissement-2026",
]


@pytest.fixture
def person():
    return User(email="amina@example.org", name="Amina Diallo")


def test_there_are_forty_vectors():
    assert len(WELCOME) + len(REFUSED) >= 40


@pytest.mark.parametrize("password", WELCOME)
def test_password_is_welcome(person, password):
    validate_password(password, person)


@pytest.mark.parametrize("password", REFUSED)
def test_password_is_refused(person, password):
    with pytest.raises(ValidationError):
        validate_password(password, person)


def test_password_is_checked_without_a_person_too():
    with pytest.raises(ValidationError):
        validate_password("immigration2026")


def test_refusal_says_what_to_do(person):
    with pytest.raises(ValidationError) as refusal:
        validate_password("localimmigration", person)

    assert refusal.value.messages == [
        "Leave out your name, your e-mail and words of this site. A few words of your own are best."
    ]
