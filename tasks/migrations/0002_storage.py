"""Storage settings of hot tables, and the rows that every installation has."""

from django.db import migrations

SETTINGS = """
ALTER TABLE tasks_task SET (
    fillfactor = 80,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 2000,
    autovacuum_analyze_scale_factor = 0.05,
    autovacuum_vacuum_cost_delay = 0
);
ALTER TABLE tasks_attempt SET (fillfactor = 80, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE tasks_worker SET (fillfactor = 50);
ALTER TABLE tasks_leader SET (fillfactor = 10);
"""

ROWS = """
INSERT INTO tasks_leader (name, holder_name, term) VALUES ('dispatcher', '', 0);
INSERT INTO tasks_queue (name, description) VALUES
    ('local', 'Models on our own devices.'),
    ('external', 'Calls to external models.'),
    ('ingest', 'Documents on their way into memory.');
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial")]

    operations = [
        migrations.RunSQL(SETTINGS, migrations.RunSQL.noop),
        migrations.RunSQL(ROWS, "DELETE FROM tasks_leader; DELETE FROM tasks_queue;"),
    ]
