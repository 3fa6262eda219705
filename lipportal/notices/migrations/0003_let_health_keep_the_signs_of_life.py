"""The timetable's sign of life is kept by the health app, beside those of the queues."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_say_how_long_mail_is_good")]

    operations = [migrations.DeleteModel(name="BeatTick")]
