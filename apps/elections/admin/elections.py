"""Elections: what was found, and the approval of a by-election."""

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import ReadOnlyAdmin, ViewInline, action, display, register, verb_page
from apps.elections import services
from apps.elections.admin.forms import ByElectionForm, ReasonForm
from apps.elections.checking import findings_of
from apps.elections.choices import ElectionKind, ElectionStatus
from apps.elections.models import Election, ElectionCandidate, ElectionSeat, RenewalPaper


class ElectionAreaFilter(AreaFilter):
    unit_lookup = "term__organisation__unit"


class SeatInline(ViewInline):
    model = ElectionSeat
    fields = ("post", "seats", "by_committee", "present")
    show_change_link = False


class CandidateInline(ViewInline):
    model = ElectionCandidate
    fields = ("person", "post", "ayes", "is_elected", "duty")
    show_change_link = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person")


class ElectionPaperInline(ViewInline):
    """Of a by-election; those of a general election stand with its renewal."""

    model = RenewalPaper
    fields = ("kind", "title", "doc_no", "dated_on")
    show_change_link = False


@register(Election)
class ElectionAdmin(ReadOnlyAdmin):
    """What the body has recorded; a general election is approved with its renewal."""

    list_display = ("body_name", "kind", "held_on", "entitled", "present", "status")
    list_filter = ("kind", "status", ElectionAreaFilter)
    list_select_related = ("term__organisation",)
    search_fields = ("term__organisation__name",)
    date_hierarchy = "held_on"
    inlines = (SeatInline, CandidateInline, ElectionPaperInline)
    fields = (
        ("term", "kind", "status"),
        ("held_on", "body", "meeting"),
        ("entitled", "present", "ballots"),
        "findings",
        ("in_office_on", "confirmed_on", "doc_no"),
    )
    readonly_fields = ("findings",)
    actions_detail = ("confirm", "void")

    @display(description="党组织", ordering="term__organisation__name")
    def body_name(self, election) -> str:
        return str(election.term.organisation)

    @display(description="核对")
    def findings(self, election) -> str:
        return "；".join(map(str, findings_of(election))) or "符合规定（R-TERM-03、04、05）"

    def has_settle_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("elections.confirm_election")

    def get_actions_detail(self, request, object_id):
        """A general election goes its way with its renewal."""
        election = self.get_object(request, str(object_id))
        own = (
            election is None
            or election.kind == ElectionKind.BY_ELECTION
            and election.status == ElectionStatus.RECORDED
        )
        return super().get_actions_detail(request, object_id) if own else []

    @action(description="批复补选结果", url_path="settle", icon="verified", permissions=["settle"])
    def confirm(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="批复补选结果",
            form_class=ByElectionForm,
            run=lambda election, given: services.confirm_by_election(
                election=election, by=request.user, **given
            ),
            done="已批复，当选的人从任职日期起任职",
            permission="confirm",
        )

    @action(description="选举无效", url_path="void", icon="block", permissions=["settle"])
    def void(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="选举无效",
            form_class=ReasonForm,
            run=lambda election, given: services.void_by_election(
                election=election, note=given["note"], by=request.user
            ),
            done="已登记为无效",
            permission="confirm",
        )
