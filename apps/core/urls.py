from django.urls import path

from apps.core import verification

app_name = "core"
urlpatterns = [
    path("verify/", verification.verify, name="verify"),
]
