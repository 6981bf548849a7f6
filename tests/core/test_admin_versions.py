"""Two editors of one record."""

import re

import pytest
from django.urls import reverse

from apps.branches.models import Unit
from apps.core.models import AuditEvent


def form_of(client, unit: Unit) -> tuple[str, dict]:
    """The address of the change form and what a browser would send back unchanged."""
    page = reverse("admin:branches_unit_change", args=[unit.pk])
    context = client.get(page).context
    forms = [context["adminform"].form]
    forms += [inline.formset.management_form for inline in context["inline_admin_formsets"]]
    sent = {form[name].html_name: form[name].value() for form in forms for name in form.fields}
    return page, {k: "" if v is None else str(v) for k, v in sent.items()}


@pytest.fixture
def editor(users, as_user):
    return as_user(users.staff)


def test_save_moves_the_version_on(city, editor):
    page, sent = form_of(editor, city.unit)
    editor.post(page, sent | {"short_name": "财政局"})
    city.unit.refresh_from_db()
    assert (city.unit.short_name, city.unit.version) == ("财政局", 2)


def test_second_editor_is_told_and_nothing_is_overwritten(city, editor):
    page, sent = form_of(editor, city.unit)
    editor.post(page, sent | {"short_name": "甲的简称"})
    answer = editor.post(page, sent | {"short_name": "乙的简称"})
    city.unit.refresh_from_db()
    assert answer.status_code == 200
    assert "在您打开之后已被别人改过，没有保存" in answer.text
    assert "“简称”现在是“甲的简称”" in answer.text
    assert city.unit.short_name == "甲的简称"


def test_second_editor_may_save_after_reading(city, editor):
    page, sent = form_of(editor, city.unit)
    editor.post(page, sent | {"short_name": "甲的简称"})
    told = editor.post(page, sent | {"short_name": "乙的简称"}).context["adminform"].form
    again = {name: told[name].value() for name in told.fields}
    assert editor.post(page, sent | again).status_code == 302
    city.unit.refresh_from_db()
    assert city.unit.short_name == "乙的简称"


def test_save_without_the_opened_version_is_refused(city, editor):
    page, sent = form_of(editor, city.unit)
    sent.pop("opened_version")
    assert editor.post(page, sent | {"short_name": "财政局"}).status_code == 200
    city.unit.refresh_from_db()
    assert city.unit.version == 1


def test_history_tells_who_changed_what(city, users, editor):
    page, sent = form_of(editor, city.unit)
    editor.post(page, sent | {"short_name": "财政局"})
    text = editor.get(reverse("admin:branches_unit_history", args=[city.unit.pk])).text
    assert "简称" in text
    assert "财政局" in text
    assert str(users.staff) in text


def test_history_takes_as_many_queries_for_many_steps(
    city, editor, django_assert_num_queries, django_assert_max_num_queries
):
    history = reverse("admin:branches_unit_history", args=[city.unit.pk])
    names = iter("甲乙丙丁戊")

    def save() -> None:
        page, sent = form_of(editor, city.unit)
        editor.post(page, sent | {"short_name": next(names)})

    save()
    with django_assert_max_num_queries(12) as measured:
        editor.get(history)
    before = len(measured)
    for _ in range(4):
        save()
    with django_assert_num_queries(before):
        editor.get(history)


def test_opening_a_person_is_a_security_event(city, users, editor):
    person = users.secretary.person
    editor.get(reverse("admin:branches_person_change", args=[person.pk]))
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.VIEWED_PERSONAL).exists()


def test_older_version_comes_back_through_the_form(city, editor):
    page, sent = form_of(editor, city.unit)
    editor.post(page, sent | {"short_name": "财政局"})
    editor.post(page, sent | {"short_name": "改错了", "opened_version": "2"})
    history = editor.get(reverse("admin:branches_unit_history", args=[city.unit.pk])).text
    links = re.findall(r'href="([^"]+restore=\d+)"', history)
    assert len(links) == 2
    answer = editor.get(links[0])
    form = answer.context["adminform"].form
    assert "还没有保存" in answer.text
    assert (form["short_name"].value(), form["opened_version"].value()) == ("财政局", 3)
    again = {name: form[name].value() or "" for name in form.fields}
    editor.post(links[0], sent | again)
    city.unit.refresh_from_db()
    assert (city.unit.short_name, city.unit.version) == ("财政局", 4)


@pytest.mark.parametrize("event", ["x", "0", "9" * 9, "9" * 5000, "-1", "²"])
def test_unknown_version_changes_nothing_in_the_form(city, editor, event):
    page = reverse("admin:branches_unit_change", args=[city.unit.pk])
    form = editor.get(f"{page}?restore={event}").context["adminform"].form
    assert form["name"].value() == city.unit.name


def test_what_verbs_decide_is_not_offered(city, users, editor):
    membership = users.secretary.person.memberships.get()
    history = reverse("admin:branches_membership_history", args=[membership.pk])
    assert "restore=" not in editor.get(history).text
