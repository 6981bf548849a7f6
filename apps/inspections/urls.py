from django.urls import path

from apps.inspections.views import correcting, ledger, papers, raising, rechecking, visiting

app_name = "inspections"
urlpatterns = [
    path("", ledger.issue_list, name="issue_list"),
    path("issues/<uuid:uuid>/", ledger.issue_detail, name="issue_detail"),
    path("issues/<uuid:uuid>/measures/", correcting.measure_create, name="measure_create"),
    path("issues/<uuid:uuid>/evidence/", correcting.evidence_create, name="evidence_create"),
    path("issues/<uuid:uuid>/answer/", correcting.issue_answer, name="issue_answer"),
    path("issues/<uuid:uuid>/extension/", correcting.extension_create, name="extension_create"),
    path("issues/<uuid:uuid>/recheck/", rechecking.issue_recheck, name="issue_recheck"),
    path("issues/<uuid:uuid>/close/", rechecking.issue_close, name="issue_close"),
    path("measures/<uuid:uuid>/", correcting.measure_update, name="measure_update"),
    path("evidence/<uuid:uuid>/", ledger.evidence_file, name="evidence_file"),
    path("evidence/<uuid:uuid>/remove/", correcting.evidence_remove, name="evidence_remove"),
    path("common/<uuid:uuid>/", ledger.common_detail, name="common_detail"),
    path("meetings/<uuid:uuid>/", raising.meeting_finding, name="meeting_finding"),
    path("visits/<uuid:uuid>/", visiting.visit_detail, name="visit_detail"),
    path("visits/<uuid:uuid>/edit/", visiting.visit_update, name="visit_update"),
    path("visits/<uuid:uuid>/notice/", papers.notice_detail, name="notice_detail"),
    path("visits/<uuid:uuid>/letter/", papers.letter_pdf, name="letter_pdf"),
    path("visits/<uuid:uuid>/letter/word/", papers.letter_word, name="letter_word"),
    path("visits/<uuid:uuid>/finding/", visiting.finding_create, name="finding_create"),
    path("<uuid:uuid>/", visiting.inspection_detail, name="inspection_detail"),
    path("<uuid:uuid>/ledger/", papers.ledger_pdf, name="ledger_pdf"),
    path("<uuid:uuid>/units/<uuid:unit>/", visiting.visit_create, name="visit_create"),
]
