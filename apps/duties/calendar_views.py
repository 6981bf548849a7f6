"""月历 and 日历订阅."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.branches.scope import led_by
from apps.core import access
from apps.core.periods import Cycle, Period
from apps.duties import calendar, feeds
from apps.duties.models import CalendarFeed
from apps.meetings.models import StudyTopic

VIEW = "duties.view_dutyrule"
TOO_MANY_REQUESTS = 429


@access.permission(VIEW)
@require_safe
def month(request):
    """One month of the organisations that the reader leads: a table, the same as a list, and what
    is to be studied in it."""
    today = timezone.localdate()
    shown = _asked_month(request)
    places = led_by(request.user)
    found = calendar.events(places, shown, today) if places else []
    following = Period.containing(shown.end, Cycle.MONTH)
    context = {
        "month": shown,
        "weeks": calendar.weeks(shown, found, today),
        "events": found,
        "leads": bool(places),
        "topics": StudyTopic.objects.visible_to(request.user).published().of_month(shown.start),
        "several": len(places) > 1,
        "today": today,
        "this_url": calendar.month_url(Period.containing(today, Cycle.MONTH)),
        "previous": shown.previous,
        "previous_url": calendar.month_url(shown.previous),
        "following": following,
        "following_url": calendar.month_url(following),
    }
    return render(request, "duties/calendar.html", context)


def _asked_month(request) -> Period:
    today = timezone.localdate()
    try:
        asked = Period.parse(request.GET.get("month", f"{today:%Y-%m}"))
    except ValueError as error:
        raise Http404(str(error)) from None
    if not 2000 <= asked.start.year < 2100:
        raise Http404("月历只到 2000 年至 2099 年")
    return Period.containing(asked.start, Cycle.MONTH)


@access.permission(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request):
    """The address of one's own feed, as text and as a QR code; a new one on request."""
    if request.method == "POST":
        _change(request)
        return redirect("duties:subscription")
    feed = CalendarFeed.objects.filter(user=request.user).first()
    context = {"feed": feed, "leads": bool(led_by(request.user))}
    return render(request, "duties/subscription.html", context)


def _change(request) -> None:
    if not led_by(request.user):
        messages.error(request, "您目前没有担任书记，日历里没有可以订阅的事项")
    elif request.POST.get("step") == "renew" and hasattr(request.user, "calendar_feed"):
        feeds.change_address(user=request.user)
        messages.success(request, "地址已更换，原来的地址不能再用，请在手机上重新订阅")
    else:
        feeds.open_feed(user=request.user)


@access.public
@require_safe
def feed(request, uuid: UUID, token: str):
    """For a phone that has no session: the token opens it, as long as its owner holds the post."""
    found = CalendarFeed.objects.select_related("user").filter(uuid=uuid).first()
    if found is None or not found.opens_with(token) or not found.user.is_active:
        raise Http404
    places = led_by(found.user)
    if not places:
        raise Http404
    now = timezone.now()
    if not feeds.may_fetch(found, now=now):
        return HttpResponse("读取太频繁，请一小时后再试", status=TOO_MANY_REQUESTS)
    body = feeds.written(places, now=now, today=timezone.localdate(now))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="duties.ics"'
    response["Cache-Control"] = "private, max-age=3600"
    return response
