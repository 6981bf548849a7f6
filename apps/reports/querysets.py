"""Reports as people may see them, and as the steps of a quarter ask for them."""

from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Length

from apps.branches.models import Organisation
from apps.branches.scope import Scope, VisibleQuerySet, scope
from apps.core.periods import Period
from apps.reports.choices import IN_HAND, SENT_OUT, STANDING, ReportStatus
from apps.zones.models import ZoneMembership

CHANGE = "reports.change_quarterlyreport"


class QuarterlyReportQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """A unit's by whoever reads its highest committee or branch (its 党组 stands beside that), a
        zone's by whoever reads every unit of it, the city's by whoever reads the city."""
        if where.is_everywhere or not where:
            return self if where else self.none()
        own = Organisation.objects.grassroots().filter(unit=OuterRef("unit"))
        heads = own.order_by(Length("path"), "pk")
        with_head = self.annotate(head_path=Subquery(heads.values("path")[:1]))
        of_unit = Q(unit__isnull=False) & where.condition("head_path")
        return with_head.filter(of_unit | Q(zone__isnull=False) & ~Exists(_unread(where)))

    def visible_to(self, user, action: str = "view"):
        """What has not been issued is seen by those who write it."""
        visible = super().visible_to(user, action)
        return visible if scope(user, CHANGE) else visible.sent_out()

    def sent_out(self):
        return self.filter(status__in=SENT_OUT)

    def issued(self):
        return self.filter(status=ReportStatus.ISSUED)

    def in_hand(self):
        return self.filter(status__in=IN_HAND)

    def standing(self):
        return self.filter(status__in=STANDING)

    def of(self, year: int, quarter: int):
        return self.filter(year=year, quarter=quarter)

    def about_period(self, key: str):
        """Of a quarter as an address names it; ValueError for one that it does not."""
        start = Period.parse(key).start
        return self.of(start.year, (start.month + 2) // 3)

    def about(self, zone, unit):
        """Those of the same place: a zone, a unit, or the city where both are None."""
        return self.filter(zone=zone, unit=unit)

    def by_place(self):
        """The latest quarter first; in it the city, its zones and its units."""
        place = Case(When(unit__isnull=False, then=2), When(zone__isnull=False, then=1), default=0)
        return self.order_by("-year", "-quarter", place, "zone__number", "unit__name", "-pk")

    def shown(self):
        """With what a line of a list says, and without what only the report itself needs."""
        return self.select_related("zone", "unit", "document", "closing").defer("frame", "paper")


def _unread(where: Scope):
    """The units that were ever in the outer zone of which the reader reads nothing."""
    read = Organisation.objects.filter(where.condition("path"), unit=OuterRef("unit"))
    return ZoneMembership.objects.filter(zone=OuterRef("zone")).exclude(Exists(read))
