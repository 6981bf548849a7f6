"""`assess_vs_sql`: assessing a whole year of the city over the plain SQL that this needs.

The first number is everything from the first query to the stored lines, all organisations, no
PDF. The second is the grouped SQL below, written by hand and fetched row by row, and nothing else:
no rules, no scores, no lines. Both run in turns on the same database; the ratio of their fastest
rounds is printed, which other work on the machine disturbs least. It needs a city: `make_city`.
"""

import sys
import time
from collections.abc import Callable

import django

ROUNDS = 5
LEAST_ORGANISATIONS = 700
EFFECTIVE = "m.status IN ('filed', 'reviewed', 'archived')"
BELONGS = "CASE WHEN o.kind = 'subgroup' THEN o.parent_id ELSE o.id END"
HELD = "m.held_on >= %(start)s AND m.held_on < %(end)s"
AGENDA = f"""FROM meetings_agendaitem a JOIN meetings_meeting m ON m.id = a.meeting_id
    JOIN branches_organisation o ON o.id = m.organisation_id WHERE {EFFECTIVE} AND {HELD}"""
LAST_DAY = "valid_from < %(end)s AND (valid_to IS NULL OR valid_to >= %(end)s)"
IN_YEAR = "valid_from < %(end)s AND (valid_to IS NULL OR valid_to > %(start)s)"
STATEMENTS = (
    # What was held: sittings by kind and month, with the keys of the rows.
    f"""SELECT {BELONGS}, date_trunc('month', m.held_on)::date, a.kind,
        count(*), sum(a.hours), count(DISTINCT m.organisation_id), array_agg(a.id)
        {AGENDA} AND a.kind <> '' GROUP BY 1, 2, 3""",
    f"""SELECT {BELONGS}, date_trunc('month', m.held_on)::date, count(*), array_agg(a.id)
        {AGENDA} AND a.is_first_topic GROUP BY 1, 2""",
    f"""SELECT {BELONGS}, date_trunc('month', m.held_on)::date, count(*), array_agg(m.id)
        FROM meetings_meeting m JOIN branches_organisation o ON o.id = m.organisation_id
        WHERE {EFFECTIVE} AND {HELD} GROUP BY 1, 2""",
    f"""SELECT p.organisation_id, count(DISTINCT a.id), array_agg(a.id)
        FROM meetings_agendaitem a JOIN meetings_meeting m ON m.id = a.meeting_id
        JOIN branches_appointment p ON p.person_id = a.lecturer_id AND p.post = 'secretary'
            AND p.valid_from <= m.held_on AND (p.valid_to IS NULL OR p.valid_to > m.held_on)
        WHERE {EFFECTIVE} AND {HELD} AND a.kind = 'party_lecture' GROUP BY 1""",
    f"""SELECT {BELONGS}, date_trunc('quarter', m.held_on)::date, count(DISTINCT t.person_id),
        array_agg(t.id)
        FROM branches_appointment p JOIN branches_organisation g
            ON g.id = p.organisation_id AND g.kind = 'party_group'
        JOIN meetings_attendance t ON t.person_id = p.person_id AND t.status = 'present'
        JOIN meetings_meeting m ON m.id = t.meeting_id
            AND p.valid_from <= m.held_on AND (p.valid_to IS NULL OR p.valid_to > m.held_on)
        JOIN branches_organisation o ON o.id = m.organisation_id AND o.kind <> 'party_group'
        WHERE {EFFECTIVE} AND {HELD} GROUP BY 1, 2""",
    """SELECT organisation_id, kind, count(*), array_agg(id) FROM meetings_talk
        WHERE held_on >= %(start)s AND held_on < %(end)s GROUP BY 1, 2""",
    # Special work, bonus and deduction.
    """SELECT organisation_id, count(*), array_agg(id) FROM sixlights_activity
        WHERE starts_on >= %(start)s AND starts_on < %(end)s GROUP BY 1""",
    """SELECT organisation_id, level, count(*), array_agg(id) FROM sixlights_honour
        WHERE granted_on >= %(start)s AND granted_on < %(end)s GROUP BY 1, 2""",
    """SELECT b.organisation_id, s.layer, count(*), array_agg(b.id) FROM brands_brand b
        JOIN brands_layerspan s ON s.brand_id = b.id
        WHERE s.starts_on < %(end)s AND (s.ends_on IS NULL OR s.ends_on >= %(end)s)
        GROUP BY 1, 2""",
    """SELECT b.organisation_id, count(DISTINCT b.id), array_agg(a.id) FROM brands_adoption a
        JOIN brands_brand b ON b.id = a.brand_id
        WHERE a.since >= %(start)s AND a.since < %(end)s GROUP BY 1""",
    """SELECT p.organisation_id, k.level, count(*), array_agg(t.id) FROM projects_title t
        JOIN projects_secretaryproject p ON p.id = t.project_id
        JOIN projects_titlekind k ON k.id = t.kind_id
        WHERE t.withdrawn_on IS NULL AND t.awarded_on >= %(start)s AND t.awarded_on < %(end)s
        GROUP BY 1, 2""",
    """SELECT p.organisation_id, count(*), array_agg(m.id) FROM projects_milestone m
        JOIN projects_secretaryproject p ON p.id = m.project_id
        WHERE m.dropped_on IS NULL AND m.due_on >= %(start)s AND m.due_on < %(end)s
            AND (m.done_on > m.due_on OR m.done_on IS NULL AND m.due_on < current_date
                AND p.status IN ('in_progress', 'midterm')) GROUP BY 1""",
    """SELECT organisation_id, count(*), array_agg(id) FROM inspections_issue
        WHERE due_on >= %(start)s AND due_on < %(end)s AND status <> 'void'
            AND (closed_on IS NULL OR closed_on > due_on) GROUP BY 1""",
    """SELECT organisation_id, count(*), array_agg(id) FROM branches_term
        WHERE starts_on < %(end)s AND (closed_on IS NULL OR closed_on >= %(end)s)
            AND ends_on < %(end)s::date - 1 GROUP BY 1""",
    # What was entered by hand.
    "SELECT id, organisation_id, score, raters FROM assessments_panelscore WHERE year = %(year)s",
    """SELECT id, organisation_id, good, fairly_good, average, poor
        FROM assessments_ballottotal WHERE year = %(year)s""",
    """SELECT id, organisation_id, kind, points, grade_cap, reason
        FROM assessments_manualentry WHERE year = %(year)s AND approved_at IS NOT NULL""",
    """SELECT organisation_id, duty_key, period_start, reason FROM duties_waiver
        WHERE approved_by_id IS NOT NULL AND period_start >= %(start)s AND period_end <= %(end)s""",
    # On what it depends: kinds, committees, groups, leaders; and what a sheet says beside.
    f"SELECT organisation_id, kind, valid_from, valid_to FROM branches_placement WHERE {IN_YEAR}",
    f"""SELECT organisation_id, person_id, post, valid_from, valid_to FROM branches_appointment
        WHERE {IN_YEAR} AND post <> 'secretary'""",
    """SELECT o.id, o.name, o.kind, o.path, o.founded_on, o.dissolved_on, u.name
        FROM branches_organisation o LEFT JOIN branches_unit u ON u.id = o.unit_id""",
    f"""SELECT organisation_id, kind, count(*) FROM branches_membership
        WHERE {LAST_DAY} GROUP BY 1, 2""",
    """SELECT p.organisation_id, h.name FROM branches_appointment p
        JOIN branches_person h ON h.id = p.person_id
        WHERE p.post = 'secretary' AND p.valid_from < %(end)s
            AND (p.valid_to IS NULL OR p.valid_to >= %(end)s)""",
    """SELECT s.unit_id, z.name FROM zones_zonemembership s JOIN zones_zone z ON z.id = s.zone_id
        WHERE s.valid_from < %(end)s AND (s.valid_to IS NULL OR s.valid_to >= %(end)s)""",
)


def plain_sql(period) -> None:
    from django.db import connection

    values = {"start": period.start, "end": period.end, "year": period.start.year}
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, values)
            cursor.fetchall()


def assess(period) -> int:
    """Assess the year and store it, as the worker does; the rows are rolled back."""
    from django.db import transaction
    from django.utils import timezone

    from apps.assessments.assess import assessed
    from apps.assessments.models import Run, Scheme
    from apps.assessments.storing import write_results

    with transaction.atomic():
        scheme = Scheme.objects.usable().latest("pk")
        run = Run.objects.create(year=period.start.year, scheme=scheme, status="cancelled")
        results = write_results(run, assessed(scheme, period, today=timezone.localdate()))
        transaction.set_rollback(True)
    return len(results)


def seconds_of(work: Callable, period) -> float:
    began = time.perf_counter()
    work(period)
    return time.perf_counter() - began


def last_whole_year():
    from django.db.models import Max

    from apps.core.periods import Period
    from apps.meetings.models import Meeting

    newest = Meeting.objects.aggregate(day=Max("held_on"))["day"]
    if newest is None:
        sys.exit("没有会议记录：请先运行 manage.py make_city")
    return Period.year(newest.year - 1)


def main() -> None:
    django.setup()
    period = last_whole_year()
    organisations = assess(period)
    if organisations < LEAST_ORGANISATIONS:
        sys.exit(f"只有 {organisations} 个党组织：请先运行 manage.py make_city")
    plain_sql(period)
    rounds = [(seconds_of(assess, period), seconds_of(plain_sql, period)) for _ in range(ROUNDS)]
    ours, plain = (min(times) for times in zip(*rounds, strict=True))
    detail = f"{organisations} organisations, {period.label}: {ours:.3f} s over {plain:.3f} s"
    print(detail, file=sys.stderr)
    print(f"assess_vs_sql {ours / plain:.2f}")


if __name__ == "__main__":
    main()
