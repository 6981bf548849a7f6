"""The words by which a record is found, kept by the database so that no path goes round it."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F

from apps.branches.models import Organisation
from apps.meetings.models.record import Meeting
from apps.meetings.querysets import Grams, MeetingTextQuerySet


class MeetingText(models.Model):
    """One row for each record that is neither void nor superseded; see decision 0017."""

    meeting = models.OneToOneField(
        Meeting, primary_key=True, on_delete=models.CASCADE, related_name="text"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField("日期")
    # Title and place, line by line; the body adds topics, resolutions and minutes to them.
    heading = models.TextField("标题")
    body = models.TextField("全文")

    objects = MeetingTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "记录检索"
        indexes = [
            models.Index(F("held_on").desc(), F("meeting").desc(), name="meetingtext_newest"),
            GinIndex(OpClass(F("body"), name="gin_trgm_ops"), name="meetingtext_body"),
            GinIndex(Grams(F("heading")), name="meetingtext_grams"),
        ]

    def __str__(self) -> str:
        return self.heading.partition("\n")[0]
