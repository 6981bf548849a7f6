from django.urls import path

from apps.core import verification, views

app_name = "core"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("verify/", verification.verify, name="verify"),
    path(
        "steps/<str:model_label>/<uuid:uuid>/<slug:step>/",
        views.lifecycle_step,
        name="lifecycle_step",
    ),
    path("documents/<uuid:uuid>/", views.document_download, name="document_download"),
]
