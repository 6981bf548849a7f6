"""What waits at the committee's desk about brands."""

from django.urls import reverse
from django.utils import timezone

from apps.brands.choices import BrandLayer
from apps.brands.models import Brand, Recheck
from apps.brands.rules import recheck_horizon
from apps.core.desk import queue

ASSESS, RECHECK = "brands.assess_brand", "brands.recheck_brand"


def _living(user, action: str):
    """As the list of the desk begins: what bodies of today have."""
    return Brand.objects.visible_to(user, action).of_living_bodies(timezone.localdate())


def _brands(query: str) -> str:
    return f"{reverse('admin:brands_brand_changelist')}?{query}"


@queue(
    "待初评的品牌申报",
    permission=ASSESS,
    order=40,
    link=lambda: _brands(f"status__exact={BrandLayer.SUBMITTED}"),
)
def reported_brands(user):
    return _living(user, "assess").reported()


@queue("到期应复核的品牌", permission=RECHECK, order=41, link=lambda: _brands("waiting=due"))
def due_rechecks(user):
    return _living(user, "recheck").due_for_recheck(recheck_horizon(timezone.localdate()))


@queue(
    "复核还没有结论的品牌",
    permission=RECHECK,
    order=42,
    link=lambda: f"{reverse('admin:brands_recheck_changelist')}?state=open",
)
def open_rechecks(user):
    return Recheck.objects.visible_to(user).open()


@queue(
    "整改提升逾期的品牌",
    permission=RECHECK,
    order=43,
    is_late=True,
    link=lambda: _brands("waiting=late"),
)
def late_improving(user):
    return _living(user, "recheck").late_improving(timezone.localdate())
