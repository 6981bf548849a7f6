"""Triggers that mark whose duties have to be surveyed again: one for each statement.

As those of indicators 0003 they stand here, because the tables know nothing of duties. A mark too many
costs a survey of one organisation; so what a change may touch is marked without asking whether it does.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION duties_mark_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO duties_outcomemark (organisation_id, year) {of_new};
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO duties_outcomemark (organisation_id, year) {of_old};
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER duties_mark_{operation} AFTER {operation} ON {table} REFERENCING {rows}
FOR EACH STATEMENT EXECUTE FUNCTION duties_mark_{name}();
"""
ROWS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}
# R-MTG-05: a lecture counts for the bodies whose secretary gave it, wherever it was held.
MEETING = """
SELECT organisation_id, extract(year FROM held_on) FROM {rows}
UNION SELECT p.organisation_id, extract(year FROM r.held_on)
FROM {rows} r JOIN meetings_agendaitem a ON a.meeting_id = r.id
JOIN branches_appointment p ON p.person_id = a.lecturer_id
"""
AGENDA = """
SELECT m.organisation_id, extract(year FROM m.held_on)
FROM {rows} r JOIN meetings_meeting m ON m.id = r.meeting_id
UNION SELECT p.organisation_id, extract(year FROM m.held_on)
FROM {rows} r JOIN meetings_meeting m ON m.id = r.meeting_id
JOIN branches_appointment p ON p.person_id = r.lecturer_id
"""
ATTENDANCE = """
SELECT DISTINCT m.organisation_id, extract(year FROM m.held_on)
FROM {rows} r JOIN meetings_meeting m ON m.id = r.meeting_id
"""
TALK = "SELECT DISTINCT organisation_id, extract(year FROM held_on) FROM {rows}"
OF_ALL_YEARS = "SELECT DISTINCT organisation_id, NULL::smallint FROM {rows}"
# R-MTG-11: who gets a post in a Party group is a leader in the branch where he is a member, and was one
# or was none at each sitting that he attended.
APPOINTMENT = """
SELECT organisation_id, NULL::smallint FROM {rows}
UNION SELECT s.organisation_id, NULL::smallint
FROM {rows} r JOIN branches_organisation g ON g.id = r.organisation_id AND g.kind = 'party_group'
JOIN branches_membership s ON s.person_id = r.person_id
UNION SELECT m.organisation_id, NULL::smallint
FROM {rows} r JOIN branches_organisation g ON g.id = r.organisation_id AND g.kind = 'party_group'
JOIN meetings_attendance t ON t.person_id = r.person_id
JOIN meetings_meeting m ON m.id = t.meeting_id
"""
WAIVER = "SELECT DISTINCT organisation_id, extract(year FROM period_start) FROM {rows}"
RULE = "SELECT NULL::bigint, NULL::smallint FROM {rows} LIMIT 1"
OF_TABLE = {
    "meetings_meeting": MEETING,
    "meetings_agendaitem": AGENDA,
    "meetings_attendance": ATTENDANCE,
    "meetings_talk": TALK,
    "branches_appointment": APPOINTMENT,
    "branches_membership": OF_ALL_YEARS,
    "branches_placement": OF_ALL_YEARS,
    "duties_waiver": WAIVER,
    "duties_dutyrule": RULE,
}
# Names and addresses change often and bind nobody. Another kind may make leaders of its people.
ORGANISATIONS = """
CREATE FUNCTION duties_mark_branches_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO duties_outcomemark (organisation_id, year)
        SELECT unnest(CASE WHEN n.kind <> o.kind THEN ARRAY[NULL::bigint]
            ELSE array_remove(ARRAY[n.id, n.parent_id, o.parent_id], NULL) END), NULL::smallint
        FROM new_rows n JOIN old_rows o ON o.id = n.id
        WHERE (n.kind, n.parent_id, n.founded_on, n.dissolved_on)
            IS DISTINCT FROM (o.kind, o.parent_id, o.founded_on, o.dissolved_on);
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO duties_outcomemark (organisation_id, year)
        SELECT id, NULL::smallint FROM new_rows
        UNION SELECT parent_id, NULL::smallint FROM new_rows WHERE parent_id IS NOT NULL;
    ELSE
        INSERT INTO duties_outcomemark (organisation_id, year)
        SELECT id, NULL::smallint FROM old_rows
        UNION SELECT parent_id, NULL::smallint FROM old_rows WHERE parent_id IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;
"""


def triggers():
    yield ORGANISATIONS
    for name, changed in OF_TABLE.items():
        yield FUNCTION.format(
            name=name,
            of_new=changed.format(rows="new_rows").strip(),
            of_old=changed.format(rows="old_rows").strip(),
        )
    for name in ("branches_organisation", *OF_TABLE):
        for operation, rows in ROWS.items():
            yield TRIGGER.format(operation=operation, table=name, rows=rows, name=name)


def undo():
    for name in ("branches_organisation", *OF_TABLE):
        yield f"DROP FUNCTION duties_mark_{name}() CASCADE"


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0005_outcomes"),
        ("branches", "0009_grade"),
        ("meetings", "0006_topics_and_follow_ups"),
    ]
    operations = [
        migrations.RunSQL(list(triggers()), list(undo())),
        # Nobody has been surveyed yet.
        migrations.RunSQL(
            "INSERT INTO duties_outcomemark (organisation_id, year) VALUES (NULL, NULL)",
            migrations.RunSQL.noop,
        ),
    ]
