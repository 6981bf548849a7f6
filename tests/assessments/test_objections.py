from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from apps.assessments import services
from apps.assessments.choices import ManualKind, RunStatus, SchemeStatus
from apps.assessments.models import Objection
from apps.core.desk import waiting_for
from apps.core.lifecycle import StepRefused, history_of, take_by_hand
from apps.core.models import ObjectionStatus, StatusChange
from apps.meetings.choices import MeetingKind
from apps.notices.models import Notice
from tests import cast
from tests.assessments.conftest import YEAR, work_off
from tests.assessments.test_entries import entry_of
from tests.assessments.test_runs import result_of


@pytest.fixture
def announced(printed, users):
    return services.announce_run(run=printed, by=users.staff)


def objection_to(run, city, users, **more) -> Objection:
    return services.raise_objection(
        result=result_of(run, city.branch),
        text="四月的主题党日已补录",
        by=users.secretary,
        **more,
    )


def answer(objection, words, by, *, is_upheld=False, **more) -> Objection:
    return services.answer_objection(
        objection=objection, answer=words, is_upheld=is_upheld, by=by, **more
    )


def test_notice_shows_results_to_those_whom_they_concern_and_tells_them(
    announced, city, users, as_user
):
    text = as_user(users.secretary).get(result_of(announced, city.branch).get_absolute_url()).text
    assert "结果正在公示" in text
    told = Notice.objects.filter(user=users.secretary).get()
    assert "正在公示" in told.text


def test_objection_is_raised_on_the_page_once(announced, city, users, as_user):
    client, result = as_user(users.secretary), result_of(announced, city.branch)
    address = reverse("assessments:objection_create", args=[result.uuid])
    line = result.lines.get(label="主题党日")
    answers = {
        "form_key": "6f2b7f8a-9c1d-4c52-9a51-2f9b51f20001",
        "line": line.pk,
        "text": "四月的会议已补录",
    }
    for _ in range(2):
        assert client.post(address, answers).status_code == 302
    objection = Objection.objects.get()
    assert (objection.line, objection.raised_by) == (line, users.secretary)
    again = client.post(address, answers | {"form_key": "6f2b7f8a-9c1d-4c52-9a51-2f9b51f20002"})
    assert "正在等待答复" in again.text


def test_line_of_another_result_cannot_be_named(announced, city, users, as_user):
    other = result_of(announced, city.other_branch).lines.first()
    address = reverse("assessments:objection_create", args=[result_of(announced, city.branch).uuid])
    response = as_user(users.secretary).post(address, {"line": other.pk, "text": "不对"})
    assert response.status_code == 422
    assert not Objection.objects.exists()


def test_objection_is_possible_only_under_notice(printed, city, users):
    with pytest.raises(ValidationError, match="只有公示期间"):
        objection_to(printed, city, users)


def test_issuing_with_open_objections_is_refused_with_the_cure(announced, city, users):
    objection = objection_to(announced, city, users)
    with pytest.raises(StepRefused, match="还有 1 条异议没有答复，请先在考核异议中答复"):
        services.issue_run(run=announced, by=users.staff)
    answer(objection, "记录未审核", users.staff)
    assert services.issue_run(run=announced, by=users.staff).status == RunStatus.ISSUED


def test_withdrawn_objection_is_not_in_the_way(announced, city, users):
    take_by_hand(objection_to(announced, city, users), "withdraw", by=users.secretary)
    assert services.issue_run(run=announced, by=users.staff).is_issued


def computed_again(run, users):
    again = services.repeat_run(run=run, by=users.staff, note="采纳异议")
    work_off(again.job)
    again.refresh_from_db()
    return again


def test_upheld_objection_needs_its_change_and_a_new_computing(announced, city, users):
    objection = objection_to(announced, city, users)
    with pytest.raises(StepRefused, match="请先填写作了什么改动"):
        answer(objection, "属实", users.staff, is_upheld=True)
    entry = entry_of(city.branch, ManualKind.BONUS, 2, users.staff, reason="补记抗洪")
    other = cast.make_user("staff2")
    cast.grant(other, "committee_staff")
    answer(objection, "属实", users.staff, is_upheld=True, change="补记加分", entry=entry)
    with pytest.raises(StepRefused, match="请先重新计算"):
        services.issue_run(run=announced, by=users.staff)
    early = computed_again(announced, users)
    with pytest.raises(StepRefused, match="还没有批准"):
        services.issue_run(run=early, by=users.staff)
    services.approve_entry(entry=entry, by=other)
    with pytest.raises(StepRefused, match="计算以后才批准"):
        services.issue_run(run=early, by=users.staff)
    again = computed_again(early, users)
    before, after = result_of(announced, city.branch), result_of(again, city.branch)
    assert after.total == before.total + 2
    assert services.issue_run(run=again, by=users.staff).is_issued


def test_recorded_change_stands_on_the_page_of_the_new_result(announced, city, users, as_user):
    objection = objection_to(announced, city, users)
    answer(objection, "属实", users.staff, is_upheld=True, change="更正四月记录")
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(YEAR, 4, 9))
    again = services.repeat_run(run=announced, by=users.staff, note="采纳异议")
    work_off(again.job)
    again.refresh_from_db()
    before, after = result_of(announced, city.branch), result_of(again, city.branch)
    assert after.total > before.total
    text = as_user(users.staff).get(after.get_absolute_url()).text
    assert "改动：更正四月记录" in text
    assert f'公示时 <span class="number">{before.total}</span>' in text
    assert f'重新计算后 <span class="number">{after.total}</span>' in text


def test_open_objection_outlives_a_new_computing(announced, city, users):
    objection_to(announced, city, users)
    again = services.repeat_run(run=announced, by=users.staff, note="另算")
    work_off(again.job)
    again.refresh_from_db()
    with pytest.raises(StepRefused, match="异议没有答复"):
        services.issue_run(run=again, by=users.staff)


def test_answer_is_told_and_given_at_the_desk(announced, city, users, as_user):
    objection = objection_to(announced, city, users)
    desk = as_user(users.staff)
    page = reverse("admin:assessments_objection_uphold", args=[objection.pk])
    assert "四月的主题党日已补录" in desk.get(page).text
    assert "请写明作了什么改动" in desk.post(page, {"answer": "属实"}).text
    desk.post(page, {"answer": "属实", "change": "更正记录", "entry": ""})
    objection.refresh_from_db()
    assert objection.status == ObjectionStatus.UPHELD
    assert Notice.objects.filter(user=users.secretary, text__contains="异议成立").exists()
    repeat = reverse("admin:assessments_run_repeat", args=[announced.pk])
    answered = reverse("admin:assessments_objection_change", args=[objection.pk])
    assert repeat in desk.get(answered).text
    desk.post(repeat, {"note": "采纳异议"})
    assert repeat not in desk.get(answered).text


def test_secretary_cannot_answer(announced, city, users):
    objection = objection_to(announced, city, users)
    with pytest.raises(services.PermissionDenied):
        answer(objection, "不属实", users.secretary)


@pytest.fixture
def failing_scheme(db):
    """The database fails where a step freezes the scheme, as in a power cut."""
    with connection.cursor() as cursor:
        # What is deferred to the end of the transaction would stand in the way of a trigger.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'power cut'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER fails BEFORE UPDATE ON assessments_scheme "
            "FOR EACH ROW EXECUTE FUNCTION fails()"
        )


def test_interrupted_issue_leaves_nothing(announced, users, failing_scheme):
    """Freezing the scheme is in the transaction of the step: what fails there takes all back."""
    before = StatusChange.objects.count()
    with pytest.raises(DatabaseError, match="power cut"), transaction.atomic():
        services.issue_run(run=announced, by=users.staff)
    announced.refresh_from_db()
    announced.scheme.refresh_from_db()
    assert (announced.status, announced.issued_at) == (RunStatus.ANNOUNCED, None)
    assert announced.scheme.status == SchemeStatus.ACTIVE
    assert StatusChange.objects.count() == before


def test_database_keeps_what_is_issued(announced, city, users):
    """R-ASM-03: by SQL too; before the issue a result may still get its sheet."""
    result = result_of(announced, city.branch)
    type(result).objects.filter(pk=result.pk).update(data_hash="x")
    services.issue_run(run=announced, by=users.staff)
    for rows in (type(result).objects.filter(pk=result.pk), result.lines.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**{"total": 1} if rows.model is type(result) else {"points": 1})
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_issued_twice_is_refused(announced, users):
    services.issue_run(run=announced, by=users.staff)
    with pytest.raises(StepRefused, match="不能发布"):
        services.issue_run(run=announced, by=users.staff)
    assert history_of(announced).filter(step="issue").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_queries_for_any_number(
    count, announced, city, users, as_user, django_assert_num_queries
):
    result = result_of(announced, city.branch)
    for line in result.lines.all()[:count]:
        objection_to(announced, city, users, line=line)
    client = as_user(users.secretary)
    with django_assert_num_queries(9):
        client.get(result.get_absolute_url())


def test_waiting_objection_is_counted_at_the_desk_and_leads_to_its_row(
    announced, city, users, as_user
):
    objection_to(announced, city, users)
    (waiting,) = [q for q in waiting_for(users.staff) if q["label"] == "待答复的考核异议"]
    assert waiting["count"] == 1
    assert "四月的主题党日已补录" in as_user(users.staff).get(waiting["link"]).text
