"""Whose vectors are to go stands in their realm; what is summed up is found at once."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orchestration', '0035_memory_identity'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='consolidation',
            name='memory_consolidation_of',
        ),
        migrations.AddField(
            model_name='realm',
            name='leaving',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), db_default=[], default=list, editable=False, help_text='Embedders, by number, whose vectors nobody searches any more and are to go.', size=None),
        ),
        migrations.AddIndex(
            model_name='consolidation',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['entries'], name='memory_consolidation_of'),
        ),
    ]
