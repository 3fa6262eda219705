"""One sort rule and one way of finding, whatever engine: what Python orders and finds, the database does too."""

from itertools import permutations

import pytest

from councils.models import Organization, Partnership, Person
from councils.queries import people_found
from lipportal.shared.folding import sort_key
from tests.factories.councils import OrganizationFactory, PartnershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
NAMES = (
    "Zoë Øster",
    "zoe abara",
    "Élodie Côté",
    "Elodie Cote-Roy",
    "Saint Jacques",
    "Saint-Jean",
    "Sainte-Anne",
    "St. Albert",
    "O’Neil, Éamon",
    "Oneil Adams",
    "Œuvre du Nord",
    "10 Acres",
    "9 Rivers",
    "Łukasz Żak",
    "ᐃᓄᒃ",
    "محمد علي",
    "Ñandú",
    "İstanbul",
    "straße",
    "Strasse",
)


def in_order(rows):
    return [sort_key(name) for name in rows]


@pytest.mark.parametrize(("model", "factory"), [(Person, PersonFactory), (Organization, OrganizationFactory)])
def test_the_database_orders_as_the_rule_does(model, factory):
    partnership = PartnershipFactory()
    column = "name" if model is Person else "name_en"
    for name in NAMES:
        factory(partnership=partnership, **{column: name})

    ordered = model.objects.filter(partnership=partnership).order_by("folded_sort", "pk").values_list(column, flat=True)

    assert in_order(ordered) == sorted(in_order(NAMES))


def test_partnerships_stand_in_the_same_order_whichever_came_first():
    orders = set()
    for number, names in enumerate(permutations(("Île-à-la-Crosse", "Ile aux Noix", "ile-perrot"))):
        made = [PartnershipFactory(name_en=name, slug=f"p{number}-{place}").pk for place, name in enumerate(names)]
        found = Partnership.objects.filter(pk__in=made).order_by("folded_sort", "pk")
        orders.add(tuple(found.values_list("name_en", flat=True)))

    assert orders == {("Île-à-la-Crosse", "Ile aux Noix", "ile-perrot")}


@pytest.mark.parametrize(
    ("typed", "met"),
    [
        ("ZOE", ["zoe abara", "Zoë Øster"]),
        ("øster", ["Zoë Øster"]),
        ("oster", ["Zoë Øster"]),
        ("côte", ["Élodie Côté", "Elodie Cote-Roy"]),
        ("saint", ["Saint Jacques", "Saint-Jean", "Sainte-Anne"]),
        ("oeuvre", ["Œuvre du Nord"]),
        ("zak lukasz", ["Łukasz Żak"]),
        ("ᐃᓄᒃ", ["ᐃᓄᒃ"]),
        ("محمد", ["محمد علي"]),
        ("nandu", ["Ñandú"]),
        ("STRASSE", ["straße", "Strasse"]),
    ],
)
def test_names_are_found_without_marks_and_case(typed, met):
    partnership = PartnershipFactory()
    for name in NAMES:
        PersonFactory(partnership=partnership, name=name, email="")

    found = people_found(Person.objects.filter(partnership=partnership), {"q": typed})

    assert [person.name for person in found] == met


@pytest.mark.parametrize("typed", ["%", "_", "\\", "%%%", "[a-z]%"])
def test_signs_that_an_engine_might_read_are_only_signs(typed):
    PersonFactory.create_batch(2, name="Kim", email="")

    found = people_found(Person.objects.all(), {"q": typed})

    assert found.count() == (0 if sort_key(typed) else 2)
