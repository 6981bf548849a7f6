from django.urls import path

from apps.brands.views import adopting, owning, papers, public

app_name = "brands"
urlpatterns = [
    path("", public.brand_list, name="brand_list"),
    path("own/", owning.own_list, name="own_list"),
    path("new/", owning.brand_create, name="brand_create"),
    path("<uuid:uuid>/", public.brand_detail, name="brand_detail"),
    path("logos/<uuid:uuid>/<slug:size>/", public.logo, name="logo"),
    path("<uuid:uuid>/edit/", owning.brand_update, name="brand_update"),
    path("<uuid:uuid>/history/", owning.brand_history, name="brand_history"),
    path("<uuid:uuid>/recheck/", owning.recheck_report, name="recheck_report"),
    path("<uuid:uuid>/adopt/", adopting.adoption_create, name="adoption_create"),
    path("<uuid:uuid>/paper/", papers.brand_paper, name="brand_paper"),
    path("adoptions/<uuid:uuid>/", adopting.adoption_update, name="adoption_update"),
    path("batches/<uuid:uuid>/paper/", papers.batch_paper, name="batch_paper"),
]
