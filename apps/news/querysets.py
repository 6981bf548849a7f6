"""Conditions on articles and on what units submit, under the names of the field."""

from datetime import date

from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from apps.branches.scope import Scope, VisibleQuerySet, scope
from apps.core.periods import Period
from apps.core.search import Typed
from apps.news.choices import UNDER_REVIEW, WRITABLE, ArticleStatus


class ArticleQuerySet(VisibleQuerySet):
    def published(self):
        """What a visitor without an account may read: passed all three reviews, its hour has come."""
        return self.filter(status=ArticleStatus.PUBLISHED, published_at__lte=timezone.now())

    def published_in(self, period: Period):
        """Released on a day of the period in Shanghai; what was withdrawn counts no longer."""
        dated = self.alias(published_on=TruncDate("published_at"))
        return dated.filter(
            status=ArticleStatus.PUBLISHED,
            published_on__gte=period.start,
            published_on__lt=period.end,
        )

    def unfinished(self):
        """What its unit still has to do something about, or waits for."""
        return self.filter(status__in=(*WRITABLE, *UNDER_REVIEW))

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def holding(self, typed: Typed):
        """One or two characters are looked for in titles only."""
        found = typed.within("title")
        return self.filter(found if typed.is_short else found | typed.within("body"))


class OfArticleQuerySet(VisibleQuerySet):
    """Seen where the article is seen, with its permission."""

    scope_lookup = "article__organisation__path"

    def visible_to(self, user, action: str = "view"):
        return self.in_scope(scope(user, f"news.{action}_article"))


class DayQuerySet(VisibleQuerySet):
    """Rows of a unit with a day, or a span of days."""

    def begun_in(self, period: Period):
        """A span counts on its first day: what is known of a whole year stands on January 1st."""
        return self.filter(starts_on__gte=period.start, starts_on__lt=period.end)

    def of_living_units(self, day: date):
        """The practices of other cities are kept as rows too; their units have ended."""
        return self.filter(Q(unit__dissolved_on=None) | Q(unit__dissolved_on__gt=day))


class OfUnitQuerySet(DayQuerySet):
    """What a unit owns is seen by whoever sees one of its organisations."""

    unit_lookup = "unit"

    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        own = self.model._base_manager.filter(
            where.condition(f"{self.unit_lookup}__organisations__path")
        )
        return self.filter(pk__in=own.values("pk"))


class OfSubmissionQuerySet(OfUnitQuerySet):
    unit_lookup = "submission__unit"

    def visible_to(self, user, action: str = "view"):
        return self.in_scope(scope(user, f"news.{action}_infosubmission"))


class CaseQuerySet(OfUnitQuerySet):
    def submitted(self):
        return self.exclude(submitted_to="")


class OpenToReadersQuerySet(DayQuerySet):
    """What the committee offers to all: whoever may read it somewhere may read all of it."""

    def in_scope(self, where: Scope):
        return self if where else self.none()
