"""The queue of filed records: read one beside the list, pass it, and the next one is open."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from apps.branches.areas import own_units
from apps.core.lifecycle import StepRefused
from apps.meetings.admin.reasons import ReturnForm
from apps.meetings.advice import advice, vote_sentences
from apps.meetings.choices import AttendanceStatus
from apps.meetings.models import AgendaItem, Attendance, Meeting, Resolution, Speech
from apps.meetings.review import pass_as_read, take_as_read

REVIEW = "meetings.review_meeting"
PAGE_SIZE = 30
MINE, ALL, RETURNED = "mine", "all", "returned"
LABELS = {MINE: "我的片", ALL: "全部", RETURNED: "退回过"}
PARTS = (
    Prefetch("agenda_items", AgendaItem.objects.select_related("lecturer")),
    Prefetch("attendances", Attendance.objects.select_related("person")),
    Prefetch("speeches", Speech.objects.select_related("person")),
    Prefetch("resolutions", Resolution.objects.select_related("owner")),
    *("guests", "votes", "attachments"),
)


@dataclass
class Place:
    """Where the reviewer is: the tab and, on its page, the record that is open."""

    tab: str
    page: Page
    counts: dict[str, int]
    opened: Meeting | None
    previous: Meeting | None
    following: Meeting | None

    def address(self, record: Meeting | None = None) -> str:
        asked = {"tab": self.tab, "page": str(self.page.number)}
        if record:
            asked["record"] = str(record.pk)
        return f"{reverse('admin:meetings_meeting_queue')}?{urlencode(asked)}"

    @property
    def after(self) -> str:
        """Where to go when the opened record has left the queue."""
        return self.address(self.following or self.previous)


def review_queue(model_admin, request):
    """One address: GET shows the queue, POST does what one of its buttons says."""
    if not request.user.has_perm(REVIEW):
        raise PermissionDenied("您没有审核会议记录的权限")
    if request.method != "POST":
        return _shown(model_admin, request)
    act = {"return": _send_back, "choose": _confirm, "pass_all": _pass_all}
    return act.get(request.POST.get("do", ""), _pass_one)(model_admin, request)


def _waiting(user):
    return Meeting.objects.visible_to(user, "review").awaiting_review()


def _place(request) -> Place:
    """The rows of the asked tab, the longest waiting first."""
    waiting = _waiting(request.user)
    tabs = {ALL: Q(), RETURNED: Q(pk__in=waiting.once_returned().values("pk"))}
    units = own_units(request.user, timezone.localdate())
    if units is not None:
        tabs = {MINE: Q(organisation__unit__in=units), **tabs}
    counts = waiting.aggregate(**{tab: Count("pk", filter=which) for tab, which in tabs.items()})
    tab = request.GET.get("tab", "")
    if tab not in tabs:
        tab = MINE if counts.get(MINE) else ALL
    rows = waiting.filter(tabs[tab]).select_related("organisation").order_by("filed_at", "pk")
    page = Paginator(rows.prefetch_related("agenda_items"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return Place(tab, page, counts, *_opened(list(page), request.GET.get("record", "")))


def _opened(rows: list[Meeting], key: str) -> tuple:
    """The asked record of the page, or its first; with its neighbours."""
    if not rows:
        return None, None, None
    at = next((n for n, row in enumerate(rows) if str(row.pk) == key), 0)
    following = rows[at + 1] if at + 1 < len(rows) else None
    return rows[at], rows[at - 1] if at else None, following


def _shown(model_admin, request, form: ReturnForm | None = None):
    place = _place(request)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "待审核",
        "place": place,
        "lines": [{"meeting": m, "address": place.address(m)} for m in place.page],
        "tabs": [_tab(place, tab) for tab in place.counts],
        "previous_address": place.address(place.previous),
        "following_address": place.address(place.following),
        "form": form or ReturnForm(),
        **(_preview(place.opened) if place.opened else {}),
    }
    return TemplateResponse(request, "admin/meetings/review_queue.html", context)


def _tab(place: Place, tab: str) -> dict:
    address = f"{reverse('admin:meetings_meeting_queue')}?tab={tab}"
    return {
        "label": LABELS[tab],
        "count": place.counts[tab],
        "address": address,
        "is_current": tab == place.tab,
    }


def _preview(opened: Meeting) -> dict:
    """What the reviewer reads of a record: as many queries for a long one as for a short one."""
    meeting = (
        Meeting.objects.select_related(
            *("organisation", "chair", "recorder", "created_by", "corrects", "member_review")
        )
        .prefetch_related(*PARTS)
        .get(pk=opened.pk)
    )
    roll = list(meeting.attendances.all())
    return {
        "meeting": meeting,
        "absent": [a for a in roll if a.status != AttendanceStatus.PRESENT],
        "present": [a for a in roll if a.status == AttendanceStatus.PRESENT],
        "votes": [(vote, vote_sentences(vote)) for vote in meeting.votes.all()],
        "advice": advice(meeting),
    }


def _pass_one(model_admin, request):
    return _taken(request, "review", "已通过", "")


def _send_back(model_admin, request):
    form = ReturnForm(request.POST, user=request.user)
    if not form.is_valid():
        return _shown(model_admin, request, form)
    return _taken(request, "return", "已退回", form.cleaned_data["note"])


def _taken(request, step: str, done: str, note: str):
    """Take one step on the opened record and go on to the next one."""
    place = _place(request)
    onward = place.after
    chosen = _chosen(request)
    if not chosen:
        messages.error(request, "这条记录已不在待审核中，可能别人已经处理")
        return redirect(place.address())
    meeting, version = chosen[0]
    try:
        take_as_read(meeting, step, version=version, by=request.user, note=note)
    except StepRefused as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(place.address(meeting))
    messages.success(request, f"{done}：{meeting.organisation} {meeting}")
    return redirect(onward)


def _chosen(request) -> list[tuple[Meeting, int]]:
    """The ticked records that the user may review, each with the version that was read."""
    seen = {}
    for ticked in request.POST.getlist("chosen"):
        key, _, version = ticked.partition("-")
        if key.isascii() and key.isdigit() and version.isascii() and version.isdigit():
            seen[int(key)] = int(version)
    rows = Meeting.objects.visible_to(request.user, "review").filter(pk__in=seen)
    rows = rows.select_related("organisation").order_by("filed_at", "pk")
    return [(meeting, seen[meeting.pk]) for meeting in rows]


def _confirm(model_admin, request):
    """The page between ticking and passing: how many, and which."""
    chosen = _chosen(request)
    back = _place(request).address()
    if not chosen:
        messages.warning(request, "请先勾选要通过的记录")
        return redirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"通过 {len(chosen)} 条记录",
        "chosen": chosen,
        "back": back,
    }
    return TemplateResponse(request, "admin/meetings/review_confirm.html", context)


def _pass_all(model_admin, request):
    verdict = pass_as_read(_chosen(request), by=request.user)
    if verdict.passed:
        messages.success(request, f"已通过 {len(verdict.passed)} 条记录")
    for sentence in verdict.left:
        messages.warning(request, f"没有通过：{sentence}")
    return redirect(f"{reverse('admin:meetings_meeting_queue')}?tab={_place(request).tab}")
