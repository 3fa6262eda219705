"""One process that writes without a pause: `python -m tests.engines.writer NAME FILE`.

Each name goes into FILE once its transaction has committed, so whoever kills this process knows what was promised.
"""

import itertools
import sys
from pathlib import Path


def main() -> None:
    """Write until killed; whatever a write raises is put into the file too, and the next one tried."""
    import django

    django.setup()
    from django.db import DatabaseError

    from councils.models import Partnership
    from councils.services import create_organization
    from lipportal.accounts.models import User
    from reporting.demo.cast import email_of

    writer, promised = sys.argv[1], Path(sys.argv[2])
    partnership = Partnership.objects.get(slug="london-and-middlesex")
    coordinator = User.objects.get(email=email_of("coordinator"))
    with promised.open("a", buffering=1) as told:
        for number in itertools.count():
            name = f"Stress {writer} {number}"
            try:
                create_organization(partnership, {"name_en": name, "name_fr": name}, by=coordinator)
            except DatabaseError as error:
                told.write(f"! {error}\n")
            else:
                told.write(f"{name}\n")


if __name__ == "__main__":
    main()
