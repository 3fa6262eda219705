"""The directory's first entries, read from the data files of the seeds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from councils.choices import CaseStudy, LeadType, YesNo
from councils.models import Alias, PartnerInitiative, Partnership, Sector
from councils.services.partnerships import create_partnership, edit_partnership, names_of
from lipportal.audit.queries import history_of
from lipportal.audit.services import create
from lipportal.shared.folding import sort_key

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Loaded:
    """How many entries came in, how many stood there already, and how many of these were given a name they lacked."""

    added: int
    kept: int
    sectors: int
    named: int = 0


def load_directory(*, by: Any = None, folder: Path = DATA) -> Loaded:
    """Bring in the partnerships and spheres of the data files that are not there yet; what is there stays as it is.

    Only the area and the contract holder's wording, which an earlier portal left out, are added to an entry that has
    never had them; what somebody took out of it stays out.
    """
    sectors = load_sectors(folder)
    entries = json.loads((folder / "directory.json").read_text(encoding="utf-8"))["partnerships"]
    known = {each.slug: each for each in Partnership.objects.prefetch_related("alias_set", "community_set")}
    fresh = [entry for entry in entries if entry["slug"] not in known]
    for entry in fresh:
        _load(entry, by=by)
    there = [entry for entry in entries if entry["slug"] in known]
    named = sum(_name(known[entry["slug"]], entry, by=by) for entry in there)
    return Loaded(len(fresh), len(there), sectors, named)


def load_sectors(folder: Path = DATA) -> int:
    """Bring the spheres everybody counts up to the data file; how many there are."""
    entries = json.loads((folder / "sectors.json").read_text(encoding="utf-8"))["entries"]
    for entry in entries:
        names = {f"name_{language}": entry[language] for language in ("en", "fr", "es", "ar")}
        Sector.objects.update_or_create(key=entry["key"], partnership=None, defaults={**names, "place": entry["order"]})
    return len(entries)


@transaction.atomic
def _load(entry: Mapping[str, Any], *, by: Any) -> None:
    names = {entry["name_en"], entry["name_fr"]}
    aliases = {alias["text"]: alias["sources"] for alias in entry["aliases"] if alias["text"] not in names}
    aliases |= dict.fromkeys(_holder_of(entry), entry["sources"])
    values = {**_columns(entry), "aliases": list(aliases), "communities": [*entry["communities"], *_area_of(entry)]}
    partnership = create_partnership(values, by=by)
    for name, sources in aliases.items():
        _note_source(partnership, name, sources)
    for initiative in entry.get("partner_initiatives", ()):
        texts = {"name_en": initiative["name_en"], "name_fr": initiative["name_fr"]}
        create(PartnerInitiative(partnership=partnership, **texts), by=by)


def _area_of(entry: Mapping[str, Any]) -> list[str]:
    """The area the table names, where no community of it is named (R163)."""
    return [entry["area"]] if entry["area"] and not entry["communities"] else []


def _holder_of(entry: Mapping[str, Any]) -> list[str]:
    """The contract holder as the table words it, where no other name of the entry reads the same (R163)."""
    names = [entry["name_en"], entry["name_fr"], entry["lead_name_en"], entry["lead_name_fr"]]
    names += [alias["text"] for alias in entry["aliases"]]
    known = {sort_key(name) for name in names if name}
    holder = entry["lead_body"]
    return [holder] if holder and sort_key(holder) not in known else []


@transaction.atomic
def _name(partnership: Partnership, entry: Mapping[str, Any], *, by: Any) -> bool:
    """Give an entry loaded earlier the area and the holder's wording; whether anything was missing."""
    here = {
        "aliases": [alias.name for alias in partnership.alias_set.all()],
        "communities": [community.name for community in partnership.community_set.all()],
    }
    told = {"aliases": _holder_of(entry), "communities": [] if here["communities"] else _area_of(entry)}
    missing = {kind: [name for name in names if name not in here[kind]] for kind, names in told.items()}
    if not any(missing.values()):
        return False
    known = _names_ever_in(partnership)
    wanted = {kind: [name for name in names if name not in known] for kind, names in missing.items()}
    if not any(wanted.values()):
        return False
    now = names_of(partnership)
    after = {kind: [*now[kind], *names] for kind, names in wanted.items() if names}
    edit_partnership(partnership, after, by=by, version=partnership.version)
    for name in wanted["aliases"]:
        _note_source(partnership, name, entry["sources"])
    return True


def _names_ever_in(partnership: Partnership) -> set[str]:
    """Every alias and community the trail tells of: what was there once and is not now, somebody took out."""
    lines = history_of(partnership).filter(action="partnership.names_changed")
    told = [side for line in lines for side in (line.before, line.after)]
    return {name for side in told for kind in ("aliases", "communities") for name in side.get(kind, ())}


def _note_source(partnership: Partnership, name: str, sources: list[str]) -> None:
    Alias.objects.filter(partnership=partnership, name=name).update(source=", ".join(sources)[:200])


def _columns(entry: Mapping[str, Any]) -> dict[str, Any]:
    study = entry["case_study"]
    kind_of_study = CaseStudy.PRELIMINARY if study else CaseStudy.NONE
    university: bool | None = (study or {}).get("has_university")
    return {
        "slug": entry["slug"],
        "written_in": entry["languages"][0],
        "name_en": entry["name_en"],
        "name_fr": entry["name_fr"],
        "kind": entry["kind"],
        "setting": entry["setting"],
        "region": entry["region"],
        "province": entry["province"],
        "lead_name_en": entry["lead_name_en"] or "",
        "lead_name_fr": entry["lead_name_fr"] or "",
        "lead_type": entry["lead_type"] or LeadType.UNKNOWN,
        "operating_model": entry["operating_model"],
        "has_university": YesNo.UNKNOWN if university is None else (YesNo.YES if university else YesNo.NO),
        "community_count": entry["community_count"],
        "case_study": CaseStudy.OBSERVED if entry["participant_observation"] else kind_of_study,
        "time_zone": entry["time_zone"],
    }
