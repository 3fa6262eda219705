"""Names as mails need them: in each official language, the other standing in where one is missing."""

from councils.models import Partnership


def names_by_language(partnership: Partnership) -> dict[str, str]:
    """The partnership's name per official language."""
    return {
        "en": partnership.name_en or partnership.name_fr,
        "fr": partnership.name_fr or partnership.name_en,
    }
