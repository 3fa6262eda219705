"""The directory's first entries, read from the data files of the seeds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from councils.choices import CaseStudy, LeadType, YesNo
from councils.models import Alias, PartnerInitiative, Partnership, Sector
from councils.services.partnerships import create_partnership
from lipportal.audit.services import create

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Loaded:
    """How many entries came in, and how many stood there already and were left alone."""

    added: int
    kept: int
    sectors: int


def load_directory(*, by: Any = None, folder: Path = DATA) -> Loaded:
    """Bring in the partnerships and spheres of the data files that are not there yet; what is there stays as it is."""
    sectors = load_sectors(folder)
    entries = json.loads((folder / "directory.json").read_text(encoding="utf-8"))["partnerships"]
    known = set(Partnership.objects.values_list("slug", flat=True))
    fresh = [entry for entry in entries if entry["slug"] not in known]
    for entry in fresh:
        _load(entry, by=by)
    return Loaded(len(fresh), len(entries) - len(fresh), sectors)


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
    aliases = {alias["text"]: alias for alias in entry["aliases"] if alias["text"] not in names}
    values = {**_columns(entry), "aliases": list(aliases), "communities": entry["communities"]}
    partnership = create_partnership(values, by=by)
    for name, alias in aliases.items():
        Alias.objects.filter(partnership=partnership, name=name).update(source=", ".join(alias["sources"])[:200])
    for initiative in entry.get("partner_initiatives", ()):
        texts = {"name_en": initiative["name_en"], "name_fr": initiative["name_fr"]}
        create(PartnerInitiative(partnership=partnership, **texts), by=by)


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
