"""Shortly before a session ends its page says so, and one press keeps it (bar 13)."""

import re

import pytest
from playwright.sync_api import expect

LEFT = re.compile(r'data-left="[^"]*"')


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_warning_comes_before_the_end_and_one_press_takes_it_away(visit, language):
    person = visit(language, width=320).enter("coordinator")

    def soon_over(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=LEFT.sub('data-left="200 20000"', answer.text()))

    person.page.route(f"**/{language}/", soon_over)
    person.go("/")
    warning = person.page.get_by_role("region", name=person.say("End of the session"))
    said = person.say(
        "Nothing was done here for a while. At TIME you are signed out; what you typed is kept."
    ).partition("TIME")[0]

    expect(warning).to_be_visible()
    expect(warning.get_by_role("alert")).to_contain_text(said.strip())
    warning.get_by_role("button", name=person.say("Stay signed in")).click()
    expect(warning).to_be_hidden()
    assert person.heading()
