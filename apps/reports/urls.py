from django.urls import path

from apps.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="report_list"),
    path("bundle/", views.report_bundle, name="report_bundle"),
    path("<uuid:uuid>/", views.report_detail, name="report_detail"),
    path("<uuid:uuid>/report.docx", views.report_word, name="report_word"),
    path("<uuid:uuid>/numbers/<path:ref>/", views.report_numbers, name="report_numbers"),
]
