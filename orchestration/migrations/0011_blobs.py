import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import orchestration.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orchestration', '0010_cache'),
    ]

    operations = [
        migrations.CreateModel(
            name='Blob',
            fields=[
                ('id', models.UUIDField(default=orchestration.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sha256', models.CharField(db_collation='C', max_length=64)),
                ('size', models.BigIntegerField(validators=[django.core.validators.MinValueValidator(0)])),
                ('media_type', models.CharField(default='application/octet-stream', max_length=127)),
                ('state', models.CharField(choices=[('pending', 'Pending'), ('stored', 'Stored'), ('doomed', 'Doomed')], db_collation='C', default='pending', max_length=8)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('used_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('marked_at', models.DateTimeField(editable=False, null=True)),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orchestration.tenant')),
            ],
            options={
                'db_table': 'blobs_blob',
                'ordering': ['-id'],
                'indexes': [
                    models.Index(fields=['tenant', '-id'], name='blob_list'),
                    models.Index(condition=models.Q(('marked_at__isnull', False)), fields=['marked_at'], name='blob_marked'),
                    models.Index(condition=models.Q(('state', 'doomed')), fields=['id'], name='blob_doomed'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state', 'doomed'), _negated=True), fields=('tenant', 'sha256'), name='blob_once_per_tenant'),
                    models.CheckConstraint(condition=models.Q(('size__gte', 0)), name='blob_size'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'stored', 'doomed'])), name='blob_state_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BlobAccount',
            fields=[
                ('tenant', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='orchestration.tenant')),
                ('bytes', models.BigIntegerField(default=0, editable=False)),
                ('blobs', models.BigIntegerField(default=0, editable=False)),
                ('limit_bytes', models.BigIntegerField(blank=True, help_text="Most bytes; empty for the system's default.", null=True, validators=[django.core.validators.MinValueValidator(0)])),
            ],
            options={
                'verbose_name': 'storage account',
                'db_table': 'blobs_account',
                'constraints': [models.CheckConstraint(condition=models.Q(('bytes__gte', 0), ('blobs__gte', 0)), name='blob_account_sums')],
            },
        ),
        migrations.CreateModel(
            name='BlobReference',
            fields=[
                ('id', models.UUIDField(default=orchestration.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('owner_kind', models.CharField(db_collation='C', max_length=32)),
                ('owner_id', models.UUIDField()),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('blob', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='references', to='orchestration.blob')),
            ],
            options={
                'db_table': 'blobs_reference',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['owner_id', 'owner_kind'], name='blob_reference_owner')],
                'constraints': [models.UniqueConstraint(fields=('blob', 'owner_kind', 'owner_id'), name='blob_reference_once')],
            },
        ),
    ]
