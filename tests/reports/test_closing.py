"""Closing a quarter: what is frozen, once, and what is refused with its cure."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.branches.models import Organisation
from apps.core.lifecycle import StepRefused, advance
from apps.core.periods import Period
from apps.indicators import counting
from apps.indicators.freezing import hash_of
from apps.indicators.models import Closing, Level, Reading
from apps.meetings.choices import MeetingKind
from apps.reports.beginning import begin_again, begin_report
from apps.reports.chapters import asked_at
from apps.reports.choices import ReportStatus
from apps.reports.closing import close_quarter
from apps.reports.figures import Span
from apps.reports.models import QuarterlyReport
from apps.reports.reading import figures_of
from tests import cast
from tests.reports.conftest import (
    BEFORE,
    FIRST,
    QUARTER,
    YEAR,
    closed_again,
    issued,
    make_zone,
)

THIS = Period.quarter(YEAR, QUARTER)


def reading(report, key: str, period: Period = THIS, **place) -> Reading:
    place = place or {"level": Level.WHOLE}
    return report.closing.readings.get(indicator=key, start=period.start, end=period.end, **place)


def value(report, key: str, period: Period = THIS, **place) -> Decimal:
    return reading(report, key, period, **place).value


def test_closing_freezes_the_quarter_the_last_one_and_that_of_last_year(report):
    assert report.status == ReportStatus.DRAFT
    assert value(report, "members_meeting") == 2
    assert value(report, "members_meeting", THIS.previous) == 1
    assert value(report, "members_meeting", THIS.same_last_year) == 1


def test_number_is_frozen_with_the_rows_that_it_was_counted_from(report):
    found = reading(report, "members_meeting")
    rows = list(counting.rows("members_meeting", THIS).values_list("pk", flat=True))
    assert (found.row_count, found.rows_hash) == (2, hash_of(rows))
    assert (found.label, found.measure_word) == ("支部党员大会", "次")


def test_what_has_no_rows_is_frozen_as_zero(report):
    assert value(report, "brands_certified") == 0


def test_parts_are_frozen_beside_the_whole(report, quarter):
    assert value(report, "members", level=Level.UNIT, unit=quarter.unit) == 3
    assert value(report, "issues_found", level=Level.ZONE, zone=quarter.other_zone) == 1
    assert value(report, "members", level=Level.KIND, kind="branch") == value(report, "members")


def test_duties_are_frozen_by_state(report, quarter):
    keys = {s: f"duty:all:{s}" for s in ("due", "done", "missing", "behind")}
    found = {state: value(report, key) for state, key in keys.items()}
    assert found == {"due": 3, "done": 2, "missing": 1, "behind": 1}
    assert value(report, "duty:all:missing", level=Level.UNIT, unit=quarter.other_unit) == 1
    assert value(report, "duty:members_meeting:done", THIS.previous) == 1


def test_later_records_change_nothing(report, quarter):
    cast.make_meeting(quarter.branch, MeetingKind.MEMBERS_MEETING, held_on=FIRST)
    assert value(report, "members_meeting") == 2
    assert figures_of(report).of("members_meeting").quantity.value == 2


def test_readings_can_be_neither_changed_nor_removed(report):
    for change in (
        lambda: Reading.objects.update(value=9),
        lambda: Reading.objects.all()._raw_delete("default"),
        lambda: Closing.objects.update(label="别的"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_zone_and_unit_have_reports_of_their_own(quarter):
    of_zone = close_quarter(year=YEAR, quarter=QUARTER, zone=quarter.zone)
    of_unit = close_quarter(year=YEAR, quarter=QUARTER, unit=quarter.other_unit)
    assert [value(r, "members_meeting") for r in (of_zone, of_unit)] == [2, 0]
    assert [str(r) for r in (of_zone, of_unit)] == [
        "2025年三季度第一联系片报告",
        "2025年三季度市审计局报告",
    ]
    branch = {"level": Level.ORGANISATION, "organisation": quarter.other_branch}
    assert value(of_unit, "duty:all:missing", **branch) == 1


def test_second_closing_is_refused_with_the_cure(report):
    with pytest.raises(
        StepRefused, match="已于.*结账，现在是“草拟”，不能再结一次.*撤回，再重新结账"
    ):
        close_quarter(year=YEAR, quarter=QUARTER)
    assert QuarterlyReport.objects.count() == Closing.objects.count() == 1


def test_withdrawn_report_leaves_the_quarter_to_be_closed_anew(report, users):
    advance(report, "withdraw", by=users.staff, note="漏了一条记录")
    again = close_quarter(year=YEAR, quarter=QUARTER)
    assert again.pk != report.pk


def test_quarter_is_closed_when_it_is_over(quarter):
    with (
        time_machine.travel(date(YEAR, 9, 30), tick=False),
        pytest.raises(StepRefused, match="9月30日才结束"),
    ):
        close_quarter(year=YEAR, quarter=QUARTER)
    with time_machine.travel(date(YEAR, 10, 1), tick=False):
        assert close_quarter(year=YEAR, quarter=QUARTER).closing


def test_zone_of_another_year_is_refused(quarter):
    with pytest.raises(StepRefused, match="请选2024年的"):
        close_quarter(year=2024, quarter=4, zone=quarter.zone)


def test_issued_report_is_closed_again_only_with_a_reason(report, users):
    with pytest.raises(StepRefused, match="不用重新结账"):
        begin_again(report=report, reason="更正")
    first = issued(report, users.staff)
    with pytest.raises(StepRefused, match="重新结账”，写明原因"):
        close_quarter(year=YEAR, quarter=QUARTER)
    second = closed_again(first)
    first.refresh_from_db()
    assert (first.status, second.corrects) == (ReportStatus.ISSUED, first)
    assert second.problems == first.problems


def test_interrupted_closing_leaves_nothing(quarter, monkeypatch):
    monkeypatch.setattr("apps.reports.closing._annexes", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        close_quarter(year=YEAR, quarter=QUARTER)
    assert not Closing.objects.exists()
    assert not QuarterlyReport.objects.exists()


def test_number_of_queries_does_not_grow(quarter):
    with CaptureQueriesContext(connection) as few:
        close_quarter(year=YEAR, quarter=QUARTER)
    for number in (3, 4, 5):
        unit = cast.make_unit(f"单位{number}")
        branch = cast.make_organisation(f"支部{number}", parent=quarter.root, unit=unit)
        make_zone(number, f"片{number}", unit)
        cast.make_meeting(branch, MeetingKind.MEMBERS_MEETING, held_on=BEFORE)
    with CaptureQueriesContext(connection) as many:
        close_quarter(year=YEAR, quarter=QUARTER - 1)
    # Rows that are named one by one take two queries for each kind of them.
    assert len(many) <= len(few)


def test_figures_know_their_places(report):
    f = figures_of(report)
    assert [place.label for place in f.at(Level.ZONE)] == ["第一联系片", "第二联系片"]
    assert f.of("issues_found", Span.NOW, f.at(Level.ZONE)[0]).quantity.value == 0


def test_parts_add_up_to_the_whole(report):
    """Whatever adds up does so by unit, by kind and by zone where every unit has one."""
    f = figures_of(report)
    for key in ("members", "grassroots", "duty:all:due", "duty:all:missing", "issues_found"):
        whole = f.of(key).quantity.value
        for level in (Level.ZONE, Level.UNIT):
            if key in asked_at(level):
                parts = [f.of(key, Span.NOW, place).quantity.value for place in f.at(level)]
                assert sum(parts) == whole, (key, level)


def test_body_that_ended_before_has_no_place_in_the_report(quarter):
    unit = cast.make_unit("撤销的局")
    gone = cast.make_organisation("撤销的支部", parent=quarter.root, unit=unit)
    Organisation.objects.filter(pk=gone.pk).update(dissolved_on=date(2024, 12, 31))
    f = figures_of(close_quarter(year=YEAR, quarter=QUARTER))
    assert "撤销的局" not in [place.label for place in f.at(Level.UNIT)]


@pytest.mark.parametrize(
    ("year", "words"), [(20266, "还没有到"), (1900, "还没有党组织"), (0, "请核对")]
)
def test_quarter_of_a_year_without_organisations_is_refused(year, words, quarter):
    with pytest.raises(StepRefused, match=words):
        begin_report(year=year, quarter=1)
