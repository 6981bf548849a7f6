"""Numbers that rules lay down: which holds on a day, and who may lay down the next."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.core import policy
from apps.core.models import Bound, PolicyNumber

pytestmark = pytest.mark.django_db
KEY = "contact_visits_per_year"


def lay_down(value, since, key=KEY, **fields):
    defaults = {"name": "到联系点调研", "unit": "次", "per": "每年", "source": "测试"}
    return PolicyNumber.objects.create(key=key, value=value, valid_from=since, **defaults | fields)


def test_rule_holds_as_shipped_where_the_committee_has_laid_nothing_down():
    assert policy.count(KEY) == 1
    assert policy.names("four_helps") == ["帮带班子", "帮建队伍", "帮严制度", "帮正纪律"]


def test_rule_of_the_day_is_the_latest_that_has_begun():
    for key in (KEY, "another"):
        lay_down(2, date(2024, 1, 1), key)
        lay_down(4, date(2026, 1, 1), key)
    days = [date(year, 6, 1) for year in (2023, 2025, 2026)]
    assert [policy.number(KEY, on=day) for day in days] == [1, 2, 4]
    assert [policy.number("another", on=day) for day in days] == [2, 2, 4]


def test_many_rules_are_one_query(django_assert_num_queries):
    policy.shipped()
    with django_assert_num_queries(1):
        assert set(policy.rules([KEY, "four_helps"])) == {KEY, "four_helps"}


def test_unknown_rule_is_told_by_name():
    with pytest.raises(LookupError, match="nonsense"):
        policy.number("nonsense")


def test_number_and_names_of_a_list_agree():
    rule = PolicyNumber(key="x", name="四强", value=4, unit="项", source="测试", items=["一", "二"])
    rule.valid_from = date(2026, 1, 1)
    with pytest.raises(ValidationError, match="数值必须等于名目的个数"):
        rule.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.save()


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        (Bound.EXACT, "每年2次"),
        (Bound.AT_LEAST, "每年不少于2次"),
        (Bound.AT_MOST, "每年不超过2次"),
        (Bound.ABOUT, "每年2次左右"),
        (Bound.GENERALLY, "每年一般2次"),
    ],
)
def test_rule_is_told_in_a_phrase(bound, words):
    assert PolicyNumber(value=Decimal(2), unit="次", per="每年", bound=bound).words == words


def test_shipped_rules_pass_their_checks_and_load_twice():
    for _ in range(2):
        call_command("loaddata", "policy_numbers", verbosity=0)
    assert PolicyNumber.objects.count() == len(policy.shipped())
    for rule in PolicyNumber.objects.all():
        rule.full_clean()


def add(client, since, **answers):
    given = {"key": KEY, "name": "到联系点调研", "bound": "at_least", "value": "2", "unit": "次"}
    given |= {"per": "每年", "source": "工委会议", "valid_from": str(since), "items": ""}
    return client.post(reverse("admin:core_policynumber_add"), given | answers)


def test_staff_lay_down_the_next_number(users, as_user):
    client = as_user(users.staff)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert add(client, tomorrow).status_code == 302
    assert policy.count(KEY) == 1
    assert policy.count(KEY, on=tomorrow) == 2


def test_past_is_not_rewritten(users, as_user):
    client = as_user(users.staff)
    refused = add(client, timezone.localdate() - timedelta(days=1))
    assert "执行日期不能早于今天" in refused.content.decode()
    assert not PolicyNumber.objects.exists()


def test_number_in_force_is_read_only_and_leads_to_the_next(users, as_user):
    client = as_user(users.staff)
    rule = lay_down(4, date(2020, 1, 1), key="four_helps", items=["甲", "乙", "丙", "丁"])
    page = client.get(reverse("admin:core_policynumber_change", args=[rule.pk])).content.decode()
    assert 'name="value"' not in page
    answer = client.get(reverse("admin:core_policynumber_renew", args=[rule.pk]), follow=True)
    assert "甲\n乙\n丙\n丁" in answer.content.decode()


def test_items_are_taken_line_by_line(users, as_user):
    client = as_user(users.staff)
    add(
        client, timezone.localdate(), key="lights", value="2", items="亮党的声音\n\n  亮党的活动 \n"
    )
    assert PolicyNumber.objects.get().items == ["亮党的声音", "亮党的活动"]
