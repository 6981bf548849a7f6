"""The portal's addresses and the floor; only bench/settings.py names this module."""

from django.urls import path

from bench.floor import floor
from config.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [*urlpatterns, path("bench/floor/", floor, name="bench_floor")]
