from django.urls import path

from apps.indicators import views

app_name = "indicators"
urlpatterns = [path("<slug:key>/", views.rows, name="rows")]
