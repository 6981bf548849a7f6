from django.urls import path

from apps.juries.views import judging, results

app_name = "juries"
urlpatterns = [
    path("", judging.jury_list, name="jury_list"),
    path("<uuid:uuid>/", judging.jury_detail, name="jury_detail"),
    path("candidates/<uuid:uuid>/", judging.candidate_detail, name="candidate_detail"),
    path("candidates/<uuid:uuid>/files/<int:number>/", judging.dossier_file, name="dossier_file"),
    path("results/<uuid:uuid>/", results.line_detail, name="line_detail"),
    path("results/<uuid:uuid>/object/", results.objection_create, name="objection_create"),
]
