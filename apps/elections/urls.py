from django.urls import path

from apps.elections.views import deciding, preparing, reading, results

app_name = "elections"
urlpatterns = [
    path("", reading.renewal_list, name="renewal_list"),
    path("<uuid:uuid>/", reading.renewal_detail, name="renewal_detail"),
    path("<uuid:uuid>/notify/", deciding.renewal_notify, name="renewal_notify"),
    path("<uuid:uuid>/ask/", preparing.renewal_ask, name="renewal_ask"),
    path("<uuid:uuid>/approve/", deciding.renewal_approve, name="renewal_approve"),
    path("<uuid:uuid>/confirm/", deciding.renewal_confirm, name="renewal_confirm"),
    path("<uuid:uuid>/result/", results.election_create, name="election_create"),
    path("<uuid:uuid>/papers/new/", preparing.paper_create, name="paper_create"),
    path("<uuid:uuid>/letters/<slug:kind>/", reading.letter_paper, name="letter_paper"),
    path("<uuid:uuid>/letters/<slug:kind>/word/", reading.letter_word, name="letter_word"),
    path("papers/<uuid:uuid>/file/", reading.paper_file, name="paper_file"),
    path("papers/<uuid:uuid>/remove/", preparing.paper_remove, name="paper_remove"),
    path("held/<uuid:uuid>/", reading.election_detail, name="election_detail"),
    path("held/<uuid:uuid>/edit/", results.election_update, name="election_update"),
    path("held/<uuid:uuid>/papers/new/", preparing.by_election_paper, name="by_election_paper"),
    path("held/<uuid:uuid>/letter/", reading.by_election_letter, name="by_election_letter"),
    path("held/<uuid:uuid>/letter/word/", reading.by_election_word, name="by_election_word"),
    path("held/<uuid:uuid>/confirm/", deciding.by_election_confirm, name="by_election_confirm"),
    path("extensions/<uuid:uuid>/", deciding.extension_approve, name="extension_approve"),
    path("terms/<uuid:uuid>/", reading.term_detail, name="term_detail"),
    path("terms/<uuid:uuid>/by-election/", results.by_election_create, name="by_election_create"),
    path("terms/<uuid:uuid>/extension/", preparing.extension_create, name="extension_create"),
]
