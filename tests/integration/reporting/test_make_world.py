"""How the large world is asked for: from a seed, in an empty database, made all or not at all."""

import json
from io import StringIO
from random import Random

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from councils.models import Partnership, Person
from councils.services import load_directory
from lipportal.accounts.models import User
from lipportal.audit.models import Entry
from lipportal.audit.verification import misfits
from lipportal.shared.codes import new_code
from reporting.demo.large import world as large_world
from reporting.demo.large.kinds import copied_models
from reporting.demo.large.shapes import A_HANDFUL, told
from reporting.demo.large.words import BEGINNINGS, ENDINGS, Codes
from tests.factories.councils import PartnershipFactory, UserFactory


def portrait():
    """All that must be the same again: addresses, names, codes and how many there are of each kind."""
    models = copied_models()
    coded = {
        model._meta.label: [f.name for f in model._meta.concrete_fields if f.default is new_code] for model in models
    }
    counts = [(model._meta.label, model._base_manager.count()) for model in models]
    codes = [
        (label, list(apps.get_model(label)._base_manager.order_by("pk").values_list(*names)))
        for label, names in coded.items()
        if names
    ]
    people = list(Person.objects.order_by("pk").values_list("name", "email"))
    return counts, codes, people, list(Partnership.objects.order_by("pk").values_list("slug", "name_en"))


@pytest.mark.django_db
class TestSeeds:
    def test_a_seed_gives_the_same_world_again_and_another_seed_another_one(self):
        worlds = []
        for seed in (1, 1, 2):
            with transaction.atomic():
                large_world.make_large_world(partnerships=2, years=1, seed=seed, size=A_HANDFUL)
                worlds.append(portrait())
                transaction.set_rollback(True)
        assert worlds[0] == worlds[1]
        assert worlds[0][0] == worlds[2][0], "as many of everything"
        for one, other in zip(worlds[0][1:], worlds[2][1:], strict=True):
            assert one != other

    def test_no_code_comes_twice_and_each_has_the_shape_of_a_code(self):
        codes = Codes(Random(3))  # noqa: S311 - codes of a world that can be made again
        drawn = [codes() for _ in range(50_000)]
        assert len(set(drawn)) == len(drawn)
        assert {len(code) for code in drawn} == {len(new_code())}

    def test_names_stand_in_texts_and_in_json_as_they_are(self):
        names = [name for kind in told()["names"].values() for name in kind] + [*BEGINNINGS, *ENDINGS]
        assert [name for name in names if json.dumps(name, ensure_ascii=False) != f'"{name}"'] == []


@pytest.mark.django_db
class TestTheCommand:
    @staticmethod
    def run(*arguments):
        out = StringIO()
        call_command("make_world", *arguments, stdout=out)
        return out.getvalue()

    @pytest.fixture(autouse=True)
    def _a_handful(self, monkeypatch, settings, tmp_path):
        settings.DATA_DIR = tmp_path
        monkeypatch.setattr("reporting.management.commands.make_world.SIZE", A_HANDFUL)

    def test_it_draws_a_seed_and_says_it_with_how_far_it_is(self):
        said = self.run("--partnerships", "1", "--years", "1")
        assert "The seed of this world is " in said
        assert "1 of 1 partnerships" in said
        assert "rows in all" in said
        assert Partnership.objects.count() == 1
        assert misfits() == [], "the trail is whole, and sealed"

    def test_it_takes_the_seed_it_is_given_beside_the_directory(self):
        load_directory()
        there = Partnership.objects.count()
        assert "The seed of this world is 5." in self.run("--partnerships", "1", "--years", "1", "--seed", "5")
        assert Partnership.objects.count() == there + 1

    def test_an_empty_portal_on_postgresql_is_not_filled_unless_whoever_asks_says_it_may_be(self, monkeypatch):
        monkeypatch.setattr(connection, "vendor", "postgresql")
        with pytest.raises(CommandError, match="add --into-this-database"):
            call_command("make_world", "--partnerships", "1", "--years", "1", stdout=StringIO())
        assert not Partnership.objects.exists()
        assert not User.objects.exists()

    def test_a_database_without_tables_is_refused_with_what_to_run_first(self, monkeypatch):
        monkeypatch.setattr(connection.introspection, "table_names", lambda *args, **kwargs: [])
        self.refused("run manage.py migrate first")

    def test_it_is_refused_in_a_demonstration(self, settings):
        settings.DEMONSTRATION = True
        self.refused("never made in a demonstration")

    def test_it_is_refused_where_somebody_has_an_account(self):
        UserFactory()
        self.refused("Somebody has an account here")

    def test_it_is_refused_beside_other_partnerships(self):
        PartnershipFactory()
        self.refused("beside the directory")

    @pytest.mark.parametrize("asked", [("--partnerships", "0"), ("--years", "0"), ("--partnerships", "1000000")])
    def test_a_number_it_cannot_make_is_refused(self, asked):
        self.refused("Ask for 1 to", *asked)

    def refused(self, words, *asked):
        before = Partnership.objects.count()
        with pytest.raises(CommandError, match=words):
            self.run(*asked)
        assert Partnership.objects.count() == before

    def test_it_is_made_whole_or_not_at_all(self, monkeypatch):
        def fail(press):
            raise RuntimeError("the power went")

        monkeypatch.setattr(large_world.Press, "finish", fail)
        with pytest.raises(RuntimeError, match="the power went"):
            self.run("--partnerships", "1", "--years", "1")
        assert not Partnership.objects.exists()
        assert not User.objects.exists()
        assert not Entry.objects.exists()
