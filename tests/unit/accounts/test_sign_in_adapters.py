"""What a claim is worth, and how the registries answer."""

import pytest
from django.test import RequestFactory

from lipportal.accounts import registry
from lipportal.accounts.adapters import SecondFactorAdapter, claims_second_factor
from lipportal.accounts.registry import DemoAccount, Welcome


@pytest.fixture
def configured(settings):
    settings.OIDC_SECOND_FACTOR_CLAIM = "amr"
    settings.OIDC_SECOND_FACTOR_VALUES = ["mfa", "hwk"]


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({"id_token": {"amr": ["pwd", "mfa"]}}, True),
        ({"id_token": {"amr": "hwk"}}, True),
        ({"userinfo": {"amr": ["mfa"]}}, True),
        ({"id_token": {"amr": ["pwd"]}, "userinfo": {"amr": ["mfa"]}}, True),
        ({"id_token": {"amr": ["pwd"]}}, False),
        ({"id_token": {"amr": []}}, False),
        ({"id_token": {"amr": ""}}, False),
        ({"id_token": {"amr": None}}, False),
        ({"id_token": {"amr": {"mfa": True}}}, False),
        ({"id_token": {"amr": "mfa hwk"}}, False),
        ({"id_token": {"acr": "mfa"}}, False),
        ({"id_token": "mfa"}, False),
        ({"amr": ["mfa"]}, False),
        ({}, False),
    ],
)
def test_claim_counts_only_with_a_configured_value(configured, said, counts):
    assert claims_second_factor(said) is counts


@pytest.mark.parametrize(("name", "values"), [("", ["mfa"]), ("amr", []), ("", [])])
def test_claim_never_counts_unless_configured(settings, name, values):
    settings.OIDC_SECOND_FACTOR_CLAIM, settings.OIDC_SECOND_FACTOR_VALUES = name, values

    assert claims_second_factor({"id_token": {"amr": ["mfa"], "": ["mfa"]}}) is False


def test_sealed_secret_opens_again_also_after_the_key_was_changed(settings):
    sealed = SecondFactorAdapter().encrypt("JBSWY3DP")
    assert "JBSWY3DP" not in sealed
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another key, long enough for its purpose",
    )

    assert SecondFactorAdapter().decrypt(sealed) == "JBSWY3DP"


@pytest.fixture
def empty_registry(monkeypatch):
    monkeypatch.setattr(registry, "_casts", [])
    monkeypatch.setattr(registry, "_doorkeepers", [])


def test_nobody_is_welcome_until_somebody_keeps_the_door(empty_registry):
    request = RequestFactory().get("/")
    assert registry.welcome_for(request) is None

    registry.sign_up_allowed_with(lambda request: Welcome("a@example.org"))

    assert registry.welcome_for(request) == Welcome("a@example.org")


def test_demo_accounts_are_there_in_the_demonstration_only(empty_registry, settings):
    account = DemoAccount("reader", "Reader", "Reads", "r@example.org")
    registry.demo_accounts_from(lambda: [account])
    assert registry.demo_accounts() == []

    settings.DEMONSTRATION = True

    assert registry.demo_accounts() == [account]


def test_every_column_of_accounts_is_classified():
    from lipportal.audit.personal import unclassified_columns

    assert unclassified_columns(["accounts"]) == []
