"""Loading the directory, writing an entry, recording stages."""

import json

import pytest

from councils.models import Alias, PartnerInitiative, Partnership, Sector
from councils.queries import partnerships_found, partnerships_visible_to, stages_of
from councils.services import create_partnership, edit_partnership, load_directory, names_of, record_stage
from councils.services.directory import DATA
from lipportal.accounts.models import User
from lipportal.audit.models import Entry
from lipportal.audit.queries import history_of
from lipportal.shared.errors import Conflict, Refused
from lipportal.shared.folding import sort_key
from tests.factories.councils import PartnershipFactory, UserFactory

pytestmark = pytest.mark.django_db
# Region, rural or urban, who leads and which kind of lead, a university: as the seeds give them, unknown where none does.
CASE_STUDIES = {
    "west-downtown": ("toronto", "toronto", "St. Stephen’s Community House", "community_organization", "unknown"),
    "peel": ("gta", "unknown", "Peel Newcomer Strategy Group", "community_organization", "unknown"),
    "kingston": ("east", "unknown", "Kingston Community Health Centres", "health_centre", "unknown"),
    "waterloo": ("west", "unknown", "Regional Municipality of Waterloo", "regional_government", "unknown"),
    "thunder-bay": ("north", "unknown", "Thunder Bay Multicultural Association", "community_organization", "unknown"),
    "huron": ("unknown", "rural", "County of Huron", "regional_government", "unknown"),
}


@pytest.fixture
def by() -> User:
    return UserFactory()


def test_load_directory_brings_in_forty_eight_entries_and_seventeen_spheres():
    loaded = load_directory()

    assert (loaded.added, loaded.kept) == (48, 0)
    assert Sector.objects.filter(partnership=None).count() == loaded.sectors >= 17
    london = Partnership.objects.get(slug="london-and-middlesex")
    assert london.lead_name_fr == "Ville de London"
    assert names_of(london)["communities"] == ["London", "Middlesex"]
    assert PartnerInitiative.objects.filter(partnership=london).count() == 6
    assert Alias.objects.get(partnership=london, name="LMLIP").source == "001_633b2e2f6212c850.txt"


def test_load_directory_twice_changes_nothing_and_keeps_what_people_wrote(by):
    load_directory()
    ottawa = Partnership.objects.get(slug="ottawa")
    edit_partnership(ottawa, {"intro_en": "Ours.", "aliases": ["Bytown"]}, by=by, version=1)
    lines = Entry.objects.count()

    loaded = load_directory()

    assert (loaded.added, loaded.kept) == (0, 48)
    assert Entry.objects.count() == lines
    ottawa.refresh_from_db()
    assert (ottawa.intro_en, names_of(ottawa)["aliases"]) == ("Ours.", ["Bytown"])


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Simcoe County", "simcoe"),
        ("County of Simcoe", "simcoe"),
        ("Northwestern Ontario", "northwestern-ontario"),
        ("Corporation of the City of London", "london-and-middlesex"),
        ("The Corporation of the County of Lambton", "lambton"),
        ("Corporation of the Town of Smith Falls", "smiths-falls"),
    ],
)
def test_load_directory_finds_an_entry_by_its_area_and_by_its_contract_holder(by, words, slug):
    load_directory()

    assert [one.slug for one in partnerships_found(partnerships_visible_to(by), {"q": words})] == [slug]


def test_load_directory_keeps_area_and_holder_of_every_entry_that_has_them(by):
    load_directory()
    entries = json.loads((DATA / "directory.json").read_text(encoding="utf-8"))["partnerships"]

    for entry in entries:
        partnership = Partnership.objects.get(slug=entry["slug"])
        names = names_of(partnership)
        leads = {sort_key(name) for name in (partnership.lead_name_en, partnership.lead_name_fr, *names["aliases"])}
        if entry["area"]:
            assert entry["area"] in {*names["communities"], partnership.name_en}, entry["slug"]
            assert names["communities"], entry["slug"]
        if entry["lead_body"]:
            assert sort_key(entry["lead_body"]) in leads, entry["slug"]
    assert names_of(Partnership.objects.get(slug="north-etobicoke"))["aliases"] == [
        "North Etobicoke Local Immigration Partnership"
    ]


def test_load_directory_gives_an_entry_loaded_earlier_its_area_and_holder_once(by):
    simcoe = create_partnership({"slug": "simcoe", "name_en": "Simcoe", "kind": "community_wide"}, by=by)
    london = create_partnership(
        {"slug": "london-and-middlesex", "name_en": "London", "kind": "community_wide", "aliases": ["Ours"]}, by=by
    )

    loaded = load_directory()

    assert (loaded.added, loaded.kept, loaded.named) == (46, 2, 2)
    assert names_of(simcoe)["communities"] == ["Simcoe County"]
    assert names_of(london)["aliases"] == ["Ours", "Corporation of the City of London"]
    assert Alias.objects.get(partnership=london, name__startswith="Corporation").source.startswith("000_")
    lines = Entry.objects.count()
    assert (load_directory().named, Entry.objects.count()) == (0, lines)


def test_load_directory_does_not_bring_back_a_name_somebody_took_out(by):
    load_directory()
    london = Partnership.objects.get(slug="london-and-middlesex")
    edit_partnership(london, {"aliases": ["LMLIP"]}, by=by, version=london.version)

    loaded = load_directory()

    assert (loaded.named, names_of(london)["aliases"]) == (0, ["LMLIP"])


def test_load_directory_marks_the_six_case_studies_and_the_two_observed_and_nobody_else():
    load_directory()

    marked = dict(Partnership.objects.exclude(case_study="none").values_list("slug", "case_study"))

    assert marked == {
        **dict.fromkeys(CASE_STUDIES, "preliminary"),
        **dict.fromkeys(["ottawa", "london-and-middlesex"], "observed"),
    }


@pytest.mark.parametrize("slug", CASE_STUDIES)
def test_load_directory_keeps_region_setting_lead_and_university_of_a_case_study(slug):
    load_directory()

    kept = Partnership.objects.get(slug=slug)

    assert (kept.region, kept.setting, kept.lead_name_en, kept.lead_type, kept.has_university) == CASE_STUDIES[slug]


def test_load_directory_marks_a_francophone_network_as_written_in_french():
    load_directory()

    assert Partnership.objects.get(slug="reseau-est").written_in == "fr"
    assert Partnership.objects.get(slug="huron").setting == "rural"
    assert Partnership.objects.get(slug="kingston").case_study == "preliminary"
    assert Partnership.objects.get(slug="ottawa").case_study == "observed"


def test_create_partnership_makes_an_address_from_its_name_and_is_found_by_alias_and_place(by):
    values = {"name_en": "Prairie Rose", "kind": "zonal", "aliases": ["Rose Prairie"], "communities": ["Sainte-Agathe"]}

    partnership = create_partnership(values, by=by)

    assert partnership.slug == "prairie-rose"
    found = partnerships_found(partnerships_visible_to(by), {"q": "sainte agathe rose"})
    assert list(found) == [partnership]


def test_create_partnership_refuses_a_taken_address(by):
    PartnershipFactory(slug="riverside")

    with pytest.raises(Refused):
        create_partnership({"name_en": "Riverside", "kind": "zonal"}, by=by)


def test_edit_partnership_writes_what_changed_and_leaves_the_rest(by):
    partnership = create_partnership({"name_en": "Alpha", "kind": "zonal", "aliases": ["Old Alpha"]}, by=by)

    edited = edit_partnership(partnership, {"name_en": "Beta"}, by=by, version=1)

    assert names_of(edited)["aliases"] == ["Old Alpha"]
    assert list(partnerships_found(partnerships_visible_to(by), {"q": "beta"})) == [partnership]
    assert list(partnerships_found(partnerships_visible_to(by), {"q": "old alpha"})) == [partnership]
    assert history_of(edited).last().after == {"name_en": "Beta"}


def test_edit_partnership_replaces_names_with_one_line_and_a_new_version(by):
    partnership = create_partnership({"name_en": "Alpha", "kind": "zonal", "aliases": ["One", "Two"]}, by=by)
    Alias.objects.filter(name="One").update(source="a seed")

    edited = edit_partnership(partnership, {"aliases": ["Three", "One"]}, by=by, version=1)

    assert edited.version == 2
    assert names_of(edited)["aliases"] == ["Three", "One"]
    assert Alias.objects.get(partnership=partnership, name="One").source == "a seed"
    line = history_of(edited).last()
    assert (line.before, line.after) == ({"aliases": ["One", "Two"]}, {"aliases": ["Three", "One"]})


def test_edit_partnership_from_an_old_version_is_a_conflict_also_for_names(by):
    partnership = create_partnership({"name_en": "Alpha", "kind": "zonal"}, by=by)
    edit_partnership(partnership, {"aliases": ["Theirs"]}, by=by, version=1)

    with pytest.raises(Conflict):
        edit_partnership(partnership, {"aliases": ["Mine"]}, by=by, version=1)

    assert names_of(partnership)["aliases"] == ["Theirs"]


def test_record_stage_keeps_the_furthest_stage_begun_and_is_silent_when_nothing_changes(by):
    partnership = PartnershipFactory()

    record_stage(partnership, "council", "done", by=by)
    record_stage(partnership, "plan", "now", by=by)
    lines = Entry.objects.count()
    record_stage(partnership, "plan", "now", by=by)

    partnership.refresh_from_db()
    assert partnership.furthest_stage == "plan"
    assert Entry.objects.count() == lines
    assert partnership.version == 1
    assert stages_of(partnership).begun_words == "2 of 7"


def test_record_stage_can_go_back_and_refuses_an_unknown_stage(by):
    partnership = PartnershipFactory()
    record_stage(partnership, "report", "now", by=by)

    record_stage(partnership, "report", "later", by=by)

    assert partnership.furthest_stage == ""
    with pytest.raises(ValueError, match="dreaming"):
        record_stage(partnership, "dreaming", "now", by=by)


def test_stages_overlap_and_none_waits_for_another(by):
    partnership = PartnershipFactory()

    record_stage(partnership, "report", "now", by=by)
    record_stage(partnership, "council", "now", by=by)

    states = Partnership.objects.get(pk=partnership.pk).stages
    assert (states["council"], states["report"]) == ("now", "now")
    assert {states[stage] for stage in ("terms", "strategy", "plan", "implement", "assess")} == {"later"}
