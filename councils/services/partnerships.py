"""Writes about partnerships: their entry in the directory, their names and places, and the stage each has reached."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from councils.choices import Stage, StageState
from councils.models import Alias, Community, Partnership
from councils.services.rows import note_rows
from lipportal.audit.services import change, create, log
from lipportal.shared.errors import Refused

ROWS = ("aliases", "communities")


@transaction.atomic
def create_partnership(values: Mapping[str, Any], *, by: Any) -> Partnership:
    """Add a partnership to the directory, with its older names and its communities.

    `values` holds columns, and under "aliases" and "communities" lists of names. Raises Refused for a taken address.
    """
    columns = {name: value for name, value in values.items() if name not in ROWS}
    columns["slug"] = columns.get("slug") or slugify(columns.get("name_en") or columns.get("name_fr") or "")[:60]
    if Partnership.objects.filter(slug=columns["slug"]).exists():
        raise Refused(_("Another partnership has this address already. Choose another one."))
    partnership = create(Partnership(**columns), by=by)
    names = {name: list(values.get(name) or ()) for name in ROWS}
    if any(names.values()):
        _replace_rows(partnership, names)
        log("partnership.names_changed", by=by, record=partnership, before={}, after=names)
    return partnership


@transaction.atomic
def edit_partnership(partnership: Partnership, values: Mapping[str, Any], *, by: Any, version: int) -> Partnership:
    """Change a partnership's entry from the `version` that was read; names and places left out stay as they are."""
    columns = {name: value for name, value in values.items() if name not in ROWS}
    current: Partnership = change(partnership, columns, by=by, version=version)
    before = names_of(current)
    after = {name: list(values[name]) for name in ROWS if name in values}
    changed = {name: names for name, names in after.items() if names != before[name]}
    if not changed:
        return current
    _replace_rows(current, changed)
    was = {name: before[name] for name in changed}
    return note_rows(current, by=by, action="names_changed", before=was, after=changed)


def names_of(partnership: Partnership) -> dict[str, list[str]]:
    """The older names and the communities of a partnership, in order."""
    return {
        "aliases": list(partnership.alias_set.order_by("pk").values_list("name", flat=True)),
        "communities": list(partnership.community_set.order_by("pk").values_list("name", flat=True)),
    }


def _replace_rows(partnership: Partnership, names: Mapping[str, Iterable[str]]) -> None:
    """Replace older names and communities; what stays keeps its source and its code."""
    if "aliases" in names:
        sources = dict(partnership.alias_set.values_list("name", "source"))
        partnership.alias_set.all().delete()
        wanted = dict.fromkeys(names["aliases"])
        rows = [Alias(partnership=partnership, name=name, source=sources.get(name, "")) for name in wanted]
        Alias.objects.bulk_create(rows)
    if "communities" in names:
        codes = dict(partnership.community_set.values_list("name", "geography_code"))
        partnership.community_set.all().delete()
        places = dict.fromkeys(names["communities"])
        Community.objects.bulk_create(
            Community(partnership=partnership, name=name, geography_code=codes.get(name, "")) for name in places
        )
    refold(partnership)


def refold(partnership: Partnership) -> None:
    """Bring the names a partnership is found by up to its aliases and places."""
    partnership.refold()
    folded = {"folded_names": partnership.folded_names, "folded_sort": partnership.folded_sort}
    Partnership.objects.filter(pk=partnership.pk).update(**folded)


@transaction.atomic
def record_stage(partnership: Partnership, stage: str, state: str, *, by: Any) -> Partnership:
    """Write down how one of the seven stages stands; as `record_stages`."""
    return record_stages(partnership, {stage: state}, by=by)


@transaction.atomic
def record_stages(partnership: Partnership, moved: Mapping[str, str], *, by: Any) -> Partnership:
    """Write down how some of the seven stages stand, and the furthest one begun; the same again writes nothing.

    Apps above call this when a record of theirs moves. The entry's version stays: nobody types stages.
    """
    moved = {Stage(stage).value: StageState(state).value for stage, state in moved.items()}
    current = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if any(current.stages.get(stage, StageState.LATER.value) != state for stage, state in moved.items()):
        before = {"stages": current.stages, "furthest_stage": current.furthest_stage}
        stages = {**current.stages, **moved}
        begun = [each.value for each in Stage if stages.get(each.value, StageState.LATER.value) != StageState.LATER]
        after: dict[str, Any] = {"stages": stages, "furthest_stage": begun[-1] if begun else ""}
        Partnership.objects.filter(pk=current.pk).update(**after)
        log("partnership.stage_recorded", by=by, record=current, before=before, after=after)
        current.stages, current.furthest_stage = stages, after["furthest_stage"]
    partnership.stages, partnership.furthest_stage = current.stages, current.furthest_stage
    return partnership
