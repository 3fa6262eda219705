"""The audit app's nouns."""

from lipportal.audit.models.checkpoint import Checkpoint
from lipportal.audit.models.entry import Entry
from lipportal.audit.models.frozen_copy import FrozenCopy
from lipportal.audit.models.seal import Seal
from lipportal.audit.models.version import Version

__all__ = ["Checkpoint", "Entry", "FrozenCopy", "Seal", "Version"]
