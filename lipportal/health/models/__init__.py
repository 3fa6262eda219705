"""The health app's tables."""

from lipportal.health.models.pulse import Pulse

__all__ = ["Pulse"]
