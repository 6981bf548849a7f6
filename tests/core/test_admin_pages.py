"""Every page of the admin site, as each of its roles sees it."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from apps.branches import services
from apps.branches.choices import Post
from apps.contacts.models import ContactPoint
from apps.inspections.models import Issue
from apps.news.models import Article
from apps.projects.models import SecretaryProject
from apps.reports.models import QuarterlyReport
from apps.sixlights.models import (
    Activity,
    ActivityItem,
    Campaign,
    CampaignItem,
    Honour,
    HonourLevel,
)
from tests import cast

DAY = date(2026, 3, 1)
ROLES = ("staff", "system_admin", "security_admin", "audit_admin")
# What each of the three administrators may open, and nothing else.
OWN_LISTS = {
    "system_admin": {"accounts.User"},
    "security_admin": {"branches.RoleGrant"},
    "audit_admin": {"core.AuditEvent"},
}
# Names of products, keys and rules (R-TERM-04), the user names of the cast, and what a code may
# look like.
CAST = "staff secretary subtree_secretary stranger convenor leader nobody"
ALLOWED = {
    "PDF",
    "Excel",
    "xlsx",
    "Staff",
    "Ctrl",
    "Webhook",
    "JSON",
    *("TERM", "VOTE"),
    "green_city",
    *CAST.split(),
    *OWN_LISTS,
}
SEEN_ATTRIBUTES = {"title", "placeholder", "aria-label", "alt", "value"}


class VisibleText(HTMLParser):
    """Collects what a person can read, without scripts and the names of icons."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        is_icon = "material-symbols" in (given.get("class") or "")
        if tag in ("script", "style", "template") or is_icon or self._hidden:
            if tag not in ("input", "link", "meta", "br", "hr", "img"):
                self._hidden.append(tag)
            return
        if tag == "button" or (tag in ("option", "input") and given.get("type") != "submit"):
            given.pop("value", None)
        self.parts += [given[a] for a in SEEN_ATTRIBUTES & given.keys() if given[a] and tag != "a"]

    def handle_endtag(self, tag):
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()

    def handle_data(self, text):
        if not self._hidden:
            self.parts.append(text)


def english_words(html: str) -> set[str]:
    reader = VisibleText()
    reader.feed(html)
    # Addresses are read by nobody: those of the web, and those that the audit names.
    text = re.sub(r"https?://\S+|(?<!\S)/[\w./-]+", " ", " ".join(reader.parts))
    return set(re.findall(r"[A-Za-z_]{4,}", text)) - ALLOWED


def lists() -> dict:
    return {
        model._meta.label: f"{model._meta.app_label}_{model._meta.model_name}"
        for model in admin.site._registry
        if model.__module__.startswith("apps.")
    }


@pytest.fixture
def filled(city, users):
    """At least one row in every table of the desk."""
    person = cast.make_member(city.branch, "张三")
    services.appoint(
        person=person, organisation=city.sibling, post=Post.DEPUTY_SECRETARY, since=DAY
    )
    services.begin_term(organisation=city.branch, starts_on=date(2020, 1, 1), term_years=3)
    ContactPoint.objects.create(person=person, organisation=city.sibling, valid_from=DAY)
    cast.make_brand(city.branch, "财政先锋", since=DAY)
    Issue.objects.create(organisation=city.branch, text="记录不全", found_on=DAY, due_on=DAY)
    Article.objects.create(title="通知", body="正文", organisation=city.branch)
    SecretaryProject.objects.create(
        year=2026, title="领题", organisation=city.committee, secretary=person, reported_on=DAY
    )
    QuarterlyReport.objects.create(year=2026, quarter=1, status="withdrawn")
    campaign = Campaign.objects.create(code="six", name="六亮", starts_on=DAY)
    item = CampaignItem.objects.create(campaign=campaign, order=1, code="one", name="亮身份")
    activity = Activity.objects.create(organisation=city.branch, title="佩戴党徽", starts_on=DAY)
    ActivityItem.objects.create(activity=activity, item=item)
    Honour.objects.create(
        organisation=city.branch,
        name="先进",
        level=HonourLevel.CITY,
        granted_by="市委",
        granted_on=DAY,
    )
    cast.make_meeting(city.branch, held_on=DAY)
    return city


OWN_PAGES = ("index", "meetings_meeting_queue", "duties_dutyrule_due")


def pages_of(model_admin, name: str) -> list[str]:
    """The list, the form, and one record with its history and verbs."""
    pages = [reverse(f"admin:{name}_{page}") for page in ("changelist", "add")]
    row = model_admin.model._base_manager.order_by("pk").first()
    of_a_row = ("change", "history", *model_admin.actions_detail) if row else ()
    return pages + [reverse(f"admin:{name}_{page}", args=[row.pk]) for page in of_a_row]


def all_pages() -> list[str]:
    """Every page of the desk that the registry knows, and those of its own."""
    names = lists()
    of_models = [
        page
        for model, model_admin in admin.site._registry.items()
        if model._meta.label in names
        for page in pages_of(model_admin, names[model._meta.label])
    ]
    return [reverse(f"admin:{name}") for name in OWN_PAGES] + of_models


@pytest.mark.parametrize("role", ROLES)
def test_every_page_speaks_chinese(role, filled, users, as_user):
    client = as_user(getattr(users, role))
    found, opened = {}, 0
    for page in all_pages():
        response = client.get(page)
        assert response.status_code in (200, 302, 403, 404), page
        if response.status_code == 200 and not response.streaming:
            opened += 1
            if words := english_words(response.text):
                found[page] = words
    assert found == {}
    assert opened >= 3


def test_forms_that_are_sent_empty_answer_in_chinese(filled, users, as_user):
    """What is missing is told in the words of the portal, not of its libraries."""
    client, found = as_user(users.staff), {}
    for name in lists().values():
        address = reverse(f"admin:{name}_add")
        counts = re.findall(r'name="(\S+-(?:TOTAL|INITIAL)_FORMS)"', client.get(address).text)
        with transaction.atomic():  # a form may be content with nothing
            response = client.post(address, {"_save": "", **dict.fromkeys(counts, "0")})
            transaction.set_rollback(True)
        assert response.status_code in (200, 302, 403, 404), name
        if response.status_code == 200 and (words := english_words(response.text)):
            found[name] = words
    assert found == {}


@pytest.mark.parametrize(("role", "own"), OWN_LISTS.items())
def test_each_administrator_sees_only_his_own_desk(role, own, filled, users, as_user):
    client = as_user(getattr(users, role))
    opened = {
        label
        for label, name in lists().items()
        if client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    }
    assert opened == own


def test_staff_see_no_accounts_grants_or_audit(filled, users, as_user):
    client = as_user(users.staff)
    for name in ("accounts_user", "branches_rolegrant", "core_auditevent"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403


@pytest.mark.parametrize("role", ["secretary", "leader", "nobody"])
def test_desk_is_closed_to_the_others(role, users, as_user):
    assert as_user(getattr(users, role)).get(reverse("admin:index")).status_code in (302, 403)


def test_index_shows_queues_that_are_not_empty(filled, users, as_user):
    page = as_user(users.staff).get(reverse("admin:index")).text
    assert "待审核" in page
    assert "逾期未销号的整改问题" in page


def test_index_shows_no_empty_queue(city, users, as_user):
    assert "没有需要处理的事" in as_user(users.staff).get(reverse("admin:index")).text


@pytest.mark.parametrize(
    "name", ["branches_organisation", "branches_person", "branches_membership"]
)
def test_list_takes_as_many_queries_for_one_as_for_many(
    name, filled, users, as_user, django_assert_num_queries, django_assert_max_num_queries
):
    client = as_user(users.staff)
    page = reverse(f"admin:{name}_changelist")
    client.get(page)
    with django_assert_max_num_queries(20) as measured:
        client.get(page)
    before = len(measured)
    for number in range(5):
        cast.make_member(cast.make_organisation(f"新支部{number}", parent=filled.committee))
    with django_assert_num_queries(before):
        client.get(page)
