"""The way to the published figures, for those who may look into the rows behind them."""

from django import template

from apps.branches.scope import scope

register = template.Library()


@register.inclusion_tag("components/figures_link.html", takes_context=True)
def figures_link(context) -> dict[str, bool]:
    where = scope(context["request"].user, "branches.view_organisation")
    return {"is_shown": where.is_everywhere}
