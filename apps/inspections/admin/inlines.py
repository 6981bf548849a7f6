"""What was done about an issue, beside it; every row is written by a verb."""

from apps.core.admin import ViewInline
from apps.inspections.models import Evidence, Extension, Measure, Recheck


class OfIssueInline(ViewInline):
    show_change_link = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("issue", *self.named)

    named: tuple[str, ...] = ()


class MeasureInline(OfIssueInline):
    model = Measure
    fields = ("text", "owner", "due_on", "done_on", "result")
    named = ("owner",)


class EvidenceInline(OfIssueInline):
    model = Evidence
    fields = ("meeting", "activity", "file_name", "text")
    readonly_fields = ("file_name",)
    named = ("meeting", "activity")


class RecheckInline(OfIssueInline):
    model = Recheck
    fields = ("held_on", "outcome", "findings", "by")
    named = ("by",)


class ExtensionInline(OfIssueInline):
    model = Extension
    fields = ("asked_until", "reason", "status", "decided_on")
    readonly_fields = ("status", "decided_on")
    show_change_link = True
