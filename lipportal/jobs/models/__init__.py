"""The nouns of background work."""

from lipportal.jobs.models.job import Job

__all__ = ["Job"]
