"""Texts of the records that are there. Batches of their own: killed, it goes on where it stood."""

from django.db import migrations

MISSING = """
SELECT meetings_refresh_texts(keys), cardinality(keys) FROM (
    SELECT ARRAY(
        SELECT m.id FROM meetings_meeting m LEFT JOIN meetings_meetingtext t ON t.meeting_id = m.id
        WHERE t.meeting_id IS NULL AND m.status NOT IN ('void', 'superseded') ORDER BY m.id LIMIT 5000
    ) AS keys
) AS batch
"""


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(MISSING)
        while cursor.fetchone()[1]:
            cursor.execute(MISSING)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("meetings", "0002_texts")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
