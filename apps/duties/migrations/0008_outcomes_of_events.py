"""Duties of events: their last day is that of the event, and terms and issues mark them.

As the other triggers (0006) these stand here, because the tables know nothing of duties.
"""

import django.utils.timezone
from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION duties_mark_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO duties_outcomemark (organisation_id, year)
        SELECT DISTINCT organisation_id, extract(year FROM {day}) FROM new_rows;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO duties_outcomemark (organisation_id, year)
        SELECT DISTINCT organisation_id, extract(year FROM {day}) FROM old_rows;
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER duties_mark_{operation} AFTER {operation} ON {table} REFERENCING {rows}
FOR EACH STATEMENT EXECUTE FUNCTION duties_mark_{table}();
"""
ROWS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}
DAYS = {"branches_term": "ends_on", "inspections_issue": "due_on"}


def triggers():
    for table, day in DAYS.items():
        yield FUNCTION.format(table=table, day=day)
        for operation, rows in ROWS.items():
            yield TRIGGER.format(operation=operation, table=table, rows=rows)
    # What was kept knows no days yet.
    yield "INSERT INTO duties_outcomemark (organisation_id, year) VALUES (NULL, NULL)"


def undo():
    for table in DAYS:
        yield f"DROP FUNCTION duties_mark_{table}() CASCADE"


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0007_remarks"),
        ("branches", "0010_organisations_by_kind"),
        ("inspections", "0004_last_day_to_acknowledge"),
    ]
    operations = [
        migrations.AddField(
            "outcome",
            "due_on",
            models.DateField("最后一天", default=django.utils.timezone.localdate),
            preserve_default=False,
        ),
        migrations.RunSQL(list(triggers()), list(undo())),
    ]
