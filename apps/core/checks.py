"""System checks: what would be a leak or a loss at run time is an error at start."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

from apps.core import access


@register(Tags.urls)
def views_are_declared(app_configs, **kwargs):
    return [
        Error(f"视图没有声明访问规则：{route}", id="sixlights.E001")
        for route in access.undeclared_views()
    ]


@register(Tags.database)
def database_collation_knows_chinese(app_configs, databases=None, **kwargs):
    """Under locale C a trigram of Chinese text is empty and every search is a full scan."""
    errors = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT datctype FROM pg_database WHERE datname = current_database()")
            (ctype,) = cursor.fetchone()
        if ctype in ("C", "POSIX"):
            errors.append(
                Error(
                    f"数据库的字符分类是 {ctype}，中文检索无法使用索引",
                    hint="请用 initdb -E UTF8 --locale=C.UTF-8 重建数据库",
                    id="sixlights.E002",
                )
            )
    return errors


@register(Tags.security, deploy=True)
def file_store_is_private(app_configs, **kwargs):
    roots = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS]
    if any(str(settings.FILE_ROOT).startswith(str(root)) for root in roots):
        return [Error("私有文件存放在公开目录之下", id="sixlights.E007")]
    return []
