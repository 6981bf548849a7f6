from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from apps.core.periods import Period
from apps.duties.models import DutyRule
from apps.duties.services import approve, new_rule_version, waive
from apps.indicators import catalogue

AUGUST = Period.month(2026, 8)


@pytest.fixture(autouse=True)
def rules(db) -> dict[str, DutyRule]:
    call_command("loaddata", "duty_rules", verbosity=0)
    return {rule.key: rule for rule in DutyRule.objects.all()}


def test_shipped_rules_stand_on_the_catalogue(rules):
    meetings = {f"R-MTG-{number:02}" for number in (*range(1, 14), 15, 16)}
    assert {rule.code for rule in rules.values()} == meetings | {"R-TERM-01", "R-INS-03"}
    for rule in rules.values():
        rule.full_clean()
        assert catalogue.get(rule.indicator)
        assert rule.source


def test_loading_the_rules_again_changes_nothing(rules):
    before = list(DutyRule.objects.values())
    call_command("loaddata", "duty_rules", verbosity=0)
    assert list(DutyRule.objects.values()) == before


@pytest.mark.parametrize(
    ("key", "period", "message"),
    [
        ("log_ins", AUGUST, "没有“log_ins”这项规则"),
        ("theme_day", Period.quarter(2026, 3), "按每月计算"),
        ("theme_day", Period.month(2018, 8), "没有“theme_day”这项规则"),
    ],
)
def test_waiver_must_fit_a_rule(city, key, period, message):
    with pytest.raises(ValidationError, match=message):
        waive(organisation=city.branch, duty_key=key, period=period, reason="防汛")


def test_waiver_needs_a_reason(city):
    with pytest.raises(ValidationError):
        waive(organisation=city.branch, duty_key="theme_day", period=AUGUST, reason=" ")


def test_waiver_is_asked_once(city):
    waive(organisation=city.branch, duty_key="theme_day", period=AUGUST, reason="防汛")
    with pytest.raises(ValidationError):
        waive(organisation=city.branch, duty_key="theme_day", period=AUGUST, reason="防汛")


@pytest.mark.parametrize("role", ["secretary", "subtree_secretary", "leader"])
def test_waiver_is_approved_by_staff_only(city, users, role):
    waiver = waive(organisation=city.branch, duty_key="theme_day", period=AUGUST, reason="防汛")
    with pytest.raises(PermissionDenied):
        approve(waiver=waiver, by=getattr(users, role))


def test_approval_names_who_and_when_and_stays(city, users):
    waiver = waive(organisation=city.branch, duty_key="theme_day", period=AUGUST, reason="防汛")
    first = approve(waiver=waiver, by=users.staff)
    assert (first.approved_by, first.is_approved) == (users.staff, True)
    assert approve(waiver=waiver, by=users.staff).approved_at == first.approved_at


def test_new_version_follows_the_old_one(rules):
    starts_on = date(2027, 1, 1)
    successor = new_rule_version(
        rule=rules["theme_day"], starts_on=starts_on, minimum=Decimal(2), source="新办法"
    )
    rules["theme_day"].refresh_from_db()
    assert rules["theme_day"].valid_to == successor.valid_from == starts_on
    assert (successor.number, successor.minimum, successor.name) == (2, 2, "主题党日")


def test_old_version_cannot_be_followed_twice(rules):
    new_rule_version(rule=rules["theme_day"], starts_on=date(2027, 1, 1))
    with pytest.raises(ValidationError, match="已被新版代替"):
        new_rule_version(rule=rules["theme_day"], starts_on=date(2028, 1, 1))


def test_new_version_cannot_begin_before_the_old_one(rules):
    with pytest.raises(ValidationError, match="必须晚于现行版"):
        new_rule_version(rule=rules["theme_day"], starts_on=date(2019, 1, 1))
