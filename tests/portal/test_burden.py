"""The burden meter, and the rule behind it: a form asks nothing that the portal knows."""

import importlib
import pkgutil
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

import apps
from apps.core.forms import CleanForm, OnceForm
from apps.meetings.forms import MeetingForm, TalkForm
from apps.meetings.models import Meeting
from apps.portal.burden.asking import ASKINGS, kind_of
from apps.portal.burden.meter import months
from tests import cast

# What the portal has in its registers or counts itself; no form has a box for it.
KNOWN = re.compile(
    r"应到|实到|到会率|出席率|党员(人数|总数|名单)|党组织(名称|编号|类别)|支部(名称|编号|书记)|书记姓名"
    r"|单位(名称|性质)|(开会|会议|活动|党课|谈话)次数|完成率|届满|换届(时间|日期)|任职(时间|日期)|入党(时间|日期|介绍人)"
    r"|身份证|得分|填报(人|时间|日期)|上报日期"
)
# Where the register itself is kept, or where the fact is new: each with its reason.
REVIEWED = {
    "ByElectionForm.in_office_on": "the post is written from it",
    "ByElectionResultForm.present": "who came to the election; it has no roll of its own",
    "ConfirmForm.in_office_on": "the posts are written from it",
    "ResultForm.present": "who came to the election; it has no roll of its own",
    "ReturnForm.present_count": "an observer counts a centre group, which has no roll here",
    "SessionForm.expected_count": "a centre group has no roll here",
    "SessionForm.present_count": "a centre group has no roll here",
}
# Forms that make records of their own but are no branch's monthly work, by their apps and names.
OF_OTHERS = {
    "apps.assessments": "once a year, by whoever objects",
    "apps.brands": "a brand is applied for once",
    "apps.contacts": "leaders'",
    "apps.duties.remark_forms": "leaders', and whoever answers them",
    "apps.elections": "once in a term",
    "apps.grades": "once a year",
    "apps.inspections": "inspectors', and whoever has something to put right",
    "apps.juries": "jurors', and whoever objects",
    "apps.meetings.forms.notes": "goes on with a record that is there",
    "apps.news": "writers', and units'",
    "apps.observations": "observers', and centre groups'",
    "apps.portal.office": "once, when an office is handed over",
    "apps.projects": "Party groups'",
    "apps.zones": "units', and whoever convenes them",
}


def all_forms(base: type) -> set[type]:
    """Every form of ours below `base`, wherever it is written."""
    for found in pkgutil.walk_packages(apps.__path__, "apps."):
        if "form" in found.name or found.name.endswith("office"):
            importlib.import_module(found.name)
    below = {base}
    while more := {sub for form in below for sub in form.__subclasses__()} - below:
        below |= more
    return {form for form in below if form.__module__.startswith("apps.") and form is not base}


def test_form_asks_nothing_that_the_portal_knows():
    asked = {
        f"{form.__name__}.{name}": str(field.label or "")
        for form in all_forms(CleanForm)
        for name, field in form.base_fields.items()
        if not field.widget.is_hidden
    }
    assert len(asked) > 100
    known = {name for name, label in asked.items() if KNOWN.search(label)}
    assert known - set(REVIEWED) == set(), "the portal knows this; take it from there"
    assert set(REVIEWED) <= known, "the list names what no form asks any more"


def test_form_that_asks_for_the_number_of_members_would_be_refused():
    class NewForm(CleanForm):
        members = forms.IntegerField(label="党员人数")

    assert KNOWN.search(NewForm.base_fields["members"].label)


def test_every_form_that_makes_records_is_metered_or_reviewed():
    metered = {asking.form for asking in ASKINGS}
    others = {
        f"{form.__module__}.{form.__name__}"
        for form in all_forms(OnceForm) - metered
        if not form.__module__.startswith(tuple(OF_OTHERS))
    }
    assert others == set(), "say how often a branch fills it: apps/portal/burden/asking.py"


def test_fields_and_minutes_follow_from_the_form(settings):
    settings.BURDEN_SECONDS = dict.fromkeys(settings.BURDEN_SECONDS, 30) | {"glance": 0}
    talk = next(asking for asking in ASKINGS if asking.form is TalkForm)
    assert [q.label for q in talk.required] == ["谈话双方", "日期", "谈话人", "谈话对象"]
    assert talk.minutes == Decimal("2.0")
    meeting = next(asking for asking in ASKINGS if asking.form is MeetingForm)
    assert "会议记录" in [q.label for q in meeting.optional], "photos and notes are never asked for"
    assert "附件" in [q.label for q in meeting.optional]


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        (forms.ChoiceField(), "choice"),
        (forms.DateField(), "day"),
        (forms.IntegerField(), "number"),
        (forms.DecimalField(), "number"),
        (forms.CharField(), "words"),
        (forms.CharField(widget=forms.Textarea), "text"),
        (forms.FileField(), "file"),
    ],
)
def test_kinds_of_fields(field, kind):
    assert kind_of(field) == kind


def test_month_is_records_times_fields_over_branches(city):
    today = timezone.localdate()
    for day in range(1, 4):
        cast.make_meeting(city.branch, held_on=date(2026, 1, day))
    cast.make_meeting(city.committee, held_on=date(2026, 1, 5))
    Meeting.objects.filter(held_on=date(2026, 1, 3)).update(
        created_at=timezone.now() - timedelta(days=40)
    )
    found = months(today)
    assert len(found) == 12
    assert found[0].branches == 3
    assert found[0].records == 2, "by the day of entry, and of branches only"
    required = len(next(a for a in ASKINGS if a.form is MeetingForm).required)
    assert found[0].fields_each == (Decimal(2 * required) / 3).quantize(Decimal("0.1"))
    assert sum(month.records for month in found) == 3


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_page(city, users, as_user, number, django_assert_num_queries):
    for _ in range(number):
        cast.make_meeting(city.branch, held_on=date(2026, 1, 5))
    client = as_user(users.staff)
    client.get(reverse("portal:burden"))
    with django_assert_num_queries(10):
        answer = client.get(reverse("portal:burden"))
    assert "平台向支部要了什么" in answer.text


def test_burden_is_the_committee_s(users, as_user):
    assert as_user(users.secretary).get(reverse("portal:burden")).status_code == 403
    client = as_user(users.leader)
    assert client.get(reverse("portal:burden")).status_code == 200
    # The committee comes there from every page, and nobody else is told of it.
    assert reverse("portal:burden") in client.get(reverse("accounts:profile")).text
    secretary = as_user(users.secretary).get(reverse("accounts:profile")).text
    assert reverse("portal:burden") not in secretary
