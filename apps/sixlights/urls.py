from django.urls import path

from apps.sixlights.views import bases, registers

app_name = "sixlights"
urlpatterns = [
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
