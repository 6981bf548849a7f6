from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "apps.core"
    label = "core"
    verbose_name = "系统记录"

    def ready(self) -> None:
        # Checks, the register of stored files and the jobs announce themselves.
        from apps.core import checks, documents  # noqa: F401
        from apps.core.exports import work as export_work  # noqa: F401
        from apps.core.imports import work as import_work  # noqa: F401
        from apps.core.pdf import checks as pdf_checks  # noqa: F401
