"""Every page, who opens it and the forms on it, for those who look at each: made from the access table, printed as JSON.

Run beside a portal, in its environment: `python -m tests.journeys.register`.
"""

import importlib
import json
import pkgutil

import django

from tests.journeys.sessions import (
    ADDRESS_ASKED,
    CODE_ASKED,
    DRAFTER,
    HOLDER,
    PROOF_ASKED,
    RESET_ASKED,
    RESET_PROVEN,
)

VISITOR, COORDINATOR = "anonymous", "coordinator"
# Who opens a page that several may open: the first of these; what anyone may read a visitor opens as well.
OPENERS = (
    COORDINATOR,
    "officer",
    "administrator",
    "co_chair",
    "regional_lead",
    "table_lead",
    "reader",
    "moderator",
    "researcher",
    "manager",
    "recruiter",
    "member",
    "newcomer_advisor",
    "other_officer",
    "other_coordinator",
)
# What one step of signing in leads to; whoever has not taken it is led back.
MIDWAY = {
    CODE_ASKED: "account_confirm_login_code",
    RESET_ASKED: "account_confirm_password_reset_code",
    RESET_PROVEN: "account_complete_password_reset",
    PROOF_ASKED: "mfa_authenticate",
    ADDRESS_ASKED: "account_email_verification_sent",
}
# What is there for who has a password, an app, recovery codes and a passkey.
OF_THE_HOLDER = (
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
)
KEY_ITSELF = ("mfa_edit_webauthn", "mfa_remove_webauthn")
WITHOUT_DOOR = (DRAFTER, HOLDER, *MIDWAY)
WHO = (VISITOR, *OPENERS[:4], *WITHOUT_DOOR)


def main() -> None:
    """Print the register."""
    django.setup()
    pages = [*_from_the_table(), *_of_sign_in(), *_of_the_demonstration(), *_of_drafts(), *_in_other_states()]
    print(json.dumps(_with_forms(pages)))


def _with_forms(pages: list[dict]) -> list[dict]:
    """Each page with the forms on it that ask for something; one that several pages carry stays with the first."""
    from django.conf import settings

    from tests.journeys.failing import asking_forms

    settings.ALLOWED_HOSTS = ["*"]
    browsers, met = {who: _browser(who) for who in WHO}, set()
    for page in pages:
        page["forms"] = []
        for form in asking_forms(browsers[page["who"]].get(page["address"]), page["address"]):
            if (page["who"], form.action) not in met:
                met.add((page["who"], form.action))
                page["forms"].append({"route": form.route, "nth": form.nth})
    return pages


def _browser(who: str):
    from tests.journeys.sessions import client_of
    from tests.world import browser_of

    return client_of(who) if who in WITHOUT_DOOR else browser_of(who)


def _entry(who: str, name: str, query: str = "", status: int = 200, **place) -> dict:
    from django.urls import reverse

    return {"who": who, "name": name, "address": reverse(name, kwargs=place) + query, "status": status}


def rows() -> list:
    """Every row of the access table."""
    from tests.architecture import access

    modules = [module.name for module in pkgutil.iter_modules(access.__path__)]
    return [row for name in modules for row in importlib.import_module(f"{access.__name__}.{name}").ROWS]


def _from_the_table() -> list[dict]:
    """Every page that opens for somebody: as the first of those for whom it does, and as a visitor."""
    from tests.architecture.places import every_place

    where, entries = every_place(), []
    for row in rows():
        if row.method != "GET":
            continue
        openers = [who for who in OPENERS if row.expected(who) == 200][:1]
        openers += [VISITOR] if row.expected(VISITOR) == 200 else []
        entries += [_entry(who, row.name, **(where[row.place] if row.place else {})) for who in openers]
    return entries


def _of_sign_in() -> list[dict]:
    """Pages of the sign-in library that depend on what a person has set up, or has begun."""
    from allauth.mfa.models import Authenticator

    passkey = {"pk": Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk}
    entries = [_entry(who, name) for who, name in MIDWAY.items()]
    entries += [_entry(HOLDER, name) for name in OF_THE_HOLDER]
    entries += [_entry(HOLDER, name, **passkey) for name in KEY_ITSELF]
    return [*entries, _entry(VISITOR, "socialaccount_login_error", status=401)]


def _of_the_demonstration() -> list[dict]:
    """Its doors, and its letter box."""
    from lipportal.notices.queries import demonstration_mail

    mail = {"code": demonstration_mail().order_by("pk").first().code}
    names = ("demo", "notices:demo_mail_list")
    return [*(_entry(VISITOR, name) for name in names), _entry(VISITOR, "notices:demo_mail_detail", **mail)]


def _of_drafts() -> list[dict]:
    """What is still being drafted: terms and a strategy, in the network whose people have no door of their own."""
    from councils.models import TermsOfReference
    from strategies.models import Direction, Strategy

    terms = TermsOfReference.objects.filter(partnership__slug="reseau-nord").exclude(state="in_force").first()
    strategy = Strategy.objects.get(partnership__slug="reseau-nord")
    direction = Direction.objects.filter(strategy=strategy).first()
    of_terms = {"slug": "reseau-nord", "code": terms.code}
    of_strategy = {"slug": "reseau-nord", "code": strategy.code}
    of_direction = {"slug": "reseau-nord", "code": direction.code}
    names = ("terms_detail", "terms_edit", "terms_consult", "terms_endorse", "terms_adopt", "terms_withdraw")
    entries = [_entry(DRAFTER, f"councils:{name}", **of_terms) for name in names]
    intent = {"slug": "reseau-nord", "code": terms.sections.first().code}
    entries.append(_entry(DRAFTER, "councils:terms_section_edit", **intent))
    names = ("strategy_detail", "years_edit", "strategy_put_to_community", "strategy_adopt", "direction_create")
    entries += [_entry(DRAFTER, f"strategies:{name}", **of_strategy) for name in names]
    for component in ("context", "vision", "action_plan"):
        entries.append(_entry(DRAFTER, "strategies:component_edit", component=component, **of_strategy))
    names = ("direction_detail", "direction_edit", "direction_end")
    return [*entries, *(_entry(DRAFTER, f"strategies:{name}", **of_direction) for name in names)]


def _in_other_states() -> list[dict]:
    """The same addresses in another state: found and not found, submitted, forbidden, empty."""
    from reporting.models import YearlyReport

    submitted = YearlyReport.objects.get(partnership__slug="agincourt")
    of_report = {"slug": "agincourt", "code": submitted.code}
    names = ("review_detail", "note_create", "report_return", "report_accept")
    entries = [_entry("officer", f"reporting:{name}", **of_report) for name in names]
    entries += _where_a_step_is_open()
    entries += [_entry(COORDINATOR, "search", query) for query in ("?q=emplo", "?q=zzzz")]
    entries += [_entry(VISITOR, "councils:directory", query) for query in ("?q=zzzz", "?q=erie&kind=community_wide")]
    empty = {"slug": "kingston"}
    entries += [_entry(VISITOR, name, **empty) for name in ("reporting:partnership_detail", "councils:body_list")]
    entries.append(_entry(VISITOR, "reporting:partnership_detail", status=404, slug="nowhere"))
    entries.append(_entry(COORDINATOR, "councils:role_give_any", status=403))
    return entries


def _where_a_step_is_open() -> list[dict]:
    """The steps of a whole report, each where it is open."""
    from reporting.models import YearlyReport

    open_to = [
        (COORDINATOR, "report_ask_approval", "drafting"),
        (COORDINATOR, "report_take_back", "council_review"),
        ("co_chair", "report_approve", "council_review"),
        (COORDINATOR, "report_submit", "approved"),
        (COORDINATOR, "report_publish", "accepted"),
    ]
    london = YearlyReport.objects.filter(partnership__slug="london-and-middlesex").order_by("-pk")
    codes = {state: london.filter(state=state).first().code for __, __, state in open_to}
    return [
        _entry(who, f"reporting:{name}", slug="london-and-middlesex", code=codes[state]) for who, name, state in open_to
    ]


if __name__ == "__main__":
    main()
