from django.urls import path

from apps.branches.views import importing, organisations

app_name = "branches"
urlpatterns = [
    path(
        "organisations/<uuid:uuid>/", organisations.organisation_detail, name="organisation_detail"
    ),
    # Below /admin/, because these pages wear the desk's theme and its security policy.
    path("admin/import/", importing.import_upload, name="import_upload"),
    path("admin/import/template/", importing.import_template, name="import_template"),
    path("admin/import/save/", importing.import_save, name="import_save"),
]
