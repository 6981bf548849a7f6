"""The desk: a measure opens a round, the staff's points, quotas before the decision, a whole round at once."""

import pytest
from django.urls import reverse

from apps.branches.models import Grade
from apps.core.desk import waiting_for
from apps.grades.choices import RatingStatus
from apps.grades.models import GradeItem, GradeLevel, GradeScheme, Rating
from tests.grades.conftest import YEAR, make_veto, open_for, put, rated


@pytest.fixture
def desk(users, as_user):
    return as_user(users.staff)


def change(rating: Rating) -> str:
    return reverse("admin:grades_rating_change", args=[rating.pk])


def test_round_is_opened_from_its_measure(city, desk, scheme):
    url = reverse("admin:grades_gradescheme_open_round", args=[scheme.pk])
    assert "评定年度" in desk.get(url).content.decode()
    text = desk.post(url, {"year": str(YEAR)}, follow=True).content.decode()
    assert "3 个党组织开始自评" in text
    assert Rating.objects.count() == 3
    refused = desk.post(url, {"year": str(YEAR)})
    assert "没有需要参评的党组织" in refused.content.decode()


def test_measure_in_use_is_read_only_and_copied(desk, rating):
    url = reverse("admin:grades_gradescheme_change", args=[rating.scheme_id])
    assert 'name="_save"' not in desk.get(url).content.decode()
    copied = reverse("admin:grades_gradescheme_copy", args=[rating.scheme_id])
    assert desk.post(copied).status_code == 302
    assert GradeScheme.objects.get(number=2).items.count() == 2


def test_measure_with_faults_says_so_on_its_page(desk, scheme):
    GradeScheme.objects.update(total=90)
    text = desk.get(reverse("admin:grades_gradescheme_change", args=[scheme.pk])).content.decode()
    assert "还不能开始评定" in text


def test_points_of_the_staff_are_saved_with_the_page(desk, rating):
    rated(rating, 60)
    stored = put(rating, RatingStatus.STAFF)
    lines = list(stored.lines.order_by("item__order"))
    given = {
        "opened_version": str(stored.version),
        "found_vetoes-TOTAL_FORMS": "0",
        "found_vetoes-INITIAL_FORMS": "0",
        "lines-TOTAL_FORMS": "2",
        "lines-INITIAL_FORMS": "2",
        "lines-0-id": str(lines[0].pk),
        "lines-0-rating": str(stored.pk),
        "lines-0-staff_points": "50",
        "lines-0-staff_remark": "材料不全",
        "lines-1-id": str(lines[1].pk),
        "lines-1-rating": str(stored.pk),
        "lines-1-staff_points": "40",
        "lines-1-staff_remark": "",
    }
    assert "现得分" in desk.get(change(stored)).content.decode()
    assert desk.post(change(stored), given).status_code == 302
    stored = Rating.objects.get()
    assert (stored.points, str(stored.level)) == (90, "三星")
    assert stored.lines.get(pk=lines[0].pk).staff_remark == "材料不全"
    stale = desk.post(change(stored), given)
    assert "已被别人改过" in stale.content.decode()


def test_rating_in_another_state_is_only_read(desk, rating):
    assert 'name="_save"' not in desk.get(change(rating)).content.decode()


def test_steps_stand_above_the_page_with_the_quotas_beside_the_decision(desk, rating):
    GradeLevel.objects.filter(order=2).update(quota=10)
    rated(rating, 60)
    stored = put(rating, RatingStatus.STAFF)
    step = reverse("admin:grades_rating_step", args=[stored.pk])
    assert f"{step}?step=announce" in desk.get(change(stored)).content.decode()
    text = desk.get(f"{step}?step=announce").content.decode()
    assert "各等级名额（参评 1 个）" in text
    assert "超过名额" in text
    assert desk.post(f"{step}?step=announce", {"note": ""}).status_code == 302
    assert desk.post(f"{step}?step=decide", {"note": ""}).status_code == 302
    assert Grade.objects.get().level == "二星"
    assert desk.get(f"{step}?step=nothing").status_code == 404


def test_level_and_veto_have_pages_of_their_own(desk, rating):
    veto = make_veto(rating.scheme)
    rated(rating, 60)
    stored = put(rating, RatingStatus.STAFF)
    url = reverse("admin:grades_rating_veto", args=[stored.pk])
    assert desk.post(url, {"veto": veto.pk, "reason": "通报"}).status_code == 302
    assert str(Rating.objects.get().level) == "一星"
    url = reverse("admin:grades_rating_choose", args=[stored.pk])
    three = rating.scheme.levels.get(order=3)
    assert "请写明为什么定这个等级" in desk.post(url, {"level": three.pk}).content.decode()
    assert desk.post(url, {"level": three.pk, "reason": "会议确定"}).status_code == 302
    assert str(Rating.objects.get().level) == "三星"


def test_measure_without_vetoes_by_hand_offers_none(desk, rating):
    stored = put(rating, RatingStatus.STAFF)
    assert "认定否决情形" not in desk.get(change(stored)).text


def test_veto_entered_by_mistake_is_lifted_at_the_desk(desk, rating):
    veto = make_veto(rating.scheme)
    rated(rating, 60)
    stored = put(rating, RatingStatus.STAFF)
    lift = reverse("admin:grades_rating_lift", args=[stored.pk])
    assert lift not in desk.get(change(stored)).text
    entry = reverse("admin:grades_rating_veto", args=[stored.pk])
    desk.post(entry, {"veto": veto.pk, "reason": "通报认错了组织"})
    text = desk.get(change(stored)).text
    assert lift in text
    assert "通报认错了组织" in text
    found = stored.found_vetoes.get()
    assert desk.post(lift, {"found": found.pk}).status_code == 302
    assert str(Rating.objects.get().level) == "二星"
    assert "取消否决认定" not in desk.get(change(stored)).text


def test_whole_round_is_announced_and_decided_at_once(city, desk, scheme):
    for rating in open_for(scheme, city.branch, city.sibling):
        rated(rating, 60)
    Rating.objects.update(status=RatingStatus.STAFF)
    url = reverse("admin:grades_rating_round")
    assert f"{YEAR}年 星级办法" in desk.get(url).content.decode()
    query = f"{url}?scheme={scheme.pk}&year={YEAR}"
    text = desk.get(query).content.decode()
    assert "市财政局第一党支部：60.00 分 二星" in text
    for step in ("announce", "decide"):
        chosen = [str(pk) for pk in Rating.objects.values_list("pk", flat=True)]
        assert desk.post(f"{query}&step={step}", {"ratings": chosen}).status_code == 302
    assert Grade.objects.count() == 2
    assert "没有等待定级的党组织" in desk.get(f"{query}&step=decide").content.decode()
    assert desk.get(f"{url}?scheme=0&year={YEAR}").status_code == 404


def test_list_asks_as_often_for_one_as_for_three(city, desk, scheme, django_assert_num_queries):
    url = reverse("admin:grades_rating_changelist")
    open_for(scheme, city.branch)
    desk.get(url)
    with django_assert_num_queries(10):
        desk.get(url)
    open_for(scheme, city.sibling, city.other_branch)
    with django_assert_num_queries(10):
        desk.get(url)


def test_desk_counts_what_waits_for_the_staff(city, users, desk, scheme):
    open_for(scheme, city.branch, city.sibling)
    rating = put(Rating.objects.order_by("pk")[0], RatingStatus.STAFF)
    entry = next(e for e in waiting_for(users.staff) if e["label"] == "待评定的参评党组织")
    assert entry["count"] == 1
    assert list(desk.get(entry["link"]).context["cl"].result_list) == [rating]


def test_measure_in_use_names_in_words_who_is_rated(desk, rating):
    text = desk.get(reverse("admin:grades_gradescheme_change", args=[rating.scheme_id])).text
    assert "党支部" in text
    assert "branch" not in text.partition("参评的组织类别")[2].partition("依据")[0]
    assert "members_meeting" not in text
    assert "支部党员大会" in text


def test_page_of_a_measure_asks_as_often_for_many_items(
    desk, scheme, django_assert_max_num_queries
):
    url = reverse("admin:grades_gradescheme_change", args=[scheme.pk])
    desk.get(url)
    with django_assert_max_num_queries(60) as few:
        desk.get(url)
    for order in range(30, 40):
        GradeItem.objects.create(scheme=scheme, order=order, name="内容", most=0)
    with django_assert_max_num_queries(len(few)):
        desk.get(url)
