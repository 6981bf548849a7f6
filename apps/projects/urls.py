from django.urls import path

from apps.projects.views import applying, papers, progress, reading

app_name = "projects"
urlpatterns = [
    path("", reading.board, name="board"),
    path("list/", reading.project_list, name="project_list"),
    path("new/", applying.project_create, name="project_create"),
    path("events/<uuid:uuid>/", reading.event_detail, name="event_detail"),
    path("evidence/<uuid:uuid>/", reading.evidence_file, name="evidence_file"),
    path("milestones/<uuid:uuid>/", progress.milestone_update, name="milestone_update"),
    path("outcomes/<uuid:uuid>/", progress.outcome_update, name="outcome_update"),
    path("papers/", papers.paper_list, name="paper_list"),
    path("papers/<uuid:uuid>/", papers.paper_detail, name="paper_detail"),
    path("papers/<uuid:uuid>/bundle/", papers.paper_bundle, name="paper_bundle"),
    path("<uuid:uuid>/", reading.project_detail, name="project_detail"),
    path("<uuid:uuid>/history/", reading.project_history, name="project_history"),
    path("<uuid:uuid>/edit/", applying.project_update, name="project_update"),
    path("<uuid:uuid>/milestones/", progress.milestone_create, name="milestone_create"),
    path("<uuid:uuid>/outcomes/", progress.outcome_create, name="outcome_create"),
    path("<uuid:uuid>/sheet/", papers.project_paper, name="project_paper"),
    path("<uuid:uuid>/word/", papers.project_word, name="project_word"),
    path(
        "<uuid:uuid>/midterm/",
        progress.project_report,
        {"step": "hold_midterm"},
        name="project_hold_midterm",
    ),
    path(
        "<uuid:uuid>/conclusion/",
        progress.project_report,
        {"step": "conclude"},
        name="project_conclude",
    ),
]
