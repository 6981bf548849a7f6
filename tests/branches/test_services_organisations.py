from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.branches import services
from apps.branches.choices import OrganisationKind as Kind
from apps.branches.choices import Post
from apps.branches.models import Organisation, Placement
from tests import cast

random_examples = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def spans(organisation: Organisation) -> list[tuple[date, date | None]]:
    return list(
        organisation.placements.order_by("valid_from").values_list("valid_from", "valid_to")
    )


def assert_gapless(organisation: Organisation) -> None:
    """The history begins at the founding, has neither gap nor overlap, and is open at its end."""
    history = spans(organisation)
    assert history[0][0] == organisation.founded_on
    assert all(end == start for (_, end), (start, _) in zip(history, history[1:], strict=False))
    assert history[-1][1] is None


def test_rename_keeps_the_old_name_in_the_history(city):
    services.rename_organisation(
        organisation=city.branch, name="市财政局机关第一党支部", on=date(2026, 3, 1), reason="更名"
    )
    names = city.branch.placements.order_by("valid_from").values_list("name", "valid_to")
    assert list(names) == [
        ("市财政局第一党支部", date(2026, 3, 1)),
        ("市财政局机关第一党支部", None),
    ]


def test_rename_to_a_taken_name_is_refused(city):
    with pytest.raises(ValidationError, match="已有同名的党组织"):
        services.rename_organisation(
            organisation=city.branch, name=city.sibling.name, on=date(2026, 3, 1)
        )


def test_move_carries_the_whole_subtree(city):
    subgroup = cast.make_organisation("第一党小组", Kind.SUBGROUP, parent=city.branch)
    services.move_organisation(
        organisation=city.branch, parent=city.other_committee, on=date(2026, 3, 1)
    )
    subgroup.refresh_from_db()
    assert subgroup.path == f"{city.other_committee.path}{city.branch.pk}/{subgroup.pk}/"


def test_move_below_itself_is_refused(city):
    with pytest.raises(ValidationError, match="不能作为它的上级"):
        services.move_organisation(
            organisation=city.root, parent=city.committee, on=date(2026, 3, 1)
        )


def test_move_takes_as_many_queries_for_one_as_for_many(city, django_assert_num_queries):
    for number in range(3):
        cast.make_organisation(f"第{number}党小组", Kind.SUBGROUP, parent=city.branch)
    organisations = [city.branch, city.sibling]
    for organisation in organisations:
        organisation.parent = city.other_committee
    on = {o.pk: date(2026, 3, 1) for o in organisations}
    with django_assert_num_queries(12), transaction.atomic():
        services.reorganise(organisations, on=on)


def test_change_before_the_last_one_is_refused(city):
    services.change_kind(organisation=city.branch, kind=Kind.JOINT_BRANCH, on=date(2026, 3, 1))
    with pytest.raises(ValidationError, match="不能早于上一次变动"):
        services.change_kind(organisation=city.branch, kind=Kind.BRANCH, on=date(2026, 2, 1))


def test_committee_with_branches_cannot_become_a_branch(city):
    with pytest.raises(ValidationError, match="下面只能设党小组"):
        services.change_kind(organisation=city.committee, kind=Kind.BRANCH, on=date(2026, 3, 1))


def test_subgroup_stands_below_a_branch_only(city):
    with pytest.raises(ValidationError, match="上级必须是党支部"):
        cast.make_organisation("第一党小组", Kind.SUBGROUP, parent=city.committee)


def test_dissolving_names_the_members_that_are_left(city):
    cast.make_member(city.branch, "张三")
    with pytest.raises(ValidationError, match="还有 1 名党员（张三）"):
        services.dissolve_organisation(organisation=city.branch, on=date(2026, 3, 1))


def test_dissolving_names_the_children_that_are_left(city):
    with pytest.raises(ValidationError, match="市财政局第一党支部"):
        services.dissolve_organisation(organisation=city.committee, on=date(2026, 3, 1))


def test_dissolving_ends_history_posts_and_term(city):
    appointment = cast.appoint(cast.make_person(), city.branch)
    term = services.begin_term(organisation=city.branch, starts_on=date(2025, 1, 1), term_years=3)
    day = date(2026, 3, 1)
    services.dissolve_organisation(organisation=city.branch, on=day, reason="合并")
    appointment.refresh_from_db()
    term.refresh_from_db()
    assert (appointment.valid_to, term.closed_on, city.branch.dissolved_on) == (day, day, day)
    assert not Placement.objects.filter(organisation=city.branch).ending_after(day).exists()


def test_dissolved_organisation_can_no_longer_change(city):
    services.dissolve_organisation(organisation=city.branch, on=date(2026, 3, 1))
    with pytest.raises(ValidationError, match="已经撤销"):
        services.rename_organisation(organisation=city.branch, name="新名", on=date(2026, 4, 1))


@given(moves=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12))
@random_examples
def test_paths_are_right_after_any_moves(db, moves):
    with transaction.atomic():
        root = cast.make_organisation("市直机关工委", Kind.WORK_COMMITTEE)
        nodes = [root]
        for number in range(7):
            parent = nodes[number // 2]
            nodes.append(
                cast.make_organisation(f"总支{number}", Kind.GENERAL_BRANCH, parent=parent)
            )
        for day, (child, parent) in enumerate(moves, start=1):
            node, target = (Organisation.objects.get(pk=nodes[i].pk) for i in (child, parent))
            allowed = not target.path.startswith(node.path)
            try:
                with transaction.atomic():
                    services.move_organisation(
                        organisation=node, parent=target, on=cast.FOUNDED + timedelta(days=day)
                    )
            except ValidationError:
                assert not allowed
            else:
                assert allowed
        for node in Organisation.objects.select_related("parent"):
            above = node.parent.path if node.parent else ""
            assert node.path == f"{above}{node.pk}/"
            assert_gapless(node)
        transaction.set_rollback(True)


@given(days=st.lists(st.integers(-3, 400), max_size=10))
@random_examples
def test_history_is_gapless_after_any_renaming(db, days):
    with transaction.atomic():
        branch = cast.make_organisation("一支部")
        for number, day in enumerate(days):
            latest = spans(branch)[-1][0]
            on = cast.FOUNDED + timedelta(days=day)
            try:
                with transaction.atomic():
                    services.rename_organisation(organisation=branch, name=f"支部{number}", on=on)
            except ValidationError:
                assert on < latest
            assert_gapless(branch)
        transaction.set_rollback(True)


def test_secretary_is_followed_by_his_successor(city):
    first = services.appoint(
        person=cast.make_person(),
        organisation=city.branch,
        post=Post.SECRETARY,
        since=date(2020, 1, 1),
    )
    services.appoint(
        person=cast.make_person(),
        organisation=city.branch,
        post=Post.SECRETARY,
        since=date(2024, 1, 1),
    )
    first.refresh_from_db()
    assert first.valid_to == date(2024, 1, 1)
