from django.contrib.auth.backends import BaseBackend

from apps.branches.choices import Role
from apps.branches.scope import VisibleQuerySet, held_roles, permissions_of, scope


class ScopeBackend(BaseBackend):
    """Answers for one object what `visible_to` answers for a list, so they cannot disagree."""

    def has_perm(self, user_obj, perm: str, obj=None) -> bool:
        where = scope(user_obj, perm)
        if obj is None or not where or where.is_everywhere:
            return bool(where)
        rows = type(obj)._default_manager.all()
        if not isinstance(rows, VisibleQuerySet):
            return False
        path = rows.loaded_path(obj)
        if path is not None:
            return where.covers(path)
        return rows.filter(pk=obj.pk).in_scope(where).exists()

    def has_module_perms(self, user_obj, app_label: str) -> bool:
        return any(p.startswith(f"{app_label}.") for p in self.get_all_permissions(user_obj))

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous:
            return set()
        roles: set[Role] = {role for role, _ in held_roles(user_obj)}
        return set().union(*(permissions_of(role) for role in roles))
