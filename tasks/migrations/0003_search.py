"""Words of errors, for the search of tasks.

The index is partial: a result that is no error does not touch it, so finishing well costs nothing
more. An index over inputs was measured too and left out: with inputs of about 2 kB it made batches
four times slower.
"""

from django.db import migrations

INDEX = """
CREATE INDEX taskresult_error_words ON tasks_taskresult
 USING gin (to_tsvector('simple'::regconfig, left(error::text, 4000)))
 WHERE error IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_storage")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX taskresult_error_words;")]
