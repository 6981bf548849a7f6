from django.contrib import admin
from django.urls import include, path

handler400 = "apps.core.error_views.bad_request"
handler403 = "apps.core.error_views.permission_denied"
handler404 = "apps.core.error_views.not_found"
handler500 = "apps.core.error_views.server_error"

urlpatterns = [
    path("", include("apps.branches.urls")),
    path("admin/", admin.site.urls),
    path("", include("apps.portal.urls")),
    path("indicators/", include("apps.indicators.urls")),
    path("duties/", include("apps.duties.urls")),
    path("", include("apps.core.urls")),
    path("meetings/", include("apps.meetings.urls")),
    path("campaigns/", include("apps.sixlights.urls")),
    path("news/", include("apps.news.urls")),
    path("juries/", include("apps.juries.urls")),
    path("zones/", include("apps.zones.urls")),
    path("contacts/", include("apps.contacts.urls")),
    path("projects/", include("apps.projects.urls")),
    path("observations/", include("apps.observations.urls")),
    path("brands/", include("apps.brands.urls")),
    path("elections/", include("apps.elections.urls")),
    path("inspections/", include("apps.inspections.urls")),
    path("assessments/", include("apps.assessments.urls")),
    path("reports/", include("apps.reports.urls")),
    path("grades/", include("apps.grades.urls")),
    path("account/", include("apps.accounts.sign_in_urls")),
    path("notices/", include("apps.notices.urls")),
    path("me/", include("apps.accounts.urls")),
]
