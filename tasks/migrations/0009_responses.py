import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was asked for in responses of OpenAI's API, beside the tasks that answer them."""

    dependencies = [
        ('tasks', '0008_routing'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredResponse',
            fields=[
                ('task_id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('tenant_id', models.UUIDField()),
                ('request', models.JSONField(help_text='what was asked for; empty when it was deleted')),
                ('deleted_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('deleted_at__isnull', False)), fields=['deleted_at'], name='response_deleted')],
            },
        ),
    ]
