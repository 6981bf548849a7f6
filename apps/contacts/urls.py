from django.urls import path

from apps.contacts.views import points, research, visits

app_name = "contacts"
urlpatterns = [
    path("", points.contact_list, name="contact_list"),
    path("research/", research.research_list, name="research_list"),
    path("<uuid:uuid>/remark/", points.check_remark, name="check_remark"),
    path("<uuid:uuid>/visits/new/", visits.visit_create, name="visit_create"),
    path("visits/<uuid:uuid>/", visits.visit_detail, name="visit_detail"),
    path("visits/<uuid:uuid>/change/", visits.visit_update, name="visit_update"),
    path("promises/<uuid:uuid>/follow/", visits.promise_follow, name="promise_follow"),
]
