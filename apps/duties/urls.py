from django.urls import path

from apps.duties import reminder_views, views

app_name = "duties"
urlpatterns = [
    path("", views.duty_list, name="duty_list"),
    path("remind/", reminder_views.reminder_ask, name="reminder_ask"),
]
