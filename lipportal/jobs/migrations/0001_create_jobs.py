import django.db.models.deletion
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
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=lipportal.shared.codes.new_code, editable=False, max_length=8, unique=True, verbose_name='code')),
                ('key', models.CharField(blank=True, max_length=200, verbose_name='the wish it answers')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('task', models.CharField(max_length=100, verbose_name='task')),
                ('arguments', models.JSONField(blank=True, default=dict, verbose_name='arguments')),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'under way'), ('ready', 'ready'), ('failed', 'did not work')], default='queued', max_length=8, verbose_name='state')),
                ('done_count', models.PositiveIntegerField(default=0, verbose_name='done')),
                ('total_count', models.PositiveIntegerField(default=0, verbose_name='in all')),
                ('partnership_code', models.CharField(blank=True, db_index=True, max_length=8, verbose_name='partnership')),
                ('result_url', models.CharField(blank=True, max_length=300, verbose_name='address of the result')),
                ('result_file', models.CharField(blank=True, max_length=8, verbose_name='code of the file made')),
                ('failure', models.CharField(blank=True, max_length=20, verbose_name='why it failed')),
                ('failure_text', models.TextField(blank=True, verbose_name='what the person is told')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('created_at', models.DateTimeField(default=lipportal.shared.clock.now, editable=False, verbose_name='asked for')),
                ('queued_at', models.DateTimeField(default=lipportal.shared.clock.now, editable=False, verbose_name='last put in the queue')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='begun')),
                ('heartbeat_at', models.DateTimeField(blank=True, null=True, verbose_name='last sign of life')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
            ],
            options={
                'verbose_name': 'background work',
                'verbose_name_plural': 'background work',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['state', 'queued_at'], name='jobs_by_state'), models.Index(fields=['owner', '-created_at'], name='jobs_by_owner')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='one_job_per_wish')],
            },
        ),
    ]
