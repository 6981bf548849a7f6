"""Who is told of results under notice, and of the answer to an objection."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.assessments.models import Objection, Run
from apps.branches.models import Appointment, Organisation
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell


def tell_of_notice(run: Run, by) -> None:
    """The secretaries in office of those whose result it is; of a unit also its committee's."""
    results = run.results.order_by()
    heads = Organisation.objects.heads_of_units().filter(unit__in=results.values("unit"))
    posts = Appointment.objects.valid_on(timezone.localdate()).secretaries().order_by()
    of_them = posts.filter(
        Q(organisation__in=results.values("organisation"))
        | Q(organisation__in=heads.order_by().values("pk"))
    )
    users = User.objects.filter(is_active=True, person__appointments__in=of_them).distinct()
    tell(
        users=[user for user in users if user != by],
        kind=NoticeKind.OTHER,
        text=f"{run}结果正在公示。对得分有异议的，请在考核结果页面写明，工委会答复",
        link=f"{reverse('assessments:result_list')}?year={run.year}",
    )


def tell_of_answer(objection: Objection, by) -> None:
    """Whoever raised it, unless he answered it himself."""
    if objection.raised_by == by:
        return
    tell(
        users=[objection.raised_by],
        kind=NoticeKind.OTHER,
        text=f"您对{objection.result}结果的异议已答复：{objection.get_status_display()}",
        link=objection.get_absolute_url(),
    )
