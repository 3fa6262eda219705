"""The files app's one noun."""

from lipportal.files.models.stored_file import StoredFile

__all__ = ["StoredFile"]
