from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "apps.elections"
    label = "elections"
    verbose_name = "换届选举"
