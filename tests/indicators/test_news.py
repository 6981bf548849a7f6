"""Numbers of 党员之家, submissions, cases, study and training on hand-made rows (S1, S2)."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from apps.core.periods import Period
from apps.core.quantities import Qualifier, Quantity
from apps.indicators import catalogue, counting
from apps.news.choices import AdoptionLevel, ArticleStatus, Section
from apps.news.models import Case, InfoAdoption, InfoSubmission, StudySession, TrainingClass
from tests.news.conftest import make_article

YEAR = Period.year(2019)
IN, BEFORE, AFTER = date(2019, 6, 1), date(2018, 12, 31), date(2020, 1, 1)


def number_of(key: str, organisation) -> Quantity:
    """The sum of the rows, which are also those that the page behind the number shows."""
    indicator = catalogue.get(key)
    rows = counting.rows(key, YEAR, [organisation.pk])
    return counting.quantity(indicator, rows)


def at(day: date):
    return timezone.make_aware(datetime(day.year, day.month, day.day, 0, 30))


def test_articles_count_by_section_day_and_state(city):
    make_article(city.branch, section=Section.WORK, published_at=at(IN))
    make_article(city.branch, section=Section.CASES, published_at=at(date(2019, 1, 1)))
    make_article(city.branch, published_at=at(IN), status=ArticleStatus.WITHDRAWN)
    make_article(city.branch, published_at=at(AFTER))
    make_article(city.branch, published_at=at(BEFORE))
    assert number_of("articles_work", city.branch).value == 1
    assert number_of("articles_cases", city.branch).value == 1
    assert number_of("articles_published", city.branch).value == 2


def submit(unit, title, day=IN, **fields) -> InfoSubmission:
    return InfoSubmission.objects.create(unit=unit, title=title, starts_on=day, **fields)


def test_submissions_add_up_and_count_for_the_head_of_the_unit(city):
    """S1-05: 130 pieces of a year are one row that says so."""
    submit(city.unit, "全年报送信息", date(2019, 1, 1), ends_on=date(2019, 12, 31), items=130)
    submit(city.unit, "另一篇")
    submit(city.unit, "上一年", BEFORE)
    assert number_of("info_submitted", city.committee).value == 131
    assert number_of("info_submitted", city.branch).value == 0


def test_adoptions_count_by_level_and_their_own_day(city):
    submission = submit(city.unit, "做法", BEFORE)
    for level, day in ((AdoptionLevel.CENTRAL, IN), (AdoptionLevel.CITY, AFTER)):
        InfoAdoption.objects.create(
            submission=submission, level=level, medium="旗帜网", starts_on=day
        )
    assert number_of("info_adopted_central", city.committee).value == 1
    assert number_of("info_adopted_city", city.committee).value == 0


def test_only_submitted_cases_count_and_only_those_win(city):
    """S1-11, S1-12: five submitted, two of them awarded."""
    for number in range(5):
        Case.objects.create(
            unit=city.unit,
            year=2019,
            title=f"案例{number}",
            starts_on=IN,
            submitted_to="自治区党委区直机关工委",
            prize="一等奖" if number < 2 else "",
        )
    Case.objects.create(unit=city.unit, year=2019, title="未上报", starts_on=IN)
    assert number_of("cases_submitted", city.committee).value == 5
    assert number_of("cases_awarded", city.committee).value == 2


@pytest.mark.parametrize(
    ("model", "name", "times", "hedge", "keys", "words"),
    [
        (
            StudySession,
            {"theme": "集体学习", "sessions": 3},
            900,
            Qualifier.MORE,
            ("study_sessions", "study_person_times"),
            "900多人次",
        ),
        (
            TrainingClass,
            {"name": "培训班", "classes": 17},
            2800,
            Qualifier.OVER,
            ("training_classes", "training_person_times"),
            "2800余人次",
        ),
    ],
)
def test_gatherings_keep_their_hedge(city, model, name, times, hedge, keys, words):
    """S1-01..04: a row for a total says how exact it is; a row without 人次 adds none."""
    made = model.objects.create(
        unit=city.unit, starts_on=IN, person_times=times, person_times_hedge=hedge, **name
    )
    assert str(made.attendance) == words
    plain = {key: f"{value}二" for key, value in name.items() if isinstance(value, str)}
    model.objects.create(unit=city.unit, starts_on=IN, **plain)
    held, attended = keys
    number = next(value for value in name.values() if isinstance(value, int))
    assert number_of(held, city.committee).value == number + 1
    assert str(number_of(attended, city.committee)) == words
