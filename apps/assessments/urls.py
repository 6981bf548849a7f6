from django.urls import path

from apps.assessments import ballot_views, views

app_name = "assessments"
urlpatterns = [
    path("", views.result_list, name="result_list"),
    path("<uuid:uuid>/", views.result_detail, name="result_detail"),
    path("ballots/<uuid:uuid>/", ballot_views.ballot_cast, name="ballot_cast"),
    path("<uuid:uuid>/object/", views.objection_create, name="objection_create"),
    path("<uuid:uuid>/sheet.json", views.result_sheet, name="result_sheet"),
]
