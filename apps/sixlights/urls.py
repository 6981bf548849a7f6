from django.urls import path

from apps.sixlights.views import activities, bases, campaigns, logging, registers

app_name = "sixlights"
urlpatterns = [
    path("", campaigns.campaign_list, name="campaign_list"),
    path("items/<uuid:uuid>/", campaigns.item_detail, name="item_detail"),
    path("lecturers/", campaigns.lecturer_list, name="lecturer_list"),
    path("activities/", activities.activity_list, name="activity_list"),
    path("activities/new/", logging.activity_create, name="activity_create"),
    path("activities/<uuid:uuid>/", activities.activity_detail, name="activity_detail"),
    path("activities/<uuid:uuid>/edit/", logging.activity_update, name="activity_update"),
    path("meetings/<uuid:uuid>/", logging.meeting_count, name="meeting_count"),
    path("bases/", bases.base_list, name="base_list"),
    path("bases/<uuid:uuid>/", bases.base_detail, name="base_detail"),
    path("bases/<uuid:uuid>/book/", bases.base_book, name="base_book"),
    path("bookings/", bases.booking_list, name="booking_list"),
    path("bookings/<uuid:uuid>/", bases.booking_detail, name="booking_detail"),
    path("bookings/<uuid:uuid>/visited/", bases.booking_visited, name="booking_visited"),
    path("venues/", registers.venue_list, name="venue_list"),
    path("venues/<uuid:uuid>/", registers.venue_detail, name="venue_detail"),
    path("teams/", registers.team_list, name="team_list"),
    path("honours/", registers.honour_list, name="honour_list"),
    path("honours/new/", registers.honour_create, name="honour_create"),
]
