"""Conditions on renewals, elections and extensions, under the names of the field."""

from datetime import date

from django.db.models import Q

from apps.branches.scope import Scope, VisibleQuerySet
from apps.core.periods import Period
from apps.elections.choices import (
    AWAITING_BODY,
    OPEN,
    TO_BE_DECIDED,
    UNASKED,
    ElectionKind,
    ElectionStatus,
    ExtensionStatus,
    RenewalStatus,
)


class RenewalQuerySet(VisibleQuerySet):
    scope_lookup = "term__organisation__path"

    def open(self):
        """Under way; a term that was closed by other means asks for nothing more."""
        return self.filter(status__in=OPEN, term__closed_on=None)

    def unasked(self):
        """Reminded or not, nothing has been sent to the higher body yet."""
        return self.open().filter(status__in=UNASKED)

    def to_be_noticed(self):
        return self.open().filter(status=RenewalStatus.DUE)

    def to_be_decided(self):
        """What waits for the higher body."""
        return self.open().filter(status__in=TO_BE_DECIDED)

    def awaiting_its_body(self):
        """The body itself has the next word."""
        return self.open().filter(status__in=AWAITING_BODY)

    def awaiting_higher_body(self):
        """To be reminded of, or to be decided."""
        return self.open().filter(status__in=(RenewalStatus.DUE, *TO_BE_DECIDED))

    def overdue(self, day: date):
        """The term is over, and no new one has begun: derived, never stored."""
        return self.open().filter(term__ends_on__lt=day)

    def noticed_in(self, period: Period):
        """By the day of the letter that reminded of it."""
        return self.filter(noticed_on__gte=period.start, noticed_on__lt=period.end)

    def confirmed_in(self, period: Period):
        """New terms that began, by the day of the election."""
        confirmed = self.filter(status=RenewalStatus.CONFIRMED)
        return confirmed.filter(held_on__gte=period.start, held_on__lt=period.end)


class PaperQuerySet(VisibleQuerySet):
    """Of a renewal, or of a by-election."""

    def in_scope(self, where: Scope):
        of_renewal = where.condition("renewal__term__organisation__path")
        of_election = where.condition("election__term__organisation__path")
        return self.filter(
            Q(renewal__isnull=False) & of_renewal | Q(election__isnull=False) & of_election
        )


class TermExtensionQuerySet(VisibleQuerySet):
    scope_lookup = "term__organisation__path"

    def waiting(self):
        return self.filter(status=ExtensionStatus.ASKED)

    def approved(self):
        return self.filter(status=ExtensionStatus.APPROVED)

    def approved_in(self, period: Period):
        return self.approved().filter(decided_on__gte=period.start, decided_on__lt=period.end)


class ElectionQuerySet(VisibleQuerySet):
    scope_lookup = "term__organisation__path"

    def standing(self):
        """All but those that were declared void."""
        return self.exclude(status=ElectionStatus.VOID)

    def waiting(self):
        return self.filter(status=ElectionStatus.RECORDED)

    def by_elections(self):
        return self.filter(kind=ElectionKind.BY_ELECTION)

    def held_in(self, period: Period):
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)


class OfElectionQuerySet(VisibleQuerySet):
    scope_lookup = "election__term__organisation__path"
