"""信息报送, cases and study: asked once, prizes of what was submitted, seen by whom they concern."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.news.choices import AdoptionLevel, ArticleStatus, Section
from apps.news.models import Case, InfoAdoption, InfoSubmission, StudySession, TrainingClass
from apps.news.services import publish_case
from tests.core import upload_corpus as corpus
from tests.news.conftest import make_article

CREATE = "news:submission_create"
DAY = date(2026, 3, 2)


def form_of(unit, **given) -> dict:
    values = {
        "form_key": str(uuid.uuid4()),
        "unit": str(unit.uuid),
        "title": "工作做法",
        "starts_on": "2026-03-02",
        "text": "内容",
    }
    return values | given


def test_secretary_submits_once(city, users, as_user):
    client, values = as_user(users.secretary), form_of(city.unit)
    for _ in range(2):
        answer = client.post(reverse(CREATE), values)
        submission = InfoSubmission.objects.get()
        assert answer["Location"] == submission.get_absolute_url()
    assert submission.submitted_by == users.secretary


def test_text_or_file_is_enough_and_nothing_is_too_little(city, users, as_user):
    client = as_user(users.secretary)
    page = client.post(reverse(CREATE), form_of(city.unit, text=""))
    assert page.status_code == 422
    assert "二者有一样就行" in page.content.decode()
    file = SimpleUploadedFile("信息.pdf", corpus.PDF)
    assert client.post(reverse(CREATE), form_of(city.unit, text="", papers=file)).status_code == 302
    assert InfoSubmission.objects.get().files.get().name == "信息.pdf"


def test_from_an_article_nothing_is_typed_again(city, users, as_user):
    article = make_article(city.branch, "支部学习")
    client, url = as_user(users.secretary), f"{reverse(CREATE)}?article={article.uuid}"
    page = client.get(url).content.decode()
    assert "内容就用文章《支部学习》" in page
    assert 'name="text"' not in page
    client.post(reverse(CREATE), form_of(city.unit, article=str(article.uuid), text=""))
    assert InfoSubmission.objects.get().article == article


def test_desk_asks_for_whom_a_class_is(city, users, as_user):
    form = as_user(users.staff).get(reverse("admin:news_trainingclass_add")).content.decode()
    assert 'name="class_audiences-TOTAL_FORMS"' in form
    assert "class_audiences-__prefix__-audience" in form


@pytest.mark.parametrize("day", ["2026-13-01", ""])
def test_wrong_day_is_told(city, users, as_user, day):
    page = as_user(users.secretary).post(reverse(CREATE), form_of(city.unit, starts_on=day))
    assert page.status_code == 422


def test_day_to_come_and_foreign_unit_are_refused(city, users, as_user):
    client = as_user(users.secretary)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "还没有到" in client.post(reverse(CREATE), form_of(city.unit, starts_on=tomorrow)).text
    assert client.post(reverse(CREATE), form_of(city.other_unit)).status_code == 422
    assert not InfoSubmission.objects.exists()


def test_adoptions_of_the_sources_can_be_held(city, users, as_user):
    """S0-26, S2-11, S2-12, S4-30: the day, or the issue of a month whose day nobody names."""
    submission = InfoSubmission.objects.create(unit=city.unit, title="联系点", starts_on=DAY)
    rows = [
        ("市直机关网", date(2022, 9, 21), None, "", "2022年9月21日"),
        ("旗帜网", date(2020, 7, 20), None, "", "2020年7月20日"),
        ("旗帜杂志", date(2020, 7, 1), date(2020, 7, 31), "2020年第7期", "2020年7月"),
        ("市委组织部", date(2020, 10, 26), None, "", "2020年10月26日"),
    ]
    for medium, first, last, issue, words in rows:
        adoption = InfoAdoption.objects.create(
            submission=submission,
            level=AdoptionLevel.CENTRAL,
            medium=medium,
            starts_on=first,
            ends_on=last,
            issue=issue,
        )
        assert adoption.days_in_words == words
    page = as_user(users.secretary).get(submission.get_absolute_url()).text
    assert "旗帜杂志　2020年第7期" in page


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2019, 1, 1), date(2019, 12, 31), "2019年"),
        (date(2018, 1, 1), date(2019, 12, 31), "2018—2019年"),
        (date(2022, 9, 15), date(2022, 9, 16), "2022年9月15日至2022年9月16日"),
        (date(2022, 9, 15), date(2022, 9, 15), "2022年9月15日"),
    ],
)
def test_span_is_told_as_exactly_as_it_is_known(first, last, words):
    assert InfoSubmission(starts_on=first, ends_on=last).days_in_words == words


def test_end_before_the_beginning_is_refused_in_a_sentence(city):
    row = InfoSubmission(unit=city.unit, title="x", starts_on=DAY, ends_on=date(2026, 3, 1))
    with pytest.raises(ValidationError, match="结束日期不能早于开始日期"):
        row.full_clean(exclude=["submitted_by"])
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_only_a_submitted_case_wins(city):
    case = Case(unit=city.unit, year=2026, title="案例", starts_on=DAY, prize="一等奖")
    with pytest.raises(ValidationError, match="请先填写报送给谁"):
        case.full_clean()
    case.submitted_to = "省直机关工委"
    case.full_clean()


def test_case_becomes_a_draft_once(city, users):
    case = Case.objects.create(
        unit=city.unit, year=2026, title="案例", starts_on=DAY, summary="做法"
    )
    article = publish_case(case=case, by=users.staff)
    assert (article.section, article.status) == (Section.CASES, ArticleStatus.DRAFT)
    assert (article.body, article.organisation) == ("做法", city.committee)
    with pytest.raises(ValidationError, match="已经写成文章"):
        publish_case(case=case, by=users.staff)


def test_case_without_content_is_not_written(city, users):
    case = Case.objects.create(unit=city.unit, year=2026, title="案例", starts_on=DAY)
    with pytest.raises(ValidationError, match="案例内容还没有填写"):
        publish_case(case=case, by=users.staff)


def test_submission_is_seen_in_its_unit_alone(city, users, as_user):
    submission = InfoSubmission.objects.create(unit=city.unit, title="做法", starts_on=DAY)
    url = submission.get_absolute_url()
    assert as_user(users.secretary).get(url).status_code == 200
    assert as_user(users.stranger).get(url).status_code == 404
    assert "做法" not in as_user(users.stranger).get(reverse("news:submission_list")).text


def test_study_page_shows_a_year_without_units_that_have_ended(city, users, as_user):
    today = timezone.localdate()
    for unit in (city.unit, city.other_unit):
        StudySession.objects.create(unit=unit, theme=f"{unit}学习", starts_on=today)
        TrainingClass.objects.create(unit=unit, name=f"{unit}培训", starts_on=today)
    city.other_unit.dissolved_on = today
    city.other_unit.save()
    page = as_user(users.secretary).get(reverse("news:study_list")).text
    assert f"{city.unit}学习" in page
    assert f"{city.other_unit}学习" not in page
    assert f"{city.other_unit}培训" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(city, users, as_user, django_assert_num_queries, count):
    today = timezone.localdate()
    for number in range(count):
        made = InfoSubmission.objects.create(unit=city.unit, title=f"{number}", starts_on=DAY)
        InfoAdoption.objects.create(submission=made, level="city", medium="网", starts_on=DAY)
        StudySession.objects.create(unit=city.unit, theme=f"{number}", starts_on=today)
        TrainingClass.objects.create(unit=city.unit, name=f"{number}", starts_on=today)
    client = as_user(users.secretary)
    for url, queries in (
        (reverse("news:submission_list"), 6),
        (made.get_absolute_url(), 6),
        (reverse("news:study_list"), 6),
    ):
        with django_assert_num_queries(queries):
            client.get(url)
