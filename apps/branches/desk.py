"""What waits at the committee's desk about organisations."""

from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Term
from apps.core.desk import queue


def _overdue_terms() -> str:
    return f"{reverse('admin:branches_term_changelist')}?state=overdue"


@queue("届满未换届", permission="branches.view_term", link=_overdue_terms)
def overdue_terms(user):
    return Term.objects.visible_to(user).overdue(timezone.localdate())
