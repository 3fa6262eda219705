"""What an address asks for: a number or nothing; NUL, which one engine cannot be asked for, is refused."""

import pytest

from lipportal.shared.asked import whole_number


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("²", 0), ("1234", 0), ("-1", 0), ("", 0)])
def test_number_is_one_in_plain_figures(text, number):
    assert whole_number(text, digits=3) == number


@pytest.mark.parametrize("address", ["/en/search/?q=%00", "/en/search/?%00=a", "/en/p/%00/"])
def test_address_with_nul_is_refused_on_a_calm_page(client, db, address):
    answer = client.get(address)

    assert answer.status_code in (400, 404)
    assert "<h1" in answer.content.decode()


def test_cookie_with_nul_is_refused(client, db, settings):
    assert client.get("/en/", headers={"cookie": f'{settings.SESSION_COOKIE_NAME}="\\000abcdefgh"'}).status_code == 400
