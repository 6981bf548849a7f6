"""One search: characters, pinyin, initials, bodies of records, and nothing that one may not see."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from apps.meetings.models import Meeting, Resolution
from tests import cast
from tests.projects.conftest import make_project

SEARCH = reverse("portal:search")
DAY = date(2026, 3, 2)


@pytest.fixture
def person(city):
    cast.make_member(city.other_branch, "曾国荃")
    return cast.make_member(city.branch, "曾国藩")


@pytest.fixture
def record(city, users):
    """A record with a word in its title, one in its topics, one in its resolution, one in its minutes."""
    meeting = cast.make_meeting(city.branch, held_on=DAY)
    meeting.title, meeting.minutes = "春季主题党日：重走长征路", "大家认为要把 PPT 做短。"
    meeting.save()
    meeting.agenda_items.update(topic="传达市委全会精神")
    Resolution.objects.create(meeting=meeting, text="五月底前完成阵地改造")
    return meeting


def found(client, q: str, **more) -> dict[str, list[str]]:
    """Titles by kind."""
    context = client.get(SEARCH, {"q": q, **more}).context
    return {g.kind.key: [hit.title for hit in g.hits] for g in context["groups"]}


@pytest.mark.parametrize("typed", ["zgf", "ZGF", "zengguofan", "Zeng Guofan", "cengguofan", "曾国"])
def test_person_is_found_however_it_is_typed(person, users, as_user, typed):
    assert found(as_user(users.secretary), typed)["people"] == ["曾国藩"]


@pytest.mark.parametrize("typed", ["czj", "caizhengju", "财政", "第一党支部"])
def test_organisation_is_found_however_it_is_typed(city, users, as_user, typed):
    assert "市财政局第一党支部" in found(as_user(users.staff), typed)["organisations"]


@pytest.mark.parametrize(
    "typed", ["全会精神", "阵地改造", "把 PPT 做短", "ppt", "长征路", "长征", "会议室"]
)
def test_record_is_found_by_title_place_topic_resolution_and_minutes(record, users, as_user, typed):
    assert found(as_user(users.secretary), typed)["records"] == [record.title]


@pytest.mark.parametrize("typed", ["全会", "阵地", "做"])
def test_one_or_two_characters_search_names_and_titles_only(record, users, as_user, typed):
    assert "records" not in found(as_user(users.secretary), typed)


def test_projects_and_brands_are_found_by_their_names(city, users, as_user):
    brand = cast.make_brand(city.branch, name="红帆先锋")
    project = make_project(city.committee, title="红帆领航工程")
    hits = found(as_user(users.staff), "红帆")
    assert (hits["projects"], hits["brands"]) == ([project.title], [brand.name])
    assert "projects" not in found(as_user(users.stranger), "红帆")


def test_record_shows_where_the_word_stands(record, users, as_user):
    page = as_user(users.secretary).get(SEARCH, {"q": "全会精神"}).content.decode()
    assert "传达市委<mark>全会精神</mark>" in page


def test_what_is_found_is_escaped(city, users, as_user):
    cast.make_member(city.branch, "<b>粗体</b>")
    page = as_user(users.secretary).get(SEARCH, {"q": "粗体"}).content.decode()
    assert "&lt;b&gt;<mark>粗体</mark>&lt;/b&gt;" in page


def test_foreign_branch_leaks_nothing(person, record, city, users, as_user):
    stranger = as_user(users.stranger)
    assert found(stranger, "曾国")["people"] == ["曾国荃"]
    for word in ("全会精神", "长征", "财政", "czj"):
        assert found(stranger, word) == {}
    for kind in ("people", "records", "organisations"):
        answer = stranger.get(SEARCH, {"q": "财政局", "in": kind})
        assert answer.context["hits"] == []


@pytest.mark.parametrize("role", ["nobody", "system_admin", "convenor"])
def test_whoever_may_see_nobody_finds_nobody(person, record, users, as_user, role):
    for word in ("曾国", "全会精神"):
        assert found(as_user(getattr(users, role)), word) == {}


def test_exact_name_comes_first_and_pinyin_of_the_name_before_its_parts(city, users, as_user):
    for name in ("张曾国", "曾国强", "曾国", "李增国"):
        cast.make_member(city.branch, name)
    client = as_user(users.secretary)
    assert found(client, "曾国")["people"] == ["曾国", "曾国强", "张曾国"]
    assert found(client, "zengguo")["people"][:2] == ["曾国", "曾国强"]


def test_newest_records_come_first(city, users, as_user):
    days = [DAY + timedelta(days=n) for n in (3, 1, 2)]
    for day in days:
        cast.make_meeting(city.branch, held_on=day)
    context = as_user(users.secretary).get(SEARCH, {"q": "学习重要讲话"}).context
    facts = [hit.facts for hit in context["groups"][0].hits]
    assert [f.partition(" ·")[0] for f in facts] == [
        f"2026 年 3 月 {d.day} 日" for d in sorted(days, reverse=True)
    ]


def test_many_hits_lead_to_a_page_of_their_own(city, users, as_user):
    for number in range(12):
        cast.make_member(city.branch, f"曾国{number}")
    client = as_user(users.secretary)
    (group,) = client.get(SEARCH, {"q": "曾国"}).context["groups"]
    assert (len(group.hits), group.count, group.has_more) == (10, "12 条", True)
    assert len(client.get(group.url).context["hits"]) == 12
    assert client.get(group.url + "&page=2").context["hits"] == []


@pytest.mark.parametrize(
    "typed", ["%", "__", "\\", "100%", "a_b", "'; DROP TABLE", "(.*)+", "{{7*7}}"]
)
def test_signs_of_the_database_stand_for_themselves(person, record, users, as_user, typed):
    answer = as_user(users.staff).get(SEARCH, {"q": typed})
    assert answer.status_code == 200
    assert answer.context["groups"] == []
    assert "没有找到" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("曾" * 51, "50 个字以内"),
        ("曾\u202e国", "改变显示次序"),
        ("机密★十年", "密级标志"),
    ],
)
def test_text_that_cannot_be_meant_is_answered_in_words(users, as_user, typed, words):
    answer = as_user(users.secretary).get(SEARCH, {"q": typed})
    assert answer.status_code == 200
    assert words in answer.content.decode()


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "q=曾&page=99999999", "q=曾&in=nothing"])
def test_broken_addresses_are_answered(users, as_user, query):
    assert as_user(users.secretary).get(f"{SEARCH}?{query}").status_code in (200, 400)


def test_nothing_typed_asks_for_words(users, as_user):
    answer = as_user(users.secretary).get(SEARCH)
    assert "groups" not in answer.context
    assert "汉字、全拼或首字母" in answer.content.decode()


def test_several_words_must_all_be_there(record, users, as_user):
    client = as_user(users.secretary)
    assert found(client, "全会精神 阵地改造")["records"] == [record.title]
    assert found(client, "全会精神 没有的词") == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_are_the_same_for_one_hit_as_for_three(
    city, users, as_user, rows, django_assert_num_queries
):
    for number in range(rows):
        cast.make_member(city.branch, f"曾国{number}")
        cast.make_organisation(f"曾国党小组{number}", "subgroup", parent=city.branch)
        meeting = cast.make_meeting(city.branch, held_on=DAY)
        Meeting.objects.filter(pk=meeting.pk).update(title="曾国书信")
        cast.make_brand(city.branch, name=f"曾国品牌{number}")
        make_project(city.committee, title=f"曾国项目{number}")
    client = as_user(users.secretary)
    # Session, user, roles; organisations, people with their branches, records, projects, brands.
    with django_assert_num_queries(9):
        assert len(found(client, "曾国")) == 5
