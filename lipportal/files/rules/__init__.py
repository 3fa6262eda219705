"""Whether a file is fit to be kept: its name made safe, its content read instead of believed."""

from lipportal.files.rules.content import problems_with_content
from lipportal.files.rules.formats import FORMATS, Format, format_for
from lipportal.files.rules.names import clean_name, extension_of

__all__ = ["FORMATS", "Format", "clean_name", "extension_of", "format_for", "problems_with_content"]
