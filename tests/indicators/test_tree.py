from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.choices import Post
from apps.branches.models import Organisation
from apps.core.periods import Period
from apps.core.quantities import Quantity
from apps.indicators import catalogue, tree
from apps.indicators.cells import upkeep
from apps.meetings.choices import MeetingKind
from apps.meetings.models import Attendance
from tests import cast

AUGUST = Period.month(2026, 8)
KEYS = ("sittings", "theme_day", "present", "leaders_present", "secretary_lecture", "units")

BELOW = {
    Kind.WORK_COMMITTEE: Kind.ORGAN_COMMITTEE,
    Kind.ORGAN_COMMITTEE: Kind.GENERAL_BRANCH,
    Kind.GENERAL_BRANCH: Kind.BRANCH,
}


@st.composite
def trees(draw):
    """For each branch: the place of its parent, and its sittings with who came and who lectured."""
    size = draw(st.integers(1, 6))
    leaders = st.sets(st.integers(0, 2))
    return [
        (
            draw(st.integers(0, index)),
            draw(st.lists(st.tuples(leaders, st.integers(0, 2)), max_size=3)),
        )
        for index in range(size)
    ]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(shape=trees())
def test_totals_are_the_rows_counted_once_at_every_level(db, shape):
    # Each example begins without the rows of the one before.
    with transaction.atomic():
        places, came = grow(shape)
        compare(places, came)
        upkeep.bring_up_to_date()
        compare(places, came)
        transaction.set_rollback(True)


def grow(shape) -> tuple[list[Organisation], dict[int, set[int]]]:
    """The organisations, and which leaders came to the sittings of each."""
    root = cast.make_organisation("工委", Kind.WORK_COMMITTEE)
    group = cast.make_organisation("党组", Kind.PARTY_GROUP, parent=root, unit=cast.make_unit("局"))
    leaders = [cast.make_person() for _ in range(3)]
    for leader in leaders:
        cast.appoint(leader, group, Post.GROUP_MEMBER)
    cast.appoint(leaders[0], group)
    places, came = [root], {}
    for index, (parent, sittings) in enumerate(shape):
        above = places[parent]
        above = above if above.kind in BELOW else above.parent
        branch = cast.make_organisation(f"支部{index}", BELOW[above.kind], parent=above)
        places.append(branch)
        came[branch.pk] = set().union(*(present for present, _ in sittings))
        for present, lecturer in sittings:
            hold(branch, [leaders[n] for n in sorted(present)], leaders[lecturer])
    return places, came


def compare(places: list[Organisation], came: dict[int, set[int]]) -> None:
    totals = tree.totals(KEYS, AUGUST)
    for organisation in Organisation.objects.all():
        for key in KEYS:
            zero = Quantity(0, catalogue.get(key).unit)
            one_by_one = tree.total(key, AUGUST, organisation)
            assert totals[key].get(organisation.pk, zero) == one_by_one
        below = [o.pk for o in places if o.path.startswith(organisation.path)]
        people = set().union(*(came.get(pk, set()) for pk in below))
        present = tree.total("leaders_present", AUGUST, organisation)
        assert present == Quantity(len(people), "人")


def hold(branch, present, lecturer) -> None:
    meeting = cast.make_meeting(
        branch, MeetingKind.THEME_DAY, held_on=date(2026, 8, 5), also=(MeetingKind.PARTY_LECTURE,)
    )
    meeting.agenda_items.filter(kind=MeetingKind.PARTY_LECTURE).update(lecturer=lecturer)
    meeting.expected_count = meeting.present_count = len(present)
    meeting.save()
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=person, member_kind="full") for person in present
    )


def test_totals_ask_each_source_once(city, django_assert_num_queries):
    for organisation in (city.branch, city.sibling, city.other_branch):
        cast.make_meeting(organisation, held_on=date(2026, 8, 5))
    with django_assert_num_queries(5):
        tree.totals(("sittings", "present", "theme_day", "leaders_present"), AUGUST)
