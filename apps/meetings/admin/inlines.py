"""The parts of a record as the desk shows them."""

from apps.core.admin import ViewInline
from apps.meetings.models import AgendaItem, Attendance, Guest, Resolution, Speech, Vote


class AgendaInline(ViewInline):
    model = AgendaItem
    fields = ("order", "topic", "is_first_topic", "kind", "lecturer", "hours")
    verbose_name_plural = "议题"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("lecturer")


class AttendanceInline(ViewInline):
    model = Attendance
    fields = ("person", "member_kind", "has_vote", "status", "reason")
    per_page = 60

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person")


class VoteInline(ViewInline):
    model = Vote
    fields = ("matter", "eligible", "present", "ayes", "nays", "abstentions")


class ResolutionInline(ViewInline):
    model = Resolution
    fields = ("text", "owner", "due_on")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("owner")


class SpeechInline(ViewInline):
    model = Speech
    fields = ("person", "gist")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person")


class GuestInline(ViewInline):
    model = Guest
    fields = ("name", "post", "reason")
