"""党员之家, information submitted upward, cases, study and training."""

from django.db.models import Q

from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.measures import Total
from apps.indicators.sources import news
from apps.indicators.sources.base import Source
from apps.news.choices import AdoptionLevel, Section


def articles_of(section: Section) -> Indicator:
    condition = Q(section=section)
    return Indicator(
        f"articles_{section}", f"发布文章（{section.label}）", "篇", news.ARTICLES, condition
    )


def adopted_at(level: AdoptionLevel) -> Indicator:
    return Indicator(
        f"info_adopted_{level}",
        f"信息采用（{level.label}）",
        "篇次",
        news.ADOPTIONS,
        Q(level=level),
    )


def person_times_of(key: str, label: str, source: Source) -> Indicator:
    """人次 of the rows that state them."""
    stated = Q(person_times__isnull=False)
    total = Total("person_times", hedge="person_times_hedge")
    return Indicator(key, label, "人次", source, stated, total)


NEWS = (
    Indicator("articles_published", "发布文章", "篇", news.ARTICLES),
    *map(articles_of, Section),
    Indicator(
        "info_submitted",
        "报送信息",
        "篇",
        news.SUBMISSIONS,
        measure=Total("items", hedge="items_hedge"),
    ),
    Indicator("info_adoptions", "信息采用", "篇次", news.ADOPTIONS),
    Indicator("info_adoptions_in_print", "信息采用（刊物）", "篇次", news.ADOPTIONS, ~Q(issue="")),
    Indicator("info_adoptions_online", "信息采用（网络）", "篇次", news.ADOPTIONS, Q(issue="")),
    *map(adopted_at, AdoptionLevel),
    Indicator("cases_submitted", "上报案例", "篇", news.CASES),
    Indicator("cases_awarded", "获奖案例", "篇", news.CASES, ~Q(prize="")),
    Indicator("study_sessions", "集体学习", "期", news.STUDY_SESSIONS, measure=Total("sessions")),
    person_times_of("study_person_times", "集体学习参加人次", news.STUDY_SESSIONS),
    Indicator("training_classes", "培训班", "次", news.TRAINING_CLASSES, measure=Total("classes")),
    person_times_of("training_person_times", "培训参加人次", news.TRAINING_CLASSES),
)
