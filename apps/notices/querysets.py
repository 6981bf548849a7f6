from datetime import datetime

from django.db import models
from django.db.models import Q

from apps.notices.choices import Outcome


class NoticeQuerySet(models.QuerySet):
    def of(self, user):
        """A notice is seen by whom it is addressed to and by nobody else."""
        return self.filter(user=user)

    def new(self):
        return self.filter(is_new=True)

    def to_mail(self):
        """Those whose reader also wants mail, has not opened them and has had none yet."""
        return self.filter(wants_mail=True, is_new=True, delivery=None, user__is_active=True)

    def before(self, at: datetime, pk: int):
        """Those that stand below the notice `pk` of the moment `at` in a list, newest first."""
        return self.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk))


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(outcome="")

    def due(self, now: datetime):
        return self.waiting().filter(try_at__lte=now)

    def failed(self):
        return self.filter(outcome=Outcome.FAILED)


class GroupChannelQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)
