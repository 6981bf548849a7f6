"""Pages of campaigns that show numbers."""

from uuid import UUID

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.models import Organisation
from apps.core import access
from apps.core.unchanged import while_nothing_changes
from apps.portal.campaigns import asked_for, page_of, years_of
from apps.sixlights.models import Campaign
from apps.sixlights.views.activities import asked_row, asked_year


@access.permission("sixlights.view_campaign")
@require_safe
def campaign_detail(request, uuid: UUID):
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), uuid=uuid)
    place = asked_row(request, "organisation", Organisation.objects.visible_to(request.user))
    year = asked_year(request) or years_of(campaign)[0]
    user = request.user
    asked = asked_for(user, campaign, year, place)
    key = ("campaign", asked.campaign.pk, year, place and place.pk, user.pk, timezone.localdate())
    page = while_nothing_changes(key, lambda: page_of(user, asked))
    return render(request, "portal/campaign_detail.html", page)
