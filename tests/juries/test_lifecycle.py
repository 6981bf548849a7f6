"""The tables of states, each state × step × role; and what a guard refuses, with its cure."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.core.lifecycle import StepRefused, advance, lifecycle_of, take_by_hand
from apps.core.models import ObjectionStatus
from apps.juries.choices import JuryStatus
from apps.juries.models import Jury, Objection, ResultLine
from apps.juries.services import (
    SheetEntry,
    answer_objection,
    enter,
    keep_sheet,
    new_version,
    raise_objection,
)
from apps.notices.models import Notice
from tests import cast

STAFF_ONLY = {"staff"}
# Who may take a step on a jury, and on an objection of the branch of `secretary`.
MAY = {
    "juries.Jury": dict.fromkeys(
        ("open", "close", "resume", "freeze", "reopen", "cancel"), STAFF_ONLY
    ),
    "juries.Objection": {
        "uphold": STAFF_ONLY,
        "dismiss": STAFF_ONLY,
        "withdraw": {"staff", "secretary", "subtree_secretary"},
    },
}
FROM = {
    "juries.Jury": {
        "open": {JuryStatus.DRAFT},
        "close": {JuryStatus.OPEN},
        "resume": {JuryStatus.CLOSED},
        "freeze": {JuryStatus.CLOSED},
        "reopen": {JuryStatus.FROZEN},
        "cancel": {JuryStatus.DRAFT, JuryStatus.OPEN, JuryStatus.CLOSED},
    },
    "juries.Objection": dict.fromkeys(("uphold", "dismiss", "withdraw"), {ObjectionStatus.RAISED}),
}


def outcome(obj, step: str, user) -> str:
    """What came of a step; all of it is undone."""
    try:
        with transaction.atomic():
            target = advance(obj, step, by=user, note="说明").status
            transaction.set_rollback(True)
    except StepRefused:
        return "refused"
    except PermissionDenied:
        return "forbidden"
    return target


def walk(obj, states, users) -> list[str]:
    label, found = obj._meta.label, []
    table = lifecycle_of(obj)
    assert set(table.by_step) == set(MAY[label])
    for state in states:
        type(obj).objects.filter(pk=obj.pk).update(status=state)
        for step, transition in table.by_step.items():
            for role, user in users.items():
                wanted = "refused"
                if state in FROM[label][step]:
                    may = role in MAY[label][step]
                    wanted = transition.target if may else "forbidden"
                if (got := outcome(obj, step, user)) != wanted:
                    found.append(f"{label} {state} {step} {role}: {got}, not {wanted}")
    return found


def test_every_step_from_every_state_by_every_role(sit, city, users):
    sitting = sit(opened=False)
    jury = sitting.jury
    sitting.candidates[0].organisation = city.branch
    sitting.candidates[0].save()
    Jury.objects.filter(pk=jury.pk).update(status=JuryStatus.OPEN)
    sitting.mark(sitting.jurors[0], sitting.candidates[0], 90)
    wrong = walk(jury, JuryStatus.values, users.named())
    Jury.objects.filter(pk=jury.pk).update(status=JuryStatus.CLOSED)
    sitting.step("freeze")
    objection = raise_objection(line=ResultLine.objects.get(), text="有异议", by=users.secretary)
    Objection.objects.filter(pk=objection.pk).update(answer="答复")
    wrong += walk(objection, ObjectionStatus.values, users.named())
    assert wrong == []


def test_guards_name_the_rule_and_the_cure(sit, city):
    """What is missing before a jury opens, before its result is frozen, after it has been."""
    sitting = sit(jurors=1, labels=(), opened=False, ties="by_chair", least_sheets=2)
    jury, today = sitting.jury, timezone.localdate()
    said = []

    def refused(step: str) -> None:
        with pytest.raises(StepRefused) as refusal:
            sitting.step(step)
        said.append("".join(refusal.value.messages))

    refused("open")
    enter(jury, organisation=city.committee, label="甲", by=None)
    jury.jurors.update(is_chair=False)
    refused("open")
    jury.jurors.update(is_chair=True)
    refused("open")
    jury.scheme.least_sheets = 1
    jury.scheme.save()
    Jury.objects.update(opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    sitting.jury.refresh_from_db()
    refused("open")
    Jury.objects.update(closes_on=today)
    sitting.step("open", "close")
    refused("freeze")
    sitting.step("resume")
    sitting.mark(sitting.jurors[0], jury.candidates.get(), 90)
    sitting.step("close", "freeze", "reopen")
    refused("cancel")
    begun = [
        "还没有参评对象，请先在书记项目或",
        "办法规定末位同分由组长选定，请先",
        "“甲”只有 1 位评委可以评（本单",
        f"截止日期 {today - timedelta(days=1)}",
        "没有一个参评对象收到 1 份有效评",
        "已有确定过的结果，不能取消。请重",
    ]
    assert [words[:15] for words in said] == [words[:15] for words in begun]
    with pytest.raises(StepRefused, match="不再接收参评对象。请选择还在筹备或正在评审的评审会"):
        enter(jury, organisation=city.committee, label="乙", by=None)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("own_unit", "任职在参评单位，按规定回避，不能评“甲”"),
        ("stranger", "不是“2026年书记项目立项评审”的评委"),
        ("closed", "现在不收评分表"),
        ("late", "需要补交的，请联系工委"),
        ("left", "“甲”已退出评审，不用评分"),
        ("too_many", "“切口小”的得分在 0 到 25 分之间，现在填的是 26"),
        ("too_few", "请填写“有难度”的得分"),
        ("no_light", "请选择建议：绿灯、黄灯或红灯"),
    ],
)
def test_sheet_that_may_not_count_is_refused(sit, city, case, said):
    sitting, other = sit(jurors=1), None
    juror, candidate, today = sitting.jurors[0], sitting.candidates[0], timezone.localdate()
    first, *others = sitting.jury.scheme.criteria.all()
    entry = SheetEntry({c.pk: 20 for c in (first, *others)}, "green")
    match case:
        case "own_unit":
            cast.appoint(juror.person, city.branch, "deputy_secretary")
        case "stranger":
            other = sitting.jury
            juror.jury = Jury.objects.create(
                scheme=other.scheme, title="另一个", year=2026, opens_on=today, closes_on=today
            )
            juror.save()
        case "closed":
            sitting.step("close")
        case "late":
            Jury.objects.update(opens_on="2026-01-01", closes_on="2026-01-02")
        case "left":
            candidate.left_on = today
        case "too_many":
            entry.points[first.pk] = 26
        case "too_few":
            entry = SheetEntry({first.pk: 20}, "green")
        case "no_light":
            entry = SheetEntry(entry.points, "")
    with pytest.raises(ValidationError) as refusal:
        keep_sheet(juror=juror, candidate=candidate, entry=entry, hand_in=True)
    assert said in "；".join(refusal.value.messages)


def test_sheet_is_kept_unfinished_and_cannot_be_taken_back(sit):
    sitting = sit(jurors=1)
    juror, candidate = sitting.jurors[0], sitting.candidates[0]
    first = sitting.jury.scheme.criteria.first()
    keep = {"juror": juror, "candidate": candidate}
    sheet = keep_sheet(**keep, entry=SheetEntry({first.pk: 20}), hand_in=False)
    assert sheet.handed_in_at is None
    sheet = sitting.mark(juror, candidate, 90, expected_version=1)
    with pytest.raises(ValidationError):
        keep_sheet(**keep, entry=SheetEntry({}), hand_in=False, expected_version=2)
    assert (sheet.scores.count(), sheet.version) == (4, 2)


def test_scheme_that_a_jury_opened_with_is_copied(sit):
    scheme = sit().jury.scheme
    assert not scheme.is_editable
    copy = new_version(scheme=scheme)
    assert (copy.number, copy.is_editable, copy.criteria.count()) == (2, True, 4)
    assert list(type(copy).objects.valid_on(timezone.localdate())) == [copy]


def test_jurors_and_those_who_objected_are_told(sit, city, users):
    sitting = sit(jurors=2, opened=False)
    told = cast.make_user("juror", person=sitting.jurors[0].person)
    sitting.step("open")
    notice = Notice.objects.get()
    assert (notice.user, notice.link) == (told, sitting.jury.get_absolute_url())
    assert "请您评审" in notice.text
    sitting.mark(sitting.jurors[0], sitting.candidates[0], 90)
    sitting.step("close", "freeze")
    objection = raise_objection(
        line=ResultLine.objects.get(), text="请复核", by=users.subtree_secretary
    )
    with pytest.raises(ValidationError, match="没有重复提交"):
        raise_objection(line=objection.line, text="请复核", by=users.subtree_secretary)
    with pytest.raises(StepRefused, match="由系统完成"):
        take_by_hand(objection, "uphold", by=users.staff)
    with pytest.raises(StepRefused, match="请先填写答复"):
        answer_objection(objection=objection, answer=" ", is_upheld=False, by=users.staff)
    answered = answer_objection(
        objection=objection, answer="经复核无误", is_upheld=False, by=users.staff
    )
    assert answered.get_status_display() == "异议不成立"
    notice = Notice.objects.get(user=users.subtree_secretary)
    assert notice.text == "您对“甲”评审结果的异议已答复：异议不成立"
