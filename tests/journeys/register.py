"""Every page, who opens it and the forms on it, for those who look at each: made from the access table, printed as JSON.

Run beside a portal, in its environment: `python -m tests.journeys.register`.
"""

import importlib
import json
import pkgutil

import django

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
DRAFTER = "drafter"
WHO = (VISITOR, *OPENERS[:4], DRAFTER)
# Pages of the sign-in library, chosen by hand: which of them answer depends on what a person has set up.
SIGN_IN = ("account_login", "account_signup", "account_request_login_code", "account_reset_password")
OWN = ("account_email", "account_change_password", "mfa_index", "mfa_list_webauthn")


def main() -> None:
    """Print the register."""
    django.setup()
    pages = [*_from_the_table(), *_of_sign_in(), *_of_drafts(), *_in_other_states()]
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
    from lipportal.accounts.models import User
    from reporting.demo.cast import email_of
    from tests.people import signed_in_client
    from tests.world import browser_of

    if who == DRAFTER:
        return signed_in_client(User.objects.get(email=email_of("reseau-coordinator")))
    return browser_of(who)


def _entry(who: str, name: str, query: str = "", status: int = 200, **place) -> dict:
    from django.urls import reverse

    return {"who": who, "address": reverse(name, kwargs=place) + query, "status": status}


def _rows():
    from tests.architecture import access

    for module in pkgutil.iter_modules(access.__path__):
        if module.name != "sign_in":
            yield from importlib.import_module(f"tests.architecture.access.{module.name}").ROWS


def _from_the_table() -> list[dict]:
    from tests.architecture.places import places

    where, entries = places(), []
    for row in _rows():
        if row.method != "GET" or row.ok_status != 200 or (row.place and row.place not in where):
            continue
        openers = [who for who in OPENERS if who in row.ok][:1]
        openers += [VISITOR] if VISITOR in row.ok else []
        entries += [_entry(who, row.name, **where.get(row.place, {})) for who in openers]
    return entries


def _of_sign_in() -> list[dict]:
    return [_entry(VISITOR, name) for name in SIGN_IN] + [_entry(COORDINATOR, name) for name in OWN]


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
    entries += [_entry(COORDINATOR, "search", query) for query in ("?q=emplo", "?q=zzzz")]
    entries += [_entry(VISITOR, "councils:directory", query) for query in ("?q=zzzz", "?q=erie&kind=community_wide")]
    empty = {"slug": "kingston"}
    entries += [_entry(VISITOR, name, **empty) for name in ("reporting:partnership_detail", "councils:body_list")]
    entries.append(_entry(VISITOR, "reporting:partnership_detail", status=404, slug="nowhere"))
    entries.append(_entry(COORDINATOR, "councils:role_give_any", status=403))
    return entries


if __name__ == "__main__":
    main()
