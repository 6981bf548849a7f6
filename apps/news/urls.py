from django.urls import path

from apps.news.feeds import feed
from apps.news.views import public, studying, submitting, writing

app_name = "news"
urlpatterns = [
    path("", public.home, name="home"),
    path("search/", public.search, name="search"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("rss/", feed, name="feed"),
    path("rss/<slug:section>/", feed, name="section_feed"),
    path("a/<uuid:uuid>/", public.article_detail, name="article_detail"),
    path("pictures/<uuid:uuid>/<slug:size>/", public.picture, name="picture"),
    path("files/<uuid:uuid>/", public.attachment, name="attachment"),
    path("drafts/", writing.draft_list, name="draft_list"),
    path("drafts/new/", writing.draft_create, name="draft_create"),
    path("drafts/<uuid:uuid>/", writing.draft_detail, name="draft_detail"),
    path("drafts/<uuid:uuid>/edit/", writing.draft_update, name="draft_update"),
    path("drafts/<uuid:uuid>/correct/", writing.article_correct, name="article_correct"),
    path("drafts/pictures/<uuid:uuid>/<slug:size>/", writing.draft_picture, name="draft_picture"),
    path("drafts/files/<uuid:uuid>/", writing.draft_file, name="draft_file"),
    path("submissions/", submitting.submission_list, name="submission_list"),
    path("submissions/new/", submitting.submission_create, name="submission_create"),
    path("submissions/<uuid:uuid>/", submitting.submission_detail, name="submission_detail"),
    path("submissions/files/<uuid:uuid>/", submitting.submission_file, name="submission_file"),
    path("study/", studying.study_list, name="study_list"),
    path("<slug:section>/", public.section_list, name="section_list"),
    path("<path:rest>/", public.nowhere, name="nowhere"),
]
