from django.urls import path

from apps.branches.views import importing, organisations, people
from apps.branches.views import requests as asking

app_name = "branches"
urlpatterns = [
    path(
        "organisations/<uuid:uuid>/", organisations.organisation_detail, name="organisation_detail"
    ),
    path("people/", people.person_list, name="person_list"),
    path("people/find/", people.person_find, name="person_find"),
    path("people/requests/new/", asking.request_create, name="request_create"),
    path("people/<uuid:uuid>/", people.person_detail, name="person_detail"),
    path("people/<uuid:uuid>/phone/", people.person_phone, name="person_phone"),
    # Below /admin/, because these pages wear the desk's theme and its security policy.
    path("admin/import/", importing.import_upload, name="import_upload"),
    path("admin/import/template/", importing.import_template, name="import_template"),
    path("admin/import/paste/", importing.import_paste, name="import_paste"),
    path("admin/import/<uuid:uuid>/", importing.import_batch, name="import_batch"),
    path("admin/import/<uuid:uuid>/save/", importing.import_save, name="import_save"),
    path("admin/import/<uuid:uuid>/marked/", importing.import_marked, name="import_marked"),
    path("admin/import/<uuid:uuid>/withdraw/", importing.import_withdraw, name="import_withdraw"),
]
