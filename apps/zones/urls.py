from django.urls import path

from apps.zones.views import convening, reading, suggesting

app_name = "zones"
urlpatterns = [
    path("", reading.zone_list, name="zone_list"),
    path("activities/new/", convening.activity_create, name="activity_create"),
    path("activities/<uuid:uuid>/", reading.activity_detail, name="activity_detail"),
    path("activities/<uuid:uuid>/edit/", convening.activity_update, name="activity_update"),
    path("activities/<uuid:uuid>/record/", convening.activity_record, name="activity_record"),
    path("suggestions/", suggesting.suggestion_list, name="suggestion_list"),
    path("suggestions/new/", suggesting.suggestion_create, name="suggestion_create"),
    path("suggestions/<uuid:uuid>/", suggesting.suggestion_detail, name="suggestion_detail"),
    path("suggestions/<uuid:uuid>/answer/", suggesting.suggestion_answer, name="suggestion_answer"),
    path("practices/<uuid:uuid>/adopt/", suggesting.practice_adopt, name="practice_adopt"),
]
