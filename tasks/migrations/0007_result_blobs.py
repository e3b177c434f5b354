from django.db import migrations, models


class Migration(migrations.Migration):
    """Large results lie as blobs. Workers of before go on writing theirs into the row."""

    dependencies = [
        ('tasks', '0006_webhooks'),
        ('orchestration', '0011_blobs'),
    ]

    operations = [
        migrations.AddField(
            model_name='taskresult',
            name='blob_sha256',
            field=models.CharField(db_collation='C', max_length=64, null=True),
        ),
        migrations.AddField(
            model_name='taskresult',
            name='blob_size',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name='taskresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('blob_sha256', None), ('blob_size', None)), models.Q(('blob_sha256__isnull', False), ('blob_size__isnull', False), ('error__isnull', True), ('result__isnull', True)), _connector='OR'), name='result_or_blob'),
        ),
    ]
