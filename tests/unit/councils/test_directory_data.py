"""The directory's data files: complete, traceable to their seeds, findable under older names."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "councils" / "data"
SEEDS = {
    "000_8a54bfa1b30652c0.txt",
    "001_633b2e2f6212c850.txt",
    "002_70a4fa114c8571a9.txt",
    "003_5ab2733743e3255d.txt",
    "004_ac945669255a9ba9.txt",
}
ZONES = {"America/Toronto", "America/Winnipeg"}
REGIONS = {"east", "west", "north", "gta", "toronto", "central", "unknown"}


def read(name: str) -> dict:
    """One data file, parsed."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def partnerships() -> list[dict]:
    """The directory's entries."""
    return read("directory.json")["partnerships"]


def sources_in(value: object) -> set[str]:
    """Every seed name written anywhere inside a value."""
    if isinstance(value, dict):
        named: set[str] = set()
        for key, inner in value.items():
            if key in {"source", "region_source"} and isinstance(inner, str):
                named.add(inner)
            elif key == "sources":
                named.update(inner)
            else:
                named |= sources_in(inner)
        return named
    if isinstance(value, list):
        return set().union(*(sources_in(inner) for inner in value))
    return set()


def folded(text: str) -> str:
    """Text without case, accents, spaces and marks, as a search box would compare it."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^a-z0-9]+", "", plain)


def found(words: str) -> set[str]:
    """Slugs whose names or aliases hold the words."""
    wanted = folded(words)
    return {
        entry["slug"]
        for entry in partnerships()
        if any(
            wanted in folded(name)
            for name in (entry["name_en"], entry["name_fr"], *(alias["text"] for alias in entry["aliases"]))
        )
    }


def test_directory_has_thirty_fifteen_and_three():
    kinds = Counter(entry["kind"] for entry in partnerships())

    assert kinds == {
        "community_wide": 30,
        "toronto_neighbourhood": 14,
        "toronto_city_wide": 1,
        "francophone_network": 3,
    }


def test_directory_slugs_are_unique_short_and_ascii():
    slugs = [entry["slug"] for entry in partnerships()]

    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z][a-z-]{1,39}", slug) for slug in slugs)


def test_directory_names_are_given_in_both_languages():
    assert [entry["slug"] for entry in partnerships() if not (entry["name_en"] and entry["name_fr"])] == []


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.json")), ids=lambda path: path.name)
def test_data_files_name_only_seeds_that_exist(path):
    named = {
        source
        for source in sources_in(json.loads(path.read_text(encoding="utf-8")))
        if not source.startswith("public:")
    }

    assert named <= SEEDS


def test_directory_entries_all_name_a_seed():
    assert [entry["slug"] for entry in partnerships() if not entry["sources"]] == []


def test_directory_values_stay_in_their_closed_lists():
    lead_types = {row["key"] for row in read("lists/lead_types.json")["entries"]} | {None}
    models = {row["key"] for row in read("lists/operating_models.json")["entries"]}
    settings = {row["key"] for row in read("lists/settings.json")["entries"]} | {"unknown"}
    kinds = {row["key"] for row in read("lists/partnership_kinds.json")["entries"]}

    for entry in partnerships():
        assert entry["lead_type"] in lead_types, entry["slug"]
        assert entry["operating_model"] in models, entry["slug"]
        assert entry["setting"] in settings, entry["slug"]
        assert entry["kind"] in kinds, entry["slug"]
        assert entry["region"] in REGIONS, entry["slug"]
        assert entry["time_zone"] in ZONES, entry["slug"]


# Each value with the words of the seed that give it; a lead type is read from the lead body's own name.
LEADS = {
    "municipal_government": (
        "hamilton smiths-falls london-and-middlesex sault-ste-marie windsor chatham-kent northwestern-ontario "
        "greater-sudbury guelph"
    ),
    "regional_government": "simcoe halton durham waterloo huron lambton niagara york",
    "community_organization": (
        "north-bay peel thunder-bay leeds-grenville st-thomas-elgin agincourt north-etobicoke "
        "delta-family-resource-centre west-downtown catholic-cross-cultural-services york-south-weston thorncliffe "
        "south-west-scarborough woodgreen north-york-east east-downtown"
    ),
    "settlement_agency": "ottawa peterborough belleville-quinte",
    "health_centre": "kingston",
    "workforce_board": "renfrew prescott-russell grand-erie",
    "economic_development_body": "timmins",
    "employment_service": "jewish-vocational-services central-south-etobicoke access-employment-services",
}
REGIONS_SAID = {
    "peel": ("gta", "004_ac945669255a9ba9.txt"),  # “GTA: Peel Newcomer Strategy Group”
    "kingston": ("east", "004_ac945669255a9ba9.txt"),  # “East: Kingston Local Immigration Partnership”
    "waterloo": ("west", "004_ac945669255a9ba9.txt"),  # “West: Kitchener-Waterloo”
    "thunder-bay": ("north", "004_ac945669255a9ba9.txt"),  # “North: Thunder Bay”
    "prescott-russell": ("east", "000_8a54bfa1b30652c0.txt"),  # “Eastern Ontario Training Board”
    "northwestern-ontario": ("north", "000_8a54bfa1b30652c0.txt"),  # “Northwestern Ontario Municipal Partnership”
    "reseau-est": ("east", "000_8a54bfa1b30652c0.txt"),
    "reseau-nord": ("north", "000_8a54bfa1b30652c0.txt"),
    "reseau-centre-sud-ouest": ("central", "000_8a54bfa1b30652c0.txt"),
}
IN_TORONTO = ("toronto", "000_8a54bfa1b30652c0.txt")  # “LIPs in Toronto Neighbourhoods”, and “Toronto City-Wide”


def in_toronto() -> set[str]:
    """Slugs of the fifteen of the seeds' Toronto column."""
    return {entry["slug"] for entry in partnerships() if entry["kind"].startswith("toronto")}


def test_directory_lead_types_are_those_the_seeds_give_and_four_are_named_nowhere():
    given = {slug: kind for kind, slugs in LEADS.items() for slug in slugs.split()}

    assert {entry["slug"]: entry["lead_type"] for entry in partnerships() if entry["lead_type"]} == given
    assert {entry["slug"] for entry in partnerships() if not entry["lead_type"]} == {
        "toronto-city-wide",
        "reseau-est",
        "reseau-nord",
        "reseau-centre-sud-ouest",
    }


def test_directory_regions_are_those_the_seeds_give_with_their_source():
    given = REGIONS_SAID | dict.fromkeys(in_toronto(), IN_TORONTO)
    entries = [entry for entry in partnerships() if entry["region"] != "unknown"]

    assert {entry["slug"]: (entry["region"], entry["region_source"]) for entry in entries} == given


def test_directory_settings_are_rural_for_huron_and_toronto_for_its_fifteen():
    settings = {entry["slug"]: entry["setting"] for entry in partnerships() if entry["setting"] != "unknown"}

    assert settings == {"huron": "rural"} | dict.fromkeys(in_toronto(), "toronto")


def test_directory_leaves_the_way_of_working_open_where_no_seed_says_it_of_anybody():
    assert {entry["operating_model"] for entry in partnerships()} == {"unknown"}


def test_directory_entries_keep_lead_body_area_name_and_older_names():
    london = next(entry for entry in partnerships() if entry["slug"] == "london-and-middlesex")

    assert (london["name_en"], london["lead_body"]) == ("London and Middlesex", "Corporation of the City of London")
    assert "LMLIP" in {alias["text"] for alias in london["aliases"]}
    assert {entry["slug"] for entry in partnerships() if not entry["lead_body"]} <= {
        "toronto-city-wide",
        "reseau-est",
        "reseau-nord",
        "reseau-centre-sud-ouest",
    }
    assert all({"area", "name_en", "name_fr", "aliases"} <= set(entry) for entry in partnerships())
    assert all(alias["text"] and alias["sources"] for entry in partnerships() for alias in entry["aliases"])


def test_directory_has_the_six_case_studies_in_order():
    studies = sorted((entry["case_study"]["order"], entry["slug"]) for entry in partnerships() if entry["case_study"])

    assert [slug for _, slug in studies] == ["west-downtown", "peel", "kingston", "waterloo", "thunder-bay", "huron"]


def test_directory_marks_the_two_observed_partnerships():
    observed = {entry["slug"] for entry in partnerships() if entry["participant_observation"]}

    assert observed == {"ottawa", "london-and-middlesex"}


def test_directory_counts_communities_where_the_seeds_do():
    counts = {entry["slug"]: entry["community_count"] for entry in partnerships() if entry["community_count"]}

    assert counts == {"simcoe": 18, "northwestern-ontario": 32}


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Jobstart", "central-south-etobicoke"),
        ("Central South Etobicoke", "central-south-etobicoke"),
        ("Southwest Scarborough", "south-west-scarborough"),
        ("South West Scarborough", "south-west-scarborough"),
        ("Kitchener-Waterloo", "waterloo"),
        ("Peel Newcomer Strategy Group", "peel"),
        ("County of Huron", "huron"),
        ("West Downtown Toronto Settlement Coordination Project", "west-downtown"),
        ("LMLIP", "london-and-middlesex"),
        ("reseau centre sud-ouest", "reseau-centre-sud-ouest"),
    ],
)
def test_directory_finds_older_names(words, slug):
    assert found(words) == {slug}


def test_directory_gives_networks_french_first():
    networks = [entry for entry in partnerships() if entry["kind"] == "francophone_network"]

    assert [(entry["name_fr"], entry["languages"]) for entry in networks] == [
        ("Réseau Est", ["fr", "en"]),
        ("Réseau Nord", ["fr", "en"]),
        ("Réseau Centre Sud-Ouest", ["fr", "en"]),
    ]


def test_directory_gives_london_its_links():
    london = next(entry for entry in partnerships() if entry["slug"] == "london-and-middlesex")

    sizes = {
        name: len(london[name]) for name in ("partner_initiatives", "municipal_priorities", "goals", "co_chair_bodies")
    }

    assert sizes == {"partner_initiatives": 6, "municipal_priorities": 3, "goals": 6, "co_chair_bodies": 2}


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("sectors.json", 17),
        ("lists/call_objectives.json", 8),
        ("lists/characteristics_2010.json", 17),
        ("lists/expectations.json", 4),
        ("lists/good_practices.json", 7),
        ("lists/london_goals.json", 6),
        ("lists/stages.json", 7),
        ("lists/strategy_components.json", 6),
        ("lists/topics.json", 5),
    ],
)
def test_lists_are_complete_and_in_both_languages(name, count):
    entries = read(name)["entries"]

    assert len(entries) == count
    assert len({row["key"] for row in entries}) == count
    assert all(row["en"] and row["fr"] for row in entries)


def test_sectors_are_in_the_four_languages_of_a_call():
    assert all(row["es"] and row["ar"] for row in read("sectors.json")["entries"])
