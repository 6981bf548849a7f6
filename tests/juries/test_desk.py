"""The desk: seats and steps, a paper sheet, the frozen list on paper, objections answered."""

import re

import pytest
from django.urls import reverse

from apps.juries.choices import JuryStatus
from apps.juries.models import Jury, Objection, ResultLine, ResultList, Sheet
from apps.juries.services import seat
from tests import cast
from tests.meetings.test_papers import words_of


def page_of(jury, verb: str) -> str:
    return reverse(f"admin:juries_jury_{verb}", args=[jury.pk])


def test_jury_is_seated_and_led_to_its_list_at_the_desk(sit, users, as_user):
    staff, sitting = as_user(users.staff), sit(jurors=1, opened=False, is_anonymous=False)
    jury = sitting.jury
    change = reverse("admin:juries_jury_change", args=[jury.pk])
    formset = {
        "jurors-TOTAL_FORMS": 2,
        "jurors-INITIAL_FORMS": 1,
        "jurors-0-id": sitting.jurors[0].pk,
        "jurors-0-jury": jury.pk,
        "jurors-0-person": sitting.jurors[0].person_id,
        "jurors-0-is_chair": "on",
        "jurors-1-jury": jury.pk,
        "jurors-1-name": "外请专家",
        "jurors-1-employer": "省委党校",
        **{
            f"{name}-{n}_FORMS": 0 for name in ("candidates", "lists") for n in ("TOTAL", "INITIAL")
        },
    }
    given = {
        "title": jury.title,
        "year": 2026,
        "scheme": jury.scheme_id,
        "opens_on": jury.opens_on,
        "closes_on": jury.closes_on,
        "places": 1,
        "opened_version": 1,
        **formset,
    }
    answer = staff.post(change, given)
    assert answer.status_code == 302, answer.context["errors"]
    expert = jury.jurors.get(name="外请专家")
    for step in ("open", "close", "resume", "close"):
        words = {"note": "再收一份"} if step == "resume" else {}
        if step == "close" and jury.jurors.filter(sheets=None).count() == 1:
            _enter_paper(staff, jury, expert)
        if step == "close":
            _mark_once(sitting)
        assert staff.post(page_of(jury, step), words).status_code == 302
    assert "外请专家 90" not in staff.get(page_of(jury, "handed_in")).content.decode()
    assert "90分" in staff.get(page_of(jury, "handed_in")).content.decode()
    assert "达到绿灯起点80分" in staff.get(page_of(jury, "freeze")).content.decode()
    assert staff.post(page_of(jury, "freeze")).status_code == 302
    assert Jury.objects.get().status == JuryStatus.FROZEN
    result = ResultList.objects.get()
    paper = staff.get(reverse("admin:juries_resultlist_print_it", args=[result.pk]), follow=True)
    words = words_of(b"".join(paper))
    assert "外请专家（省委党校）" in words
    assert "有效评分表2份，平均90.00分" in words


def _mark_once(sitting) -> None:
    if not Sheet.objects.filter(juror=sitting.jurors[0]).exists():
        sitting.mark(sitting.jurors[0], sitting.candidates[0], 90)


def _enter_paper(staff, jury, expert) -> None:
    criteria = jury.scheme.criteria.all()
    given = {
        "juror": expert.pk,
        "candidate": jury.candidates.get().pk,
        "light": "green",
        "advice": "",
        **{f"points-{c.pk}": "22.5" for c in criteria},
    }
    answer = staff.post(page_of(jury, "paper"), {**given, "light": ""})
    assert "请选择建议" in answer.content.decode()
    assert staff.post(page_of(jury, "paper"), given).status_code == 302
    assert Sheet.objects.get(juror=expert).is_from_paper


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_desk_sees_who_has_handed_in_and_marks_only_of_named_juries(
    sit, users, as_user, is_anonymous
):
    staff, sitting = as_user(users.staff), sit(is_anonymous=is_anonymous)
    sitting.mark(sitting.jurors[0], sitting.candidates[0], "91.5")
    table = re.sub("<[^>]+>", " ", staff.get(page_of(sitting.jury, "handed_in")).content.decode())
    assert ("91.5" in table) is not is_anonymous
    assert ("已交 / 应交" in table, "1 / 1" in table, "未交" in table) == (True, True, True)
    assert "评委0号" in table
    assert (
        table.index("评委0号")
        < table.index("已交 / 应交")
        < table.index(str(sitting.candidates[0]))
    )
    # Nobody who has an account is marked for, and nobody's marks are shown for correction.
    cast.make_user("juror", person=sitting.jurors[0].person)
    form = staff.get(page_of(sitting.jury, "paper")).content.decode()
    assert ("评委0号" in form, "评委1号" in form, "91.5" in form) == (False, True, False)


def test_chair_settles_a_tie_at_the_desk(sit, users, as_user):
    staff = as_user(users.staff)
    sitting = sit(jurors=1, labels="甲乙", places=1, ties="by_chair")
    for candidate in sitting.candidates:
        sitting.mark(sitting.jurors[0], candidate, 90)
    sitting.step("close")
    assert "只剩 1 个名额" in staff.get(page_of(sitting.jury, "freeze")).content.decode()
    both = {"chosen": [c.pk for c in sitting.candidates]}
    refused = staff.post(page_of(sitting.jury, "choose"), both)
    assert "请选定 1 个" in refused.content.decode()
    one = {"chosen": [sitting.candidates[1].pk]}
    assert staff.post(page_of(sitting.jury, "choose"), one).status_code == 302
    sitting.step("freeze")
    assert ResultLine.objects.get(is_in=True).candidate == sitting.candidates[1]


def test_spoken_objection_is_noted_and_answered(sit, users, as_user):
    staff, sitting = as_user(users.staff), sit(jurors=1)
    sitting.mark(sitting.jurors[0], sitting.candidates[0], 90)
    sitting.step("close", "freeze")
    result = ResultList.objects.get()
    note = reverse("admin:juries_resultlist_note_objection", args=[result.pk])
    said = {"line": result.lines.get().pk, "speaker": "市财政局 王五", "text": "请复核"}
    assert staff.post(note, said).status_code == 302
    objection = Objection.objects.get()
    desk = staff.get("/admin/").content.decode()
    assert "待答复的评审异议" in desk
    answer = reverse("admin:juries_objection_dismiss", args=[objection.pk])
    assert staff.post(answer, {"answer": "复核无误"}).status_code == 302
    objection.refresh_from_db()
    assert (objection.status, objection.answer) == ("dismissed", "复核无误")
    assert "待答复的评审异议" not in staff.get("/admin/").content.decode()


def test_scheme_in_use_is_read_only_and_copied(sit, users, as_user):
    staff, scheme = as_user(users.staff), sit().jury.scheme
    page = staff.get(reverse("admin:juries_juryscheme_change", args=[scheme.pk]))
    assert 'name="_save"' not in page.content.decode()
    copied = staff.post(reverse("admin:juries_juryscheme_copy", args=[scheme.pk]))
    page = staff.get(copied.url)
    assert 'name="_save"' in page.content.decode()


def test_expert_is_seated_under_his_own_name(sit, users):
    jury = sit(opened=False).jury
    assert str(seat(jury=jury, name="外请专家", employer="省委党校")) == "外请专家"
