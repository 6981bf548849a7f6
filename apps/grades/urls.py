from django.urls import path

from apps.grades.views import notices, papers, reading, writing

app_name = "grades"
urlpatterns = [
    path("", reading.rating_list, name="rating_list"),
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/<uuid:uuid>/", notices.notice_detail, name="notice_detail"),
    path("notices/<uuid:uuid>/paper/", notices.notice_paper, name="notice_paper"),
    path("notices/<uuid:uuid>/object/", notices.objection_create, name="objection_create"),
    path("objections/<uuid:uuid>/withdraw/", notices.objection_withdraw, name="objection_withdraw"),
    path("<uuid:uuid>/", reading.rating_detail, name="rating_detail"),
    path("<uuid:uuid>/marks/", writing.rating_update, name="rating_update"),
    path("<uuid:uuid>/read/", writing.rating_read, name="rating_read"),
    path("<uuid:uuid>/sheet/", papers.sheet_pdf, name="sheet_pdf"),
    path("<uuid:uuid>/sheet/word/", papers.sheet_word, name="sheet_word"),
]
