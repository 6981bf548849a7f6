from django.urls import path

from apps.grades import views

app_name = "grades"
urlpatterns = [
    path("", views.rating_list, name="rating_list"),
    path("notices/", views.notice_list, name="notice_list"),
    path("<uuid:uuid>/", views.rating_detail, name="rating_detail"),
    path("<uuid:uuid>/marks/", views.rating_update, name="rating_update"),
    path("<uuid:uuid>/read/", views.rating_read, name="rating_read"),
]
