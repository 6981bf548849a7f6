from django.urls import path

from apps.duties import calendar_views, remark_views, reminder_views, views

app_name = "duties"
urlpatterns = [
    path("", views.duty_list, name="duty_list"),
    path("calendar/", calendar_views.month, name="calendar"),
    path("calendar/subscription/", calendar_views.subscription, name="subscription"),
    path("calendar/<uuid:uuid>/<slug:token>.ics", calendar_views.feed, name="calendar_feed"),
    path("remarks/", remark_views.remark_list, name="remark_list"),
    path("remarks/new/", remark_views.remark_create, name="remark_create"),
    path("remarks/<uuid:uuid>/", remark_views.remark_detail, name="remark_detail"),
    path("remarks/<uuid:uuid>/answer/", remark_views.remark_answer, name="remark_answer"),
    path("remind/", reminder_views.reminder_ask, name="reminder_ask"),
]
