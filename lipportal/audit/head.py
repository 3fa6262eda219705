"""The newest checkpoint as this machine remembers it, outside the database: a shortened trail does not fit it."""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

log = logging.getLogger(__name__)
NAME = "trail-head.json"


@dataclass(frozen=True)
class Head:
    """A checkpoint's number and signature."""

    number: int
    signature: str


def remembered_head() -> Head | None:
    """The newest checkpoint this machine made; None when it made none, or its memory was taken away."""
    try:
        return Head(**json.loads(_place().read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def remember_head(head: Head) -> None:
    """Keep a checkpoint's number and signature in the data folder, and in the log, which is kept elsewhere again."""
    log.info("the trail is sealed up to checkpoint %s, %s", head.number, head.signature)
    whole = _place().with_suffix(".new")
    whole.write_text(json.dumps(asdict(head)), encoding="utf-8")
    whole.replace(_place())


def _place() -> Path:
    return Path(settings.DATA_DIR) / NAME
