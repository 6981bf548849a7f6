from django.urls import path

from apps.duties import views

app_name = "duties"
urlpatterns = [path("", views.duty_list, name="duty_list")]
