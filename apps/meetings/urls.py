from django.urls import path

from apps.meetings.views import (
    completing,
    correcting,
    hints,
    history,
    papers,
    reading,
    recording,
    talking,
    topics,
)

app_name = "meetings"
urlpatterns = [
    path("", reading.meeting_list, name="meeting_list"),
    path("new/", recording.meeting_create, name="meeting_create"),
    path("<uuid:uuid>/", reading.meeting_detail, name="meeting_detail"),
    path("<uuid:uuid>/edit/", recording.meeting_update, name="meeting_update"),
    path("<uuid:uuid>/receipt/", reading.meeting_receipt, name="meeting_receipt"),
    path("<uuid:uuid>/correct/", correcting.meeting_correct, name="meeting_correct"),
    path("<uuid:uuid>/sign/", correcting.meeting_sign, name="meeting_sign"),
    path("<uuid:uuid>/history/", history.meeting_history, name="meeting_history"),
    path("<uuid:uuid>/restore/", history.meeting_restore, name="meeting_restore"),
    path("<uuid:uuid>/complete/", completing.meeting_complete, name="meeting_complete"),
    path("hints/", hints.meeting_hints, name="meeting_hints"),
    path("topics/", topics.topic_list, name="topic_list"),
    path("<uuid:uuid>/pdf/", papers.meeting_pdf, name="meeting_pdf"),
    path("<uuid:uuid>/word/", papers.meeting_word, name="meeting_word"),
    path("books/", papers.book_choose, name="book_choose"),
    path("books/<uuid:uuid>/", papers.book_list, name="book_list"),
    path("papers/<uuid:uuid>/", papers.paper_detail, name="paper_detail"),
    path("papers/<uuid:uuid>/state/", papers.paper_state, name="paper_state"),
    path("papers/<uuid:uuid>/retry/", papers.paper_retry, name="paper_retry"),
    path("files/<uuid:uuid>/", reading.attachment_download, name="attachment_download"),
    path("talks/", talking.talk_list, name="talk_list"),
    path("talks/new/", talking.talk_create, name="talk_create"),
]
