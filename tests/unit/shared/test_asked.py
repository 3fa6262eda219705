"""What an address asks for: a number or nothing; NUL, which one engine cannot be asked for, is neither."""

import pytest

from lipportal.shared.asked import whole_number


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("²", 0), ("1234", 0), ("-1", 0), ("", 0)])
def test_number_is_one_in_plain_figures(text, number):
    assert whole_number(text, digits=3) == number


@pytest.mark.parametrize("query", ["q=%00", "%00=a", "q=%%0000", "q=a%00b", "page=%00"])
def test_nul_in_an_address_is_nothing_asked(client, db, query):
    assert client.get(f"/en/search/?{query}").status_code == 200


def test_cookie_with_nul_is_refused(client, db, settings):
    assert client.get("/en/", headers={"cookie": f'{settings.SESSION_COOKIE_NAME}="\\000abcdefgh"'}).status_code == 400
