import django.db.models.deletion
import lipportal.notices.models.mail
import lipportal.shared.clock
import lipportal.shared.codes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BeatTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ticked_at', models.DateTimeField(verbose_name='last ran')),
            ],
            options={
                'verbose_name': 'beat',
                'verbose_name_plural': 'beats',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='only_one_beat')],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=lipportal.shared.codes.new_code, editable=False, max_length=8, unique=True, verbose_name='code')),
                ('key', models.CharField(max_length=200, unique=True, verbose_name='the intention')),
                ('to_address', models.CharField(max_length=254, verbose_name='address')),
                ('language', models.CharField(blank=True, max_length=5, verbose_name='language')),
                ('template', models.CharField(max_length=80, verbose_name='kind of mail')),
                ('subject', models.CharField(max_length=300, verbose_name='subject')),
                ('body_text', models.TextField(blank=True, verbose_name='words')),
                ('body_html', models.TextField(blank=True, verbose_name='words as a page')),
                ('attachments', models.JSONField(blank=True, default=list, verbose_name='enclosed')),
                ('is_security', models.BooleanField(default=False, verbose_name='security mail')),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'could not be sent'), ('unknown', 'perhaps sent'), ('withdrawn', 'no longer wanted')], default='queued', max_length=9, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('next_try_at', models.DateTimeField(default=lipportal.shared.clock.now, verbose_name='next try')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='taken up')),
                ('handed_at', models.DateTimeField(blank=True, null=True, verbose_name='handed over from')),
                ('message_id', models.CharField(default=lipportal.notices.models.mail.new_message_id, max_length=120, unique=True, verbose_name='Message-ID')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('is_shown_only', models.BooleanField(default=False, verbose_name='shown on a page only')),
                ('failure', models.CharField(blank=True, max_length=20, verbose_name='why it did not leave')),
                ('failure_detail', models.CharField(blank=True, max_length=10, verbose_name='answer of the mail server')),
                ('partnership_code', models.CharField(blank=True, db_index=True, max_length=8, verbose_name='partnership')),
                ('created_at', models.DateTimeField(default=lipportal.shared.clock.now, editable=False, verbose_name='written')),
                ('to_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mail',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=lipportal.shared.codes.new_code, editable=False, max_length=8, unique=True, verbose_name='code')),
                ('key', models.CharField(blank=True, max_length=200, verbose_name='the intention')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('params', models.JSONField(blank=True, default=dict, verbose_name='what the sentence mentions')),
                ('url', models.CharField(blank=True, max_length=300, verbose_name='where it leads')),
                ('partnership_code', models.CharField(blank=True, db_index=True, max_length=8, verbose_name='partnership')),
                ('created_at', models.DateTimeField(default=lipportal.shared.clock.now, editable=False, verbose_name='told')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True, verbose_name='person, thing and step')),
                ('kind', models.CharField(max_length=60, verbose_name='kind of deadline')),
                ('record_code', models.CharField(max_length=60, verbose_name='thing')),
                ('step', models.CharField(max_length=20, verbose_name='step')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('partnership_code', models.CharField(blank=True, db_index=True, max_length=8, verbose_name='partnership')),
                ('made_at', models.DateTimeField(default=lipportal.shared.clock.now, editable=False, verbose_name='made')),
                ('sweep', models.CharField(blank=True, editable=False, max_length=8, verbose_name='sweep')),
                ('state', models.CharField(choices=[('made', 'made'), ('sent', 'sent'), ('dropped', 'not sent')], default='made', max_length=8, verbose_name='state')),
                ('dropped_because', models.CharField(blank=True, choices=[('overtaken', 'a later reminder took its place'), ('done', 'the thing was done'), ('gone', 'the person is no longer reached here')], max_length=12, verbose_name='why it was not sent')),
                ('mail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reminder', to='notices.mail', verbose_name='mail')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(fields=['state', 'next_try_at'], name='mail_by_state'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(fields=['-created_at'], name='mail_by_age'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['user', 'read_at', '-created_at'], name='notices_by_reader'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='one_notice_per_intention'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(fields=['kind', 'record_code'], name='reminders_by_thing'),
        ),
    ]
