import io
from datetime import date
from decimal import Decimal

import pypdf
import pytest

from apps.assessments import services
from apps.assessments.choices import RunStatus, SchemeStatus
from apps.assessments.differences import differences
from apps.assessments.models import PanelScore, Result, ScoreLine
from apps.core import files, jobs
from apps.core.lifecycle import StepRefused, advance
from apps.core.models import Document, JobItem
from apps.meetings.choices import MeetingKind
from apps.sixlights.choices import HonourStatus
from apps.sixlights.models import Honour, HonourLevel
from tests import cast
from tests.assessments.conftest import YEAR, work_off


def result_of(run, organisation) -> Result:
    return run.results.get(organisation=organisation)


def line_of(result: Result, label: str) -> ScoreLine:
    return result.lines.get(label=label)


def hold(branch, kind=MeetingKind.THEME_DAY, *, months=range(1, 13)) -> list:
    return [cast.make_meeting(branch, kind, held_on=date(YEAR, month, 9)) for month in months]


def text_of(document: Document) -> str:
    pages = pypdf.PdfReader(io.BytesIO(files.read(document.path))).pages
    return "".join(page.extract_text() for page in pages)


def test_run_scores_every_organisation_of_the_schemes_kinds(computed, city):
    assert computed.status == RunStatus.COMPUTED
    assert set(computed.results.values_list("organisation", flat=True)) <= {
        o.pk
        for o in (
            city.committee,
            city.branch,
            city.sibling,
            city.other_committee,
            city.other_branch,
        )
    }
    assert computed.results.filter(organisation=city.branch).exists()


def test_line_keeps_the_rows_that_gave_its_points(run, city):
    meetings = hold(city.branch, months=[m for m in range(1, 13) if m != 4])
    started = services.start_run(run=run, by=None, with_sheets=False)
    work_off(started.job)
    line = line_of(result_of(started, city.branch), "主题党日")
    items = sorted(m.agenda_items.get().pk for m in meetings)
    assert sorted(line.evidence) == items
    assert (line.number, line.target, line.unit) == (11, 12, "次")
    assert line.explanation == "未完成：4月"
    assert line.rule_code == "R-MTG-06"


def test_duty_that_does_not_apply_is_said_and_not_counted(computed, city):
    line = line_of(result_of(computed, city.branch), "支委会")
    assert not line.is_applicable
    assert line.max_points == 0
    assert "不计入分母" in line.explanation


def test_total_of_a_branch_by_hand(run, city):
    """Of the 100: only theme days are full, and panel and ballot are not entered."""
    hold(city.branch)
    PanelScore.objects.create(year=YEAR, organisation=city.branch, score=Decimal("85.50"), raters=9)
    started = services.start_run(run=run, by=None, with_sheets=False)
    work_off(started.job)
    result = result_of(started, city.branch)
    due = {line.label: line for line in result.lines.filter(part__order=1, is_applicable=True)}
    points = sum(CRITERIA[label] for label in due)
    # First topics were on every sitting's agenda; 60, 20 and 10 of 90 share the 100.
    daily = Decimal(60) * (CRITERIA["主题党日"] + CRITERIA["第一议题"]) / points
    expected = (daily + Decimal(20) * Decimal("0.855")) * 100 / 90
    assert result.total == expected.quantize(Decimal("0.01"))


CRITERIA = {
    "支部党员大会": 9,
    "党课": 6,
    "主题党日": 9,
    "组织生活会": 5,
    "民主评议党员": 5,
    "谈心谈话（党员之间）": 2,
    "集中学习培训学时": 4,
    "第一议题": 3,
}


def test_honour_is_a_bonus_with_its_row(run, city):
    honour = Honour.objects.create(
        organisation=city.branch,
        name="先进基层党组织",
        level=HonourLevel.PROVINCIAL,
        granted_by="省委",
        granted_on=date(YEAR, 7, 1),
        status=HonourStatus.CONFIRMED,
    )
    started = services.start_run(run=run, by=None, with_sheets=False)
    work_off(started.job)
    line = line_of(result_of(started, city.branch), "省级荣誉")
    assert (line.points, line.evidence) == (2, [honour.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_assessing_takes_the_same_queries_for_any_number(
    count, run, city, django_assert_num_queries
):
    from apps.assessments.assess import assessed

    for number in range(count):
        hold(cast.make_organisation(f"新支部{number}", parent=city.committee))
    with django_assert_num_queries(47):
        assessed(run.scheme, run.period, today=date(2026, 1, 15))


def test_number_on_paper_is_the_number_stored(printed, city):
    result = result_of(printed, city.branch)
    text = text_of(result.document).replace("\n", "")
    assert f"{result.total:.2f}" in text
    assert result.document.code in text
    assert result.sheet["total"] == f"{result.total:.2f}"


def test_every_sheet_is_printed_and_listed_on_its_item(printed):
    assert not printed.results.filter(document=None).exists()
    items = printed.job.items.exclude(key="compute")
    assert items.filter(status=JobItem.Status.DONE).count() == printed.results.count()
    assert not items.filter(document=None).exists()


def test_repeated_run_on_the_same_rows_prints_nothing_again(printed):
    before = {r.organisation_id: (r.document_id, r.total) for r in printed.results.all()}
    documents, kept = Document.objects.count(), sorted(files.named_paths())
    again = services.repeat_run(run=printed, by=None, note="复核")
    work_off(again.job)
    assert {r.organisation_id: (r.document_id, r.total) for r in again.results.all()} == before
    assert Document.objects.count() == documents
    assert sorted(files.named_paths()) == kept


def test_lost_document_is_printed_again_with_the_same_bytes(printed):
    result = printed.results.first()
    path = files.absolute(result.document.path)
    before = path.read_bytes()
    from apps.assessments.printing import render

    assert render(result.sheet, result.data_hash, printed.dated_on) == before


def test_item_killed_after_its_commit_computes_nothing_twice(run):
    started = services.start_run(run=run, by=None, with_sheets=False)
    item = jobs.claim(started.job.items.get().pk)
    from apps.assessments.work import compute

    compute(item)
    lines = set(ScoreLine.objects.values_list("pk", flat=True))
    compute(item)
    assert set(ScoreLine.objects.values_list("pk", flat=True)) == lines


def test_cancelled_run_is_not_computed(run):
    started = services.start_run(run=run, by=None)
    item = jobs.claim(started.job.items.get().pk)
    services.cancel_run(run=started, by=None, note="方案有误")
    from apps.assessments.work import compute

    compute(item)
    assert not Result.objects.exists()


def test_issue_needs_every_sheet(computed, users):
    with pytest.raises(StepRefused, match="没有生成"):
        services.issue_run(run=computed, by=users.staff)


def test_issue_freezes_the_scheme(printed, users):
    services.issue_run(run=printed, by=users.staff)
    printed.scheme.refresh_from_db()
    assert printed.scheme.status == SchemeStatus.FROZEN


def test_frozen_year_computes_to_the_same_numbers(run, city, users):
    hold(city.branch, months=range(1, 8))
    started = services.start_run(run=run, by=None)
    work_off(started.job)
    services.issue_run(run=started, by=users.staff)
    started.refresh_from_db()
    assert differences(started) == []


def test_correction_of_a_frozen_year_is_a_difference_and_no_change(run, city, users):
    meetings = hold(city.branch)
    started = services.start_run(run=run, by=None)
    work_off(started.job)
    services.issue_run(run=started, by=users.staff)
    started.refresh_from_db()
    before = result_of(started, city.branch).total
    type(meetings[0]).objects.filter(pk=meetings[0].pk).update(status="void")
    (difference,) = differences(started)
    assert difference.result.organisation == city.branch
    assert difference.total_now < before
    assert result_of(started, city.branch).total == before


def test_issued_run_is_neither_repeated_nor_cancelled(printed, users):
    issued = services.issue_run(run=printed, by=users.staff)
    with pytest.raises(StepRefused):
        services.repeat_run(run=issued, by=None, note="再算")


def test_run_once_a_year_and_scheme(run, scheme):
    with pytest.raises(services.ValidationError, match="已按同一方案"):
        services.create_run(year=YEAR, scheme=scheme)


def test_missing_sheets_can_be_printed_later(computed, users):
    services.print_sheets(run=computed, by=users.staff)
    work_off(computed.job)
    assert not computed.results.filter(document=None).exists()


def test_scheme_in_use_is_changed_only_as_a_new_version(run, scheme, users):
    with pytest.raises(StepRefused, match="另建新版"):
        advance(scheme, "revise", by=users.staff, note="改权重")
    draft = services.new_version(scheme=scheme)
    assert (draft.number, draft.status) == (scheme.number + 1, SchemeStatus.DRAFT)
    assert [p.criteria.count() for p in draft.parts.all()] == [16, 0, 0, 5, 11, 6]
    assert draft.thresholds.count() == 4


def test_faulty_scheme_is_not_activated(scheme, users):
    draft = services.new_version(scheme=scheme)
    draft.parts.filter(order=1).update(weight=50)
    with pytest.raises(StepRefused, match="应为 100"):
        advance(draft, "activate", by=users.staff)


def test_run_needs_an_active_scheme(scheme, city):
    draft = services.new_version(scheme=scheme)
    run = services.create_run(year=YEAR, scheme=draft)
    with pytest.raises(StepRefused, match="还没有启用"):
        services.start_run(run=run, by=None)


def test_secretary_cannot_start_a_run(run, users):
    with pytest.raises(services.PermissionDenied):
        services.start_run(run=run, by=users.secretary)


def test_newer_scheme_of_the_same_name_follows(scheme):
    again = services.new_version(scheme=services.new_version(scheme=scheme))
    assert again.number == scheme.number + 2


@pytest.mark.parametrize(
    ("year", "words"), [(20266, "还没有到"), (1900, "还没有党组织"), (0, "请核对")]
)
def test_year_without_organisations_is_not_assessed(year, words, scheme, city):
    with pytest.raises(StepRefused, match=words):
        services.create_run(year=year, scheme=scheme)
