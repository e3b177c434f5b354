"""Failed summaries keep what they sum up and are tried again; names of embedders may go."""

import django.contrib.postgres.indexes
import django.db.models.functions.datetime
from django.db import migrations, models


# Until now each try was a row of its own; whatever they sum up is asked for again.
FORGET_FAILED = "DELETE FROM memory_consolidation WHERE state = 'failed'"


class Migration(migrations.Migration):

    dependencies = [
        ('orchestration', '0033_documents_by_key'),
    ]

    operations = [
        migrations.RunSQL(FORGET_FAILED, migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name='consolidation',
            name='memory_consolidation_of',
        ),
        migrations.AddField(
            model_name='consolidation',
            name='not_before',
            field=models.DateTimeField(editable=False, help_text='When one that failed is asked for again; empty for not by itself.', null=True),
        ),
        migrations.AddField(
            model_name='consolidation',
            name='tries',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text='How often it has failed.'),
        ),
        migrations.AddField(
            model_name='embedder',
            name='named_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, help_text='When somebody last named it, to the hour.'),
        ),
        migrations.AddIndex(
            model_name='consolidation',
            index=django.contrib.postgres.indexes.GinIndex(fields=['entries'], name='memory_consolidation_of'),
        ),
        migrations.AddIndex(
            model_name='consolidation',
            index=models.Index(condition=models.Q(('state', 'failed')), fields=['space', 'not_before'], name='memory_consolidation_failed'),
        ),
    ]
