"""The staff's verbs at the desk keep history and refuse in words."""

from datetime import date

import pytest
from django.urls import reverse

from apps.branches.models import Appointment, Membership, Organisation, RoleGrant
from tests import cast

DAY = date(2026, 3, 1)


def sent_from(client, page: str) -> dict:
    """What a browser would send back from a form unchanged."""
    context = client.get(page).context
    forms = [context["adminform"].form]
    forms += [inline.formset.management_form for inline in context["inline_admin_formsets"]]
    sent = {form[name].html_name: form[name].value() for form in forms for name in form.fields}
    return {k: "" if v is None else str(v) for k, v in sent.items()}


@pytest.fixture
def desk(users, as_user):
    return as_user(users.staff)


def test_renaming_at_the_desk_keeps_the_old_name(city, desk):
    page = reverse("admin:branches_organisation_change", args=[city.branch.pk])
    sent = sent_from(desk, page) | {"name": "市财政局机关第一党支部", "changed_on": "2026-03-01"}
    assert desk.post(page, sent).status_code == 302
    names = city.branch.placements.order_by("valid_from").values_list("name", flat=True)
    assert list(names) == ["市财政局第一党支部", "市财政局机关第一党支部"]


def test_moving_at_the_desk_moves_the_subtree(city, desk):
    page = reverse("admin:branches_organisation_change", args=[city.branch.pk])
    sent = sent_from(desk, page)
    sent |= {"parent": str(city.other_committee.pk), "changed_on": "2026-03-01"}
    assert desk.post(page, sent).status_code == 302
    city.branch.refresh_from_db()
    assert city.branch.path.startswith(city.other_committee.path)


def test_change_without_its_day_is_refused(city, desk):
    page = reverse("admin:branches_organisation_change", args=[city.branch.pk])
    answer = desk.post(page, sent_from(desk, page) | {"name": "新名"})
    assert "请填写变动日期" in answer.text


def test_refusal_of_the_service_is_shown_in_the_form(city, desk):
    page = reverse("admin:branches_organisation_change", args=[city.committee.pk])
    sent = sent_from(desk, page) | {"parent": str(city.branch.pk), "changed_on": "2026-03-01"}
    answer = desk.post(page, sent)
    assert answer.status_code == 200
    assert "下面只能设党小组" in answer.text


def test_founding_at_the_desk_begins_the_history(city, desk):
    page = reverse("admin:branches_organisation_add")
    sent = sent_from(desk, page) | {
        "code": "N1",
        "name": "市财政局第三党支部",
        "kind": "branch",
        "founded_on": "2026-03-01",
        "parent": str(city.committee.pk),
    }
    assert desk.post(page, sent).status_code == 302
    founded = Organisation.objects.get(code="N1")
    assert founded.path == f"{city.committee.path}{founded.pk}/"
    assert founded.placements.get().valid_from == DAY


def test_dissolving_with_members_is_refused_in_words(city, desk):
    cast.make_member(city.branch, "张三")
    page = reverse("admin:branches_organisation_dissolve", args=[city.branch.pk])
    assert "请先转接组织关系再撤销" in desk.post(page, {"on": "2026-03-01", "reason": ""}).text


def test_transfer_at_the_desk(city, desk):
    person = cast.make_member(city.branch)
    held = person.memberships.get()
    page = reverse("admin:branches_membership_transfer", args=[held.pk])
    answer = desk.post(page, {"on": "2026-03-01", "organisation": city.sibling.pk})
    assert answer.status_code == 302
    assert Membership.objects.get(person=person, valid_to=None).organisation == city.sibling


def test_appointing_at_the_desk_ends_the_predecessor(city, users, desk):
    person = cast.make_person()
    page = reverse("admin:branches_appointment_add")
    sent = {
        "person": person.pk,
        "organisation": city.branch.pk,
        "post": "secretary",
        "valid_from": "2026-03-01",
        "term": "",
    }
    assert desk.post(page, sent).status_code == 302
    assert Appointment.objects.get(person=users.secretary.person).valid_to == DAY


def test_term_at_the_desk_follows_from_its_election(city, desk):
    page = reverse("admin:branches_term_add")
    given = {"organisation": city.branch.pk, "term_years": 3, "starts_on": "2026-01-05"}
    assert desk.post(page, given | {"number": "", "ends_on": ""}).status_code == 302
    term = city.branch.terms.get()
    assert (term.number, term.ends_on) == (1, date(2029, 1, 5))


def test_verbs_are_closed_to_who_may_not_change(city, users, as_user):
    page = reverse("admin:branches_organisation_dissolve", args=[city.branch.pk])
    assert as_user(users.security_admin).get(page).status_code in (302, 403)


def test_security_administrator_grants_with_an_event(users, as_user):
    page = reverse("admin:branches_rolegrant_add")
    sent = {"user": users.nobody.pk, "role": "leader", "valid_from": "2026-03-01"}
    assert as_user(users.security_admin).post(page, sent).status_code == 302
    assert RoleGrant.objects.filter(user=users.nobody, role="leader").exists()


def test_security_administrator_does_not_grant_himself(users, as_user):
    page = reverse("admin:branches_rolegrant_add")
    sent = {"user": users.security_admin.pk, "role": "leader", "valid_from": "2026-03-01"}
    assert "不能给自己授权" in as_user(users.security_admin).post(page, sent).text
