"""Whether pages can be answered, looked at no more often than is of use: anybody may ask, and as often as they like."""

import time

from lipportal.health.queries.findings import Health, look_at

REMEMBERED = 5.0  # seconds; well below the pause of any balancer between two questions
_last: dict[str, tuple[float, Health]] = {}


def look_at_vital() -> Health:
    """The parts without which no page can be answered, as this process found them within the last few seconds."""
    moment, health = _last.get("look", (0.0, None))
    if health is None or time.monotonic() - moment >= REMEMBERED:
        health = look_at(vital_only=True)
        _last["look"] = (time.monotonic(), health)
    return health
