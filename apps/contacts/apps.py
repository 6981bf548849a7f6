from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "apps.contacts"
    label = "contacts"
    verbose_name = "联系点"

    def ready(self) -> None:
        # Rights register themselves when they are imported.
        from apps.contacts import permissions  # noqa: F401
