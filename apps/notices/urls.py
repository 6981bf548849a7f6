from django.urls import path

from apps.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notice_list, name="notice_list"),
    path("seen/", views.notice_seen, name="notice_seen"),
    path("preference/", views.preference, name="preference"),
    path("<uuid:uuid>/", views.notice_open, name="notice_open"),
]
