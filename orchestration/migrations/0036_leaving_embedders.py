"""Whose vectors are to go stands in their realm until they are gone."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orchestration', '0035_memory_identity'),
    ]

    operations = [
        migrations.AddField(
            model_name='realm',
            name='leaving',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), db_default=[], default=list, editable=False, help_text='Embedders, by number, whose vectors nobody searches any more and are to go.', size=None),
        ),
    ]
