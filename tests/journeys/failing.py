"""Forms sent as nobody should: emptied, or with answers that are none; and those that cannot fail, with the reason."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.bars.forms import forms_in

ASKED = ".//input[not(@type='hidden' or @type='submit')][@name]|.//select[@name]|.//textarea[@name]"
# The longest text any form takes is shorter.
TOO_LONG = 20_001

# An empty answer is an answer here, so these are sent with answers of the wrong kind.
EMPTY_IS_AN_ANSWER = {
    "councils:agreement_reporting_dates",
    "councils:meeting_attendance",
    "councils:membership_edit",
    "councils:membership_renew",
    "councils:terms_create",
    "councils:terms_section_edit",
    "reporting:report_accept",
    "reporting:section_edit",
    "strategies:component_edit",
}
# Forms that ask something and still take whatever a browser can send.
CANNOT_FAIL = {
    "account_email": "one of one’s own addresses is chosen; an address is added by the form beneath",
    "mfa_add_webauthn": "the device sends it, once it has made the passkey; the name may be left out",
}

EMPTIED = """form => {
  form.noValidate = true;
  for (const one of form.elements) {
    if (one.type === "hidden" || one.disabled) continue;
    if (one.type === "radio" || one.type === "checkbox") one.checked = false;
    else if (one.tagName === "SELECT") one.selectedIndex = [...one.options].findIndex(option => option.value === "");
    else if (one.type !== "submit" && one.type !== "file") one.value = "";
  }
}"""
WRONG = """(form, length) => {
  const outside = { date: "1000-01-01", "datetime-local": "1000-01-01T00:00", number: "-1" };
  form.noValidate = true;
  for (const one of form.elements) {
    if (["hidden", "submit", "file"].includes(one.type) || one.disabled || one.name.includes("except")) continue;
    if (one.type === "radio" || one.type === "checkbox") { one.value = "none-of-these"; one.checked = true; }
    else if (one.tagName === "SELECT") { one.add(new Option("?", "none-of-these")); one.value = "none-of-these"; }
    else if (one.tagName === "TEXTAREA") one.value = "x".repeat(length);
    else if (one.type in outside) one.value = outside[one.type];
    else { one.type = "text"; one.value = "?".repeat(400); }
  }
}"""


@dataclass(frozen=True)
class AskingForm:
    """A form that asks for something: the route it posts to, its address, its place among the page's posting forms."""

    route: str
    action: str
    nth: int


def asking_forms(response, page: str) -> list[AskingForm]:
    """The forms of a page's main part that ask for something and change something; those alike only once."""
    posting = [form for form in forms_in(response, page) if form.element.xpath("ancestor::main")]
    asking = {}
    for nth, form in enumerate(posting):
        if form.element.xpath(ASKED):
            asking.setdefault((form.route, *form.texts), AskingForm(form.route, urlsplit(form.action).path, nth))
    return list(asking.values())


def send_as_nobody_should(window, form) -> bool:
    """Fill the form wrongly and send it; whether it came back with its problems first."""
    shown = window.page.locator("main form[method=post]").nth(form["nth"])
    if form["route"] in EMPTY_IS_AN_ANSWER:
        shown.evaluate(WRONG, TOO_LONG)
    else:
        shown.evaluate(EMPTIED)
    with window.page.expect_navigation():
        shown.locator("button[type=submit]:not([formaction])").first.evaluate("button => button.click()")
    return window.page.locator("main .summary").count() > 0
