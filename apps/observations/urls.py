from django.urls import path

from apps.observations.views import papers, reading, returning, sessions

app_name = "observations"
urlpatterns = [
    path("", reading.observation_list, name="observation_list"),
    path("sessions/", sessions.session_list, name="session_list"),
    path("sessions/new/", sessions.session_create, name="session_create"),
    path("sessions/<uuid:uuid>/change/", sessions.session_update, name="session_update"),
    path("<uuid:uuid>/", reading.observation_detail, name="observation_detail"),
    path("<uuid:uuid>/form/", returning.observation_return, name="observation_return"),
    path("<uuid:uuid>/letter/", papers.letter_pdf, name="letter_pdf"),
    path("<uuid:uuid>/letter/word/", papers.letter_word, name="letter_word"),
]
