from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.branches import services
from apps.branches.choices import MembershipKind, Post
from apps.branches.choices import OrganisationKind as Kind
from apps.branches.models import Appointment
from tests import cast

ON = date(2026, 3, 1)
random_examples = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_transfer_ends_the_old_membership_on_the_day(city):
    person = cast.make_member(city.branch)
    services.transfer_membership(person=person, organisation=city.sibling, on=ON)
    rows = person.memberships.order_by("valid_from").values_list("organisation", "valid_to")
    assert list(rows) == [(city.branch.pk, ON), (city.sibling.pk, None)]


def test_transfer_to_the_same_branch_is_refused(city):
    person = cast.make_member(city.branch)
    with pytest.raises(ValidationError, match="不必转接"):
        services.transfer_membership(person=person, organisation=city.branch, on=ON)


def test_membership_in_a_committee_is_refused(city):
    with pytest.raises(ValidationError, match="只能落在党支部"):
        services.admit_member(person=cast.make_person(), organisation=city.committee, on=ON)


def test_second_admission_is_told_to_transfer(city):
    person = cast.make_member(city.branch)
    with pytest.raises(ValidationError, match="转接组织关系"):
        services.admit_member(person=person, organisation=city.sibling, on=ON)


def test_confirming_begins_a_row_as_full_member(city):
    person = cast.make_member(city.branch, kind=MembershipKind.PROBATIONARY)
    services.confirm_full_member(person=person, on=ON)
    kinds = person.memberships.order_by("valid_from").values_list("kind", "valid_from")
    assert list(kinds) == [("probationary", cast.FOUNDED), ("full", ON)]


def test_full_member_is_not_confirmed_again(city):
    with pytest.raises(ValidationError, match="已是正式党员"):
        services.confirm_full_member(person=cast.make_member(city.branch), on=ON)


def test_subgroup_of_another_branch_is_refused(city):
    group = cast.make_organisation("第一党小组", Kind.SUBGROUP, parent=city.sibling)
    with pytest.raises(ValidationError, match="不是“市财政局第一党支部”的党小组"):
        services.assign_subgroup(person=cast.make_member(city.branch), subgroup=group, on=ON)


def test_leaving_ends_the_membership(city):
    person = cast.make_member(city.branch)
    assert services.end_membership(person=person, on=ON).valid_to == ON
    assert not person.memberships.valid_on(ON).exists()


@given(steps=st.lists(st.tuples(st.integers(-5, 300), st.booleans()), max_size=10))
@random_examples
def test_memberships_never_overlap(db, steps):
    with transaction.atomic():
        branches = [cast.make_organisation(f"第{n}党支部") for n in (1, 2)]
        person = cast.make_member(branches[0])
        for day, which in steps:
            try:
                with transaction.atomic():
                    services.transfer_membership(
                        person=person,
                        organisation=branches[which],
                        on=cast.FOUNDED + timedelta(days=day),
                    )
            except ValidationError as refusal:
                assert refusal.messages  # noqa: PT017 - the refusal is what may happen
        rows = list(person.memberships.order_by("valid_from").values_list("valid_from", "valid_to"))
        assert all(end == start for (_, end), (start, _) in zip(rows, rows[1:], strict=False))
        assert [end for _, end in rows].count(None) == 1
        transaction.set_rollback(True)


def test_second_appointment_to_the_same_post_is_refused(city):
    person = cast.make_person()
    cast.appoint(person, city.branch)
    with pytest.raises(ValidationError, match="不必重复登记"):
        services.appoint(person=person, organisation=city.branch, post=Post.SECRETARY, since=ON)


def test_new_secretary_before_the_old_one_is_refused(city):
    cast.appoint(cast.make_person("李四"), city.branch, since=ON)
    with pytest.raises(ValidationError, match="现任书记李四"):
        services.appoint(
            person=cast.make_person(),
            organisation=city.branch,
            post=Post.SECRETARY,
            since=ON - timedelta(days=1),
        )


def test_term_of_another_organisation_is_refused(city):
    term = services.begin_term(organisation=city.sibling, starts_on=ON, term_years=3)
    with pytest.raises(ValidationError, match="不是市财政局第一党支部的届次"):
        services.appoint(
            person=cast.make_person(),
            organisation=city.branch,
            post=Post.SECRETARY,
            since=ON,
            term=term,
        )


def test_ended_appointment_is_not_ended_again(city):
    appointment = cast.appoint(cast.make_person(), city.branch)
    services.end_appointment(appointment=appointment, on=ON)
    with pytest.raises(ValidationError, match="已于"):
        services.end_appointment(appointment=appointment, on=ON)


def test_secretary_of_any_day_is_still_known(city):
    names = ("甲", "乙")
    for name, year in zip(names, (2020, 2024), strict=True):
        services.appoint(
            person=cast.make_person(name),
            organisation=city.branch,
            post=Post.SECRETARY,
            since=date(year, 1, 1),
        )
    held = Appointment.objects.secretaries()
    on_days = [held.valid_on(date(y, 6, 1)).get().person.name for y in (2022, 2025)]
    assert on_days == list(names)
