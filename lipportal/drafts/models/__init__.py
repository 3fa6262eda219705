"""The drafts app's nouns."""

from lipportal.drafts.models.draft import Draft
from lipportal.drafts.models.intention import Intention

__all__ = ["Draft", "Intention"]
