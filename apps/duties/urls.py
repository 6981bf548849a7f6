from django.urls import path

from apps.duties import calendar_views, reminder_views, views

app_name = "duties"
urlpatterns = [
    path("", views.duty_list, name="duty_list"),
    path("calendar/", calendar_views.month, name="calendar"),
    path("calendar/subscription/", calendar_views.subscription, name="subscription"),
    path("calendar/<uuid:uuid>/<slug:token>.ics", calendar_views.feed, name="calendar_feed"),
    path("remind/", reminder_views.reminder_ask, name="reminder_ask"),
]
