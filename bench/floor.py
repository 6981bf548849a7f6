"""The least that a signed-in page of a list can cost: one query, fifty bare rows."""

from django.shortcuts import render

from apps.core import access
from apps.meetings.models import Meeting

COLUMNS = ("held_on", "title", "place", "expected_count", "present_count")
ROWS = 50


@access.signed_in
def floor(request):
    rows = Meeting.objects.order_by("-held_on", "-pk").values_list(*COLUMNS)[:ROWS]
    return render(request, "bench/floor.html", {"rows": rows})
