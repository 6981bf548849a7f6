"""另选联系点: what a transfer, a move or a dissolution means for contact points."""

from collections.abc import Collection, Iterator

from django.db.models import Q
from django.utils import timezone

from apps.branches.aftermath import answers_changes
from apps.contacts.models import ContactPoint


@answers_changes
def conflicts_of(people: Collection[int], organisations: Collection[int]) -> Iterator[str]:
    """R-CP-02: the change went through; the leader chooses another branch."""
    concerned = Q(person__in=people) | Q(organisation__in=organisations)
    concerned |= Q(person__memberships__organisation__in=organisations)
    points = ContactPoint.objects.in_conflict(timezone.localdate()).filter(concerned).distinct()
    for point in points.select_related("person", "organisation"):
        yield f"{point}：{point.conflict_words}，请另选联系点。工作台和领导的页面上已列为待办"
