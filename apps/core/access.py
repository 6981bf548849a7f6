"""Every view declares who may call it; a view that does not is refused at run time.

Rules say who may call a view at all. Which rows it shows is the business of `visible_to`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Rule:
    """`public` needs no account; `permission` names a right that is held somewhere."""

    public: bool = False
    permission: str = ""

    def allows(self, user) -> bool:
        if self.public:
            return True
        return user.is_authenticated and (not self.permission or user.has_perm(self.permission))


PUBLIC = Rule(public=True)
SIGNED_IN = Rule()


def _declare(rule: Rule) -> Callable:
    def mark(view: Any) -> Any:
        view.access_rule = rule
        return view

    return mark


public = _declare(PUBLIC)
signed_in = _declare(SIGNED_IN)


def permission(name: str) -> Callable:
    """Declare that a view needs the right `app.codename` somewhere."""
    return _declare(Rule(permission=name))


def declared(patterns, rule: Rule):
    """Give every view of a library's URL patterns the same rule; returns the patterns."""
    for pattern in flatten(patterns):
        _declare(rule)(pattern.callback)
    return patterns


def flatten(patterns) -> Iterator[URLPattern]:
    """All patterns below, through every include."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from flatten(pattern.url_patterns)
        else:
            yield pattern


def rule_of(view) -> Rule | None:
    """The rule of a view; the admin site checks rights itself, in `admin_view`."""
    rule = getattr(view, "access_rule", None)
    if rule is None and (hasattr(view, "admin_site") or hasattr(view, "model_admin")):
        return PUBLIC
    return rule


def undeclared_views() -> list[str]:
    """The routes whose view has no rule; a system check and a test keep this empty."""
    return [str(p.pattern) for p in flatten(get_resolver().url_patterns) if not rule_of(p.callback)]
