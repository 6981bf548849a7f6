"""Pages of campaigns that show numbers."""

from uuid import UUID

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.branches.models import Organisation
from apps.core import access
from apps.portal.campaigns import asked_for, page_of, years_of
from apps.sixlights.models import Campaign
from apps.sixlights.views.activities import asked_row, asked_year


@access.permission("sixlights.view_campaign")
@require_safe
def campaign_detail(request, uuid: UUID):
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), uuid=uuid)
    place = asked_row(request, "organisation", Organisation.objects.visible_to(request.user))
    year = asked_year(request) or years_of(campaign)[0]
    asked = asked_for(request.user, campaign, year, place)
    return render(request, "portal/campaign_detail.html", page_of(request.user, asked))
