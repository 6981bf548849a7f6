"""Triggers that mark what has to be counted again: one for each statement, in its transaction.

The tables belong to lower floors, which know nothing of numbers; so the triggers stand here.
"""

from django.db import migrations

# What is a meeting too counts while its record does: its activities are marked with it.
MEETINGS = """
CREATE FUNCTION indicators_mark_meetings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO indicators_mark (organisation_id, month)
        SELECT DISTINCT organisation_id, date_trunc('month', held_on)::date FROM new_rows;
    END IF;
    IF TG_OP = 'DELETE' THEN
        INSERT INTO indicators_mark (organisation_id, month)
        SELECT DISTINCT organisation_id, date_trunc('month', held_on)::date FROM old_rows;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO indicators_mark (organisation_id, month)
        SELECT organisation_id, date_trunc('month', held_on)::date FROM old_rows
        EXCEPT SELECT organisation_id, date_trunc('month', held_on)::date FROM new_rows;
        INSERT INTO indicators_mark (organisation_id, month)
        SELECT DISTINCT a.organisation_id, date_trunc('month', a.starts_on)::date
        FROM sixlights_activity a JOIN new_rows n ON a.meeting_id = n.id;
    END IF;
    RETURN NULL;
END $$;
"""
AGENDA = """
CREATE FUNCTION indicators_mark_agenda() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO indicators_mark (organisation_id, month)
        SELECT DISTINCT m.organisation_id, date_trunc('month', m.held_on)::date
        FROM meetings_meeting m JOIN new_rows n ON n.meeting_id = m.id;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO indicators_mark (organisation_id, month)
        SELECT DISTINCT m.organisation_id, date_trunc('month', m.held_on)::date
        FROM meetings_meeting m JOIN old_rows o ON o.meeting_id = m.id;
    END IF;
    RETURN NULL;
END $$;
"""
# Tables that name the organisation and the day themselves; the day's column is told the trigger.
DATED = """
CREATE FUNCTION indicators_mark_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO indicators_mark (organisation_id, month)
        SELECT DISTINCT organisation_id, date_trunc('month', {day})::date FROM new_rows;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO indicators_mark (organisation_id, month)
        SELECT DISTINCT organisation_id, date_trunc('month', {day})::date FROM old_rows;
    END IF;
    RETURN NULL;
END $$;
"""
# What a subgroup holds counts for the branch above it: another branch, or no subgroup any more,
# and every month of two branches may be another one. That happens a few times a year.
ORGANISATIONS = """
CREATE FUNCTION indicators_mark_organisations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO indicators_mark (organisation_id, month)
    SELECT NULL, NULL WHERE EXISTS (
        SELECT FROM new_rows n JOIN old_rows o ON o.id = n.id
        WHERE (n.kind = 'subgroup' OR o.kind = 'subgroup')
        AND (n.kind, n.parent_id) IS DISTINCT FROM (o.kind, o.parent_id)
    );
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER indicators_mark_{operation} AFTER {operation} ON {table} REFERENCING {rows}
FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
ROWS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}
FUNCTIONS = {
    "meetings_meeting": "indicators_mark_meetings",
    "meetings_agendaitem": "indicators_mark_agenda",
    "meetings_talk": "indicators_mark_meetings_talk",
    "sixlights_activity": "indicators_mark_sixlights_activity",
}


def triggers():
    yield MEETINGS
    yield AGENDA
    yield DATED.format(table="meetings_talk", day="held_on")
    yield DATED.format(table="sixlights_activity", day="starts_on")
    yield ORGANISATIONS
    for table, function in FUNCTIONS.items():
        for operation, rows in ROWS.items():
            yield TRIGGER.format(operation=operation, table=table, rows=rows, function=function)
    yield TRIGGER.format(
        operation="update",
        table="branches_organisation",
        rows=ROWS["update"],
        function="indicators_mark_organisations",
    )


def undo():
    yield "DROP FUNCTION indicators_mark_organisations() CASCADE"
    for function in FUNCTIONS.values():
        yield f"DROP FUNCTION {function}() CASCADE"


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0002_cells"),
        ("branches", "0009_grade"),
        ("meetings", "0006_topics_and_follow_ups"),
        ("sixlights", "0010_desk_hints"),
    ]
    operations = [
        migrations.RunSQL(list(triggers()), list(undo())),
        # Nothing has been counted yet.
        migrations.RunSQL(
            "INSERT INTO indicators_mark (organisation_id, month) VALUES (NULL, NULL)",
            migrations.RunSQL.noop,
        ),
    ]
