"""Bar 8: what lists, counts, sorting and searching say is the same whether or not somebody else's records exist."""

import pytest
from django.apps import apps
from django.db import models, transaction

from lipportal.shared import clock
from tests.bars.accepted import Visitors
from tests.bars.crawl import pages, steady
from tests.bars.routes import HURON, LONDON, rows_of
from tests.bars.rows import unchecked
from tests.bars.telling import held

pytestmark = pytest.mark.django_db

ASKED = ("", "?q=secret", "?sort=-name&order=-title&page=2")


def hide_and_rewrite() -> int:
    """Every text of the other partnership's own records is rewritten, so that its words, order and finds differ."""
    touched = 0
    with unchecked():
        for model in apps.get_models():
            names = {field.name for field in model._meta.fields}
            texts = [
                field.name
                for field in model._meta.fields
                if type(field) in (models.CharField, models.TextField)
                and not field.choices
                and not field.unique
                and not field.name.endswith("code")
            ]
            if "partnership" not in names or model._meta.app_label == "audit" or not texts:
                continue
            for row in rows_of(model, HURON):
                values = {name: f"AAA secret {row.pk}" for name in texts if getattr(row, name)}
                touched += model._default_manager.filter(pk=row.pk).update(**values) if values else 0
    return touched


def listed(visit: Visitors) -> dict[str, tuple[int, bytes]]:
    """The pages with lists, each asked for plainly, with a search, and sorted and paged."""
    found = {}
    for page in pages():
        if f"/{LONDON}/" not in page.address or page.route.model is not None:
            continue
        if page.route.name.endswith(("_create", "_edit", "excel")):
            continue
        for query in ASKED:
            # A reading leaves its line in the trail, which the next page of the trail would show.
            with transaction.atomic():
                response = visit("coordinator").get(page.address + query)
                found[page.address + query] = (response.status_code, steady(response))
                transaction.set_rollback(True)
    return found


def test_lists_do_not_change_with_another_partnerships_records(world):
    visit = Visitors()
    with clock.standing_at(clock.now()):
        before = listed(visit)
        touched = hide_and_rewrite()
        after = listed(visit)

    differing = [address for address in before if before[address] != after[address]]
    held(differing, f"{len(before)} lists read twice, {touched} foreign records rewritten between")
    assert len(before) > 20, f"only {len(before)} lists"
    assert touched > 20, f"only {touched} records"
