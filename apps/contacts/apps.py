from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "apps.contacts"
    label = "contacts"
    verbose_name = "联系点"

    def ready(self) -> None:
        # Rights, steps, parts and consequences announce themselves.
        from apps.contacts import aftermath, history, lifecycle, permissions  # noqa: F401
