"""What waits at the committee's desk about grades."""

from django.urls import reverse

from apps.core.desk import queue
from apps.core.models import ObjectionStatus
from apps.grades.choices import RatingStatus
from apps.grades.models import Rating, RatingObjection


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


@queue(
    "待答复的公示异议",
    permission="grades.answer_ratingobjection",
    order=85,
    link=lambda: (
        f"{reverse('admin:grades_ratingobjection_changelist')}"
        f"?status__exact={ObjectionStatus.RAISED.value}"
    ),
)
def waiting_objections(user):
    return RatingObjection.objects.visible_to(user).waiting()
