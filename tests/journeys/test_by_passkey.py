"""A passkey is made, signs its holder in, is the second proof after a code, and says so when it cannot be used."""

import re

import pytest
from playwright.sync_api import expect

from reporting.demo.cast import email_of
from tests.journeys.words import exactly

COORDINATOR = email_of("coordinator")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """A phone or computer that keeps passkeys, as Chromium plays one."""

    def __init__(self, person) -> None:
        self.browser = person.page.context.new_cdp_session(person.page)
        self.browser.send("WebAuthn.enable")
        added = self.browser.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self.id = {"authenticatorId": added["authenticatorId"]}

    def keys(self) -> int:
        return len(self.browser.send("WebAuthn.getCredentials", self.id)["credentials"])

    def knows_its_holder(self, known: bool) -> None:
        """Whether the finger or the face fits."""
        self.browser.send("WebAuthn.setUserVerified", {**self.id, "isUserVerified": known})


@pytest.fixture
def address(portal):
    """A device keeps passkeys for a name, never for an address of digits."""
    return f"http://localhost:{portal.place.port}"


def mailed_code(person) -> str:
    """The code in the newest mail of the demonstration's letter box, read in another tab."""
    tab = person.page.context.new_page()
    tab.goto(f"/{person.language}/demo/mail/?to={COORDINATOR}")
    tab.get_by_role("main").get_by_role("link").filter(has_text=re.compile(r"\S")).first.click()
    found = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", tab.get_by_role("main").inner_text(), re.MULTILINE)
    tab.close()
    assert found, "no code in the newest mail"
    return found[1]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_passkey_is_made_and_used_alone_then_after_a_code(visit, portal, address, language):
    portal.start_over()
    person = visit(language, address=address).enter("coordinator")
    device = Device(person)

    person.go("/account/2fa/webauthn/add/")
    person.fill({"Name of this passkey": "Téléphone", "Sign in with this passkey alone": True})
    person.press("Add a passkey")
    person.page.wait_for_url(lambda url: "/add/" not in url)
    person.go("/account/2fa/webauthn/")
    expect(person.main.get_by_role("rowheader", name="Téléphone")).to_be_visible()
    assert device.keys() == 1

    sign_out(person)
    person.go("/account/login/?next=" + f"/{language}/account/settings/")
    person.press("Use a passkey")
    person.page.wait_for_url(lambda url: url.endswith(f"{address}/{language}/account/settings/"))
    assert person.heading() == person.say("My settings")

    sign_out(person)
    person.go("/account/login/")
    person.page.locator("#email").fill(COORDINATOR)
    person.press("Send me a code")
    person.page.get_by_role("textbox").last.fill(mailed_code(person))
    person.press("Go on")
    assert person.heading() == person.say("One more proof")
    person.press("Use a passkey")
    person.page.wait_for_url(lambda url: "/account/" not in url)
    person.go("/account/settings/")
    assert person.heading() == person.say("My settings")


def sign_out(person) -> None:
    person.go("/account/logout/")
    person.press("Sign out")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_passkey_that_cannot_be_used_is_said_and_another_way_is_there(visit, portal, address, language):
    portal.start_over()
    person = visit(language, address=address, width=320)
    device = Device(person)
    device.knows_its_holder(False)

    person.go("/account/login/")
    trouble = person.main.get_by_role("alert")
    expect(trouble).to_be_hidden()
    person.press("Use a passkey")

    expect(trouble).to_contain_text(
        exactly(
            person.say(
                "No passkey was used: the device did not offer one, or it was stopped. Try again, or choose another way."
            )
        )
    )
    person.page.locator("#email").fill(email_of("co-chair"))
    person.press("Send me a code")
    assert person.heading() == person.say("Enter your code")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_passkeys_at_an_address_of_digits_are_said_not_to_work(visit, portal, language):
    person = visit(language)

    person.go("/account/login/")
    person.press("Use a passkey")

    expect(person.main.get_by_role("alert")).to_contain_text(
        exactly(
            person.say(
                "Passkeys cannot be used here and now. Choose another way; if it happens again, tell your coordinator."
            )
        )
    )
