from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "apps.core"
    label = "core"
    verbose_name = "系统记录"

    def ready(self) -> None:
        # Checks, the register of stored files and the jobs announce themselves.
        from apps.core import checks, documents  # noqa: F401
        from apps.core.exports import work  # noqa: F401
        from apps.core.pdf import checks as pdf_checks  # noqa: F401
