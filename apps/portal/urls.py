from django.urls import path

from apps.portal import (
    burden_views,
    campaign_views,
    contact_views,
    figure_views,
    lead_views,
    office_views,
    views,
    zone_views,
)

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("handover/<uuid:uuid>/", office_views.handover, name="handover"),
    path("handover/<uuid:uuid>/ask/", office_views.handover_ask, name="handover_ask"),
    path("campaigns/<uuid:uuid>/", campaign_views.campaign_detail, name="campaign_detail"),
    path("figures/", figure_views.figures, name="figures"),
    path("figures/<slug:key>/", figure_views.figure, name="figure"),
    path("figures/rules/<slug:key>/", figure_views.figure_rule, name="figure_rule"),
    path("figures/campaigns/<slug:code>/", figure_views.figure_campaign, name="figure_campaign"),
    path("figures/schemes/<slug:key>/", figure_views.figure_scheme, name="figure_scheme"),
    path("lead/", lead_views.lead, name="lead"),
    path("lead/duties/", lead_views.lead_duties, name="lead_duties"),
    path("lead/problems/", lead_views.lead_problems, name="lead_problems"),
    path("lead/burden/", burden_views.burden, name="burden"),
    path("zones/overview/", zone_views.zone_overview, name="zone_overview"),
    path("zones/<uuid:uuid>/", zone_views.zone, name="zone"),
    path("zones/<uuid:uuid>/units/<uuid:unit>/", zone_views.zone_unit, name="zone_unit"),
    path("contacts/<uuid:uuid>/", contact_views.contact_sheet, name="contact_sheet"),
    path("contacts/<uuid:uuid>/paper/", contact_views.contact_paper, name="contact_paper"),
    path("help/", office_views.help_page, name="help"),
]
