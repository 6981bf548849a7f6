from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from apps.core.desk import waiting_for
from apps.core.periods import Period
from apps.duties.models import DutyRule, Waiver
from apps.duties.services import new_rule_version, waive


@pytest.fixture(autouse=True)
def rules(db):
    call_command("loaddata", "duty_rules", verbosity=0)


@pytest.fixture
def desk(users, as_user):
    return as_user(users.staff)


@pytest.fixture
def theme_day(rules) -> DutyRule:
    return DutyRule.objects.get(key="theme_day")


def change(model: str, pk: int) -> str:
    return reverse(f"admin:duties_{model}_change", args=[pk])


def posted(rule: DutyRule, **changes) -> dict:
    fields = ("name", "indicator", "cycle", "minimum", "multiplier", "condition", "authority")
    return {
        **{name: getattr(rule, name) for name in fields},
        "source": rule.source,
        "kinds": rule.kinds,
        "opened_version": rule.version,
        **changes,
    }


def test_saving_a_rule_makes_its_next_version(desk, theme_day):
    answer = desk.post(
        change("dutyrule", theme_day.pk), posted(theme_day, minimum="2", starts_on="2027-01-01")
    )
    assert answer.status_code == 302
    theme_day.refresh_from_db()
    successor = DutyRule.objects.get(key="theme_day", number=2)
    assert (theme_day.minimum, theme_day.valid_to) == (1, date(2027, 1, 1))
    assert (successor.minimum, successor.kinds) == (Decimal(2), theme_day.kinds)


def test_rule_is_not_changed_without_a_day(desk, theme_day):
    answer = desk.post(change("dutyrule", theme_day.pk), posted(theme_day, minimum="2"))
    assert "请填写新版生效日期" in answer.content.decode()
    assert DutyRule.objects.filter(key="theme_day").count() == 1


def test_what_the_service_refuses_stands_in_the_form(desk, theme_day):
    answer = desk.post(change("dutyrule", theme_day.pk), posted(theme_day, starts_on="2018-01-01"))
    assert "必须晚于现行版" in answer.content.decode()


def test_old_version_is_only_read(desk, theme_day):
    new_rule_version(rule=theme_day, starts_on=date(2027, 1, 1))
    answer = desk.post(change("dutyrule", theme_day.pk), posted(theme_day, minimum="9"))
    assert answer.status_code == 403


def test_waiver_is_asked_and_approved_at_the_desk(city, desk, users):
    answer = desk.post(
        reverse("admin:duties_waiver_add"),
        {
            "organisation": city.branch.pk,
            "duty_key": "theme_day",
            "period": "2026-08",
            "reason": "防汛",
        },
    )
    assert answer.status_code == 302
    waiver = Waiver.objects.get()
    assert (waiver.period_start, waiver.is_approved) == (date(2026, 8, 1), False)
    assert "待批准的免办" in [q["label"] for q in waiting_for(users.staff)]
    assert desk.get(change("waiver", waiver.pk)).status_code == 200
    # As a browser sends a form without questions.
    token = {"csrfmiddlewaretoken": "x"}
    desk.post(reverse("admin:duties_waiver_approve", args=[waiver.pk]), token)
    waiver.refresh_from_db()
    assert waiver.approved_by == users.staff


def test_waiver_with_a_wrong_period_is_not_saved(city, desk):
    asked = {"organisation": city.branch.pk, "duty_key": "theme_day", "reason": "防汛"}
    for period, message in (("2026-13", "写法不对"), ("2026Q3", "按每月计算")):
        answer = desk.post(reverse("admin:duties_waiver_add"), {**asked, "period": period})
        assert message in answer.content.decode()
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_lists(city, desk, number, django_assert_max_num_queries):
    for month in range(1, number + 1):
        waive(
            organisation=city.branch,
            duty_key="theme_day",
            period=Period.month(2026, month),
            reason="防汛",
        )
    for model in ("waiver", "dutyrule"):
        with django_assert_max_num_queries(10):
            assert desk.get(reverse(f"admin:duties_{model}_changelist")).status_code == 200
