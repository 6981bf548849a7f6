"""What happened in a zone in its year: activities, suggestions, practices taken up, research."""

from dataclasses import dataclass

from apps.contacts.models import ResearchPoint, ResearchTopic
from apps.portal.zones.place import Place
from apps.zones.attendance import Attendance, attendances_of
from apps.zones.choices import UNSETTLED
from apps.zones.models import PracticeAdoption, Suggestion, ZoneActivity


@dataclass(frozen=True)
class Held:
    activity: ZoneActivity
    attendance: Attendance


@dataclass(frozen=True)
class Happened:
    """Each list as far as the reader sees it."""

    activities: list[Held]
    suggestions: list[Suggestion]
    adoptions: list[PracticeAdoption]
    points: list[ResearchPoint]
    topics: list[ResearchTopic]

    @property
    def unsettled(self) -> int:
        return sum(one.status in UNSETTLED for one in self.suggestions)


def happened_in(user, place: Place) -> Happened:
    """Six queries, however much there is."""
    zone, day = place.zone, place.zone.counted_on(place.today)
    activities = list(
        ZoneActivity.objects.visible_to(user).filter(zone=zone).order_by("-starts_on", "-pk")
    )
    held = attendances_of(activities)
    suggestions = Suggestion.objects.visible_to(user).filter(zone=zone)
    adoptions = PracticeAdoption.objects.visible_to(user).filter(
        unit__in=place.units, since__year=zone.year
    )
    points = ResearchPoint.objects.visible_to(user).filter(zone=zone).valid_on(day)
    topics = ResearchTopic.objects.visible_to(user).filter(zone=zone)
    return Happened(
        [Held(activity, held[activity.pk]) for activity in activities],
        list(suggestions.select_related("unit", "person", "owner", "owner_unit")),
        list(adoptions.select_related("unit", "practice__unit", "practice__activity")),
        list(points.select_related("unit", "organisation", "zone")),
        list(topics.select_related("unit")),
    )
