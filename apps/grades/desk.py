"""What waits at the committee's desk about grades."""

from django.urls import reverse

from apps.core.desk import queue
from apps.grades.choices import RatingStatus
from apps.grades.models import Rating


@queue(
    "待评定的参评党组织",
    permission="grades.review_rating",
    order=84,
    link=lambda: (
        f"{reverse('admin:grades_rating_changelist')}?status__exact={RatingStatus.STAFF.value}"
    ),
)
def awaiting_staff(user):
    return Rating.objects.visible_to(user, "review").awaiting_staff()
