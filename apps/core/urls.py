from django.urls import path

from apps.core import draft_pages, export_pages, saved_view_pages, verification, views

app_name = "core"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("verify/", verification.verify, name="verify"),
    path(
        "steps/<str:model_label>/<uuid:uuid>/<slug:step>/",
        views.lifecycle_step,
        name="lifecycle_step",
    ),
    path("drafts/", draft_pages.form_draft, name="form_draft"),
    path("documents/<uuid:uuid>/", views.document_download, name="document_download"),
    path("views/new/", saved_view_pages.view_create, name="view_create"),
    path("views/<uuid:uuid>/", saved_view_pages.view_update, name="view_update"),
    path("views/<uuid:uuid>/delete/", saved_view_pages.view_delete, name="view_delete"),
    path("exports/", export_pages.export_list, name="export_list"),
    path("exports/new/", export_pages.list_export, name="list_export"),
    path("exports/<uuid:uuid>/", export_pages.export_detail, name="export_detail"),
    path("exports/<uuid:uuid>/file/", export_pages.export_download, name="export_download"),
]
