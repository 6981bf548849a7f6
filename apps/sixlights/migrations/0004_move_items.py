"""The one item of an activity becomes a row of its own, with the history that it had."""

from django.db import migrations

# A row takes the key of its activity, so that events of both can be told together.
MOVE = """
INSERT INTO sixlights_activityitem (id, activity_id, item_id)
SELECT id, id, item_id FROM sixlights_activity;

SELECT setval(pg_get_serial_sequence('sixlights_activityitem', 'id'), max(id))
FROM sixlights_activityitem HAVING max(id) IS NOT NULL;
"""
# Only what changed the item: an event that left it alone says nothing about it.
TELL = """
INSERT INTO sixlights_activityitemevent
    (pgh_created_at, pgh_label, pgh_context_id, pgh_obj_id, id, activity_id, item_id)
SELECT pgh_created_at, pgh_label, pgh_context_id, id, id, id, item_id
FROM (
    SELECT *, lag(item_id) OVER (PARTITION BY id ORDER BY pgh_id) AS item_before
    FROM sixlights_activityevent
) told
WHERE pgh_label <> 'update' OR item_id IS DISTINCT FROM item_before
ORDER BY pgh_id;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('sixlights', '0003_activities_and_metrics'),
    ]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RunSQL(TELL, migrations.RunSQL.noop),
    ]
