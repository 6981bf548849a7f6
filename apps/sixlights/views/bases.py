"""Theme-day bases: which there are, when they have room, and the visits that were booked."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.models import Organisation
from apps.branches.scope import led_by, scope
from apps.core import access
from apps.core.idempotency import once
from apps.core.lifecycle import history_of, lifecycle_of
from apps.meetings.models import Meeting
from apps.sixlights.choices import BookingStatus, Slot
from apps.sixlights.forms import BookingForm, VisitForm
from apps.sixlights.free_days import first_free, weeks_of
from apps.sixlights.models import BaseBooking, BaseCategory, ThemeDayBase
from apps.sixlights.services import book_base, last_day, tell_visited

BOOK = "sixlights.add_basebooking"
PAGE_SIZE = 30
# Digits of a key, and one more.
LONGEST_KEY = 10


@access.permission("sixlights.view_themedaybase")
@require_safe
def base_list(request):
    """All bases with their next free half-days; two queries for the days of all of them."""
    today = timezone.localdate()
    bases = ThemeDayBase.objects.visible_to(request.user).valid_on(today)
    category = request.GET.get("category", "")
    if category.isascii() and category.isdigit() and len(category) < LONGEST_KEY:
        bases = bases.filter(category=int(category))
    page = Paginator(bases.select_related("category"), PAGE_SIZE).get_page(request.GET.get("page"))
    free = first_free(list(page), today)
    return render(
        request,
        "sixlights/base_list.html",
        {
            "page": page,
            "lines": [(base, free[base.pk]) for base in page],
            "categories": BaseCategory.objects.visible_to(request.user),
            "category": category,
            "waiting": _waiting(request.user),
        },
    )


def _waiting(user) -> int:
    if not user.has_perm("sixlights.confirm_basebooking"):
        return 0
    return BaseBooking.objects.visible_to(user, "confirm").awaiting(timezone.localdate()).count()


@access.permission("sixlights.view_themedaybase")
@require_safe
def base_detail(request, uuid):
    base = _base(request.user, uuid)
    today = timezone.localdate()
    return render(
        request,
        "sixlights/base_detail.html",
        {
            "base": base,
            "weeks": weeks_of(base, today),
            "may_book": request.user.has_perm(BOOK),
            "visited": base.bookings.filter(
                status=BookingStatus.VISITED, visit_on__year=today.year
            ).count(),
        },
    )


def _base(user, uuid) -> ThemeDayBase:
    rows = ThemeDayBase.objects.visible_to(user).select_related("category", "keeper", "unit")
    return get_object_or_404(rows, uuid=uuid)


@access.permission(BOOK)
def base_book(request, uuid):
    base, today = _base(request.user, uuid), timezone.localdate()
    places = list(_places(request.user, today))
    if not places:
        raise Http404
    form = BookingForm(request.POST or None, places=places, initial=_initial(request, places))
    if request.method == "POST" and form.is_valid():
        booking = _save(request, base, form)
        if booking:
            messages.success(
                request, f"已提交预约：{booking}，{booking.persons} 人。确认后会通知您"
            )
            return redirect(booking)
    context = {"base": base, "form": form, "today": today, "last": last_day(today)}
    return render(request, "sixlights/base_book.html", context, status=422 if form.errors else 200)


def _places(user, today: date):
    """Branches first: they hold the theme days."""
    rows = Organisation.objects.in_scope(scope(user, BOOK)).grassroots().existing_on(today)
    return rows.order_by("path")


def _initial(request, places: list[Organisation]) -> dict:
    """What the free half-day that was tapped says already; the branch that the user leads."""
    led = led_by(request.user)
    own = next((p for p in places if p.pk in led), places[0])
    slot = request.GET.get("slot", "")
    return {
        "organisation": str(own.uuid),
        "visit_on": _day(request.GET.get("day", "")),
        "slot": slot if slot in Slot.values else "",
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _save(request, base: ThemeDayBase, form: BookingForm) -> BaseBooking | None:
    given = {k: v for k, v in form.cleaned_data.items() if k != "form_key"}
    try:
        booking, _ = once(
            user=request.user,
            key=form.cleaned_data["form_key"],
            create=lambda: book_base(base=base, by=request.user, **given),
        )
    except ValidationError as refusal:
        for name, errors in refusal.error_dict.items():
            form.add_error(name, errors)
        return None
    return booking


@access.permission("sixlights.view_basebooking")
@require_safe
def booking_list(request):
    """What one's own branches have booked and, for a keeper, what waits for him first."""
    rows = BaseBooking.objects.visible_to(request.user).select_related("base", "organisation")
    status = request.GET.get("status", "")
    if status in BookingStatus.values:
        rows = rows.filter(status=status)
    return render(
        request,
        "sixlights/booking_list.html",
        {
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "statuses": [s for s in BookingStatus.choices if s[0] != BookingStatus.DRAFT],
            "status": status,
        },
    )


@access.permission("sixlights.view_basebooking")
@require_safe
def booking_detail(request, uuid):
    booking = _booking(request.user, uuid)
    steps = lifecycle_of(booking).open_steps(booking, request.user)
    return render(
        request,
        "sixlights/booking_detail.html",
        {
            "booking": booking,
            # Telling of the visit asks for the record too; it has a form of its own.
            "steps": [s for s in steps if s.step != "visit"],
            "may_tell": any(s.step == "visit" for s in steps)
            and booking.visit_on <= timezone.localdate(),
            "told": history_of(booking).order_by("pk"),
        },
    )


def _booking(user, uuid) -> BaseBooking:
    rows = BaseBooking.objects.visible_to(user).select_related(
        "base__keeper", "organisation", "meeting", "created_by"
    )
    return get_object_or_404(rows, uuid=uuid)


@access.permission(BOOK)
def booking_visited(request, uuid):
    booking = _booking(request.user, uuid)
    if not request.user.has_perm(BOOK, booking):
        raise PermissionDenied("这次参观由预约的党组织登记")
    form = VisitForm(request.POST or None, meetings=_meetings_of(booking))
    if request.method == "POST" and form.is_valid():
        try:
            tell_visited(booking=booking, meeting=form.cleaned_data["meeting"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, f"已登记：{booking}，已参观")
            return redirect(booking)
    context = {"booking": booking, "form": form}
    return render(
        request, "sixlights/booking_visited.html", context, status=422 if form.errors else 200
    )


def _meetings_of(booking: BaseBooking):
    """Records of that branch around the day: a theme day may be written up under the next one."""
    around = (booking.visit_on - timedelta(days=1), booking.visit_on + timedelta(days=1))
    rows = Meeting.objects.filter(organisation=booking.organisation, held_on__range=around)
    return rows.effective().order_by("-held_on")
