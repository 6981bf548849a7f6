"""公示: objections from the whole house, their answers, and what they keep from being decided."""

import itertools
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from apps.core.desk import waiting_for
from apps.core.lifecycle import StepRefused, advance
from apps.core.models import ObjectionStatus
from apps.grades.choices import RatingStatus
from apps.grades.lifecycle import OBJECTION
from apps.grades.models import Rating, RatingObjection
from apps.grades.services import answer_objection, raise_objection
from apps.notices.models import Notice
from tests.grades.conftest import put, rated


@pytest.fixture
def announced(rating) -> Rating:
    rated(rating, 60)
    return advance(put(rating, RatingStatus.STAFF), "announce", by=None)


def page(rating: Rating) -> str:
    return reverse("grades:notice_detail", args=[rating.uuid])


def given(text: str = "材料不实") -> dict:
    return {"form_key": str(uuid.uuid4()), "text": text}


def test_stranger_objects_and_nobody_but_the_committee_sees_it(users, announced, as_user):
    stranger, url = as_user(users.stranger), page(announced)
    assert "对拟定的等级提出异议" in stranger.get(url).content.decode()
    sent = reverse("grades:objection_create", args=[announced.uuid])
    form = given()
    for _ in range(2):
        assert stranger.post(sent, form).status_code == 302
    assert RatingObjection.objects.count() == 1
    assert "正在等待答复，没有重复提交" in stranger.post(sent, given()).content.decode()
    assert "请写明对哪一点有异议" in stranger.post(sent, given("")).content.decode()
    assert "材料不实" in stranger.get(url).content.decode()
    assert "材料不实" not in as_user(users.secretary).get(url).content.decode()
    assert list(RatingObjection.objects.visible_to(users.staff)) == [RatingObjection.objects.get()]
    assert not RatingObjection.objects.visible_to(users.secretary).exists()


def test_open_objection_keeps_the_level_from_being_decided(users, announced):
    objection = raise_objection(rating=announced, text="材料不实", by=users.stranger)
    with pytest.raises(StepRefused, match="异议还有 1 件没有答复，答复以后才能定级"):
        advance(announced, "decide", by=users.staff)
    answer_objection(objection=objection, answer="已核实", is_upheld=False, by=users.staff)
    told = Notice.objects.get(user=users.stranger, text__contains="异议")
    assert told.text == f"您对{announced}的异议已答复：异议不成立"
    assert told.link == page(announced)
    assert advance(announced, "decide", by=users.staff).status == RatingStatus.DECIDED


def test_upheld_objection_asks_for_another_notice(users, announced):
    objection = raise_objection(rating=announced, text="材料不实", by=users.stranger)
    answer_objection(objection=objection, answer="属实", is_upheld=True, by=users.staff)
    with pytest.raises(StepRefused, match="请先“撤回公示”"):
        advance(announced, "decide", by=users.staff)
    again = advance(announced, "reconsider", by=users.staff, note="异议成立")
    told = Notice.objects.filter(user=users.secretary).latest("pk")
    assert told.text.endswith("的公示已撤回，重新评定。原因：异议成立")
    again = advance(again, "announce", by=users.staff)
    assert advance(again, "decide", by=users.staff).status == RatingStatus.DECIDED


def test_objection_outside_the_notice_is_refused(users, rating):
    with pytest.raises(StepRefused, match="异议要在公示期内提出"):
        raise_objection(rating=rating, text="材料不实", by=users.stranger)


def test_every_step_of_an_objection_by_every_role(users, announced):
    objection = raise_objection(rating=announced, text="材料不实", by=users.stranger)
    RatingObjection.objects.update(answer="答复")
    people = users.named()
    for transition, name, status in itertools.product(
        OBJECTION.transitions, people, ObjectionStatus
    ):
        RatingObjection.objects.update(status=status)
        may = {"staff", "stranger"} if transition.step == "withdraw" else {"staff"}
        refusal = None if name in may else PermissionDenied
        if status not in transition.sources:
            refusal = StepRefused
        if refusal is None:
            done = advance(objection, transition.step, by=people[name])
            assert done.status == transition.target
        else:
            with pytest.raises(refusal):
                advance(objection, transition.step, by=people[name])


def test_objector_withdraws_his_own_only(users, announced, as_user):
    objection = raise_objection(rating=announced, text="材料不实", by=users.stranger)
    url = reverse("grades:objection_withdraw", args=[objection.uuid])
    assert as_user(users.secretary).post(url).status_code == 404
    stranger = as_user(users.stranger)
    assert "异议已撤回" in stranger.post(url, follow=True).content.decode()
    assert "不能撤回异议" in stranger.post(url, follow=True).content.decode()


def test_desk_notes_and_answers_what_was_said(users, announced, as_user):
    desk = as_user(users.staff)
    noted = reverse("admin:grades_rating_note_objection", args=[announced.pk])
    assert "请填写谁提出的" in desk.post(noted, {"text": "来电"}).content.decode()
    assert desk.post(noted, {"speaker": "市审计局李某", "text": "来电"}).status_code == 302
    objection = RatingObjection.objects.get()
    assert objection.spoken_by == "市审计局李某"
    entry = next(e for e in waiting_for(users.staff) if e["label"] == "待答复的公示异议")
    assert list(desk.get(entry["link"]).context["cl"].result_list) == [objection]
    answered = reverse("admin:grades_ratingobjection_dismiss", args=[objection.pk])
    assert "请填写答复" in desk.post(answered, {}).content.decode()
    assert desk.post(answered, {"answer": "已核实"}).status_code == 302
    assert RatingObjection.objects.get().status == ObjectionStatus.DISMISSED
    with pytest.raises(ValidationError):
        answer_objection(objection=objection, answer="再答", is_upheld=True, by=users.staff)


@pytest.mark.parametrize("number", [1, 3])
def test_notice_asks_as_often_for_one_objection_as_for_three(
    users, announced, as_user, number, django_assert_num_queries
):
    for text in ("一", "二", "三")[:number]:
        RatingObjection.objects.create(rating=announced, text=text, raised_by=users.stranger)
    client = as_user(users.stranger)
    with django_assert_num_queries(6):
        assert client.get(page(announced)).status_code == 200
