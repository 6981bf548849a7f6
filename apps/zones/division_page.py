"""The division assistant of the desk: what is proposed, how even it is, and one button to take it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from apps.branches.models import Unit
from apps.core.charts import Bar, bar_chart
from apps.core.numerals import ordinal
from apps.zones import division
from apps.zones.candidates import candidates
from apps.zones.dividing import Chosen, take_over
from apps.zones.division import Candidate, Placement, Size, Why
from apps.zones.division_form import DivisionForm

DIVIDE = "zones.add_zonemembership"
PLACE = "unit-"


@dataclass(frozen=True)
class Line:
    """A unit in its zone; `former` is the zone it comes from, `name` that of its field."""

    unit: Unit
    candidate: Candidate
    why: Why
    name: str

    @property
    def former(self) -> str:
        return "" if self.candidate.former is None else ordinal(self.candidate.former + 1)

    @property
    def is_fixed(self) -> bool:
        return self.why == Why.CONVENES


@dataclass(frozen=True)
class ProposedZone:
    number: int
    convening: Unit
    size: Size
    lines: list[Line]

    @property
    def name(self) -> str:
        return f"{ordinal(self.number)}联系片"

    @property
    def load(self) -> int:
        """100 in an average zone."""
        return round(self.size.load * 100)

    @property
    def kinds(self) -> str:
        return _tally(line.unit.get_kind_display() for line in self.lines)

    @property
    def sectors(self) -> str:
        return _tally(str(line.unit.sector or "未定系统") for line in self.lines)


@dataclass(frozen=True)
class Proposal:
    """A placement that the staff look at, with everything that is told about it."""

    units: list[Unit]
    convening: list[Unit]
    found: list[Candidate]
    placement: Placement
    spread_allowed: int

    @cached_property
    def sizes(self) -> list[Size]:
        return division.sizes(self.found, self.placement, len(self.convening))

    @cached_property
    def zones(self) -> list[ProposedZone]:
        keys = [unit.pk for unit in self.convening]
        why = division.reasons(self.found, self.placement, keys)
        lines: list[list[Line]] = [[] for _ in keys]
        for unit, candidate in zip(self.units, self.found, strict=True):
            place = self.placement[unit.pk]
            lines[place].append(Line(unit, candidate, why[unit.pk], f"{PLACE}{unit.pk}"))
        return [
            ProposedZone(n + 1, unit, size, sorted(inside, key=_by_sector))
            for n, (unit, size, inside) in enumerate(
                zip(self.convening, self.sizes, lines, strict=True)
            )
        ]

    @property
    def total(self) -> Size:
        return _over(self.sizes, sum)

    @property
    def differences(self) -> Size:
        return _over(self.sizes, lambda values: max(values) - min(values))

    @property
    def spread(self) -> int:
        return round(division.spread(self.sizes) * 100)

    @property
    def is_even(self) -> bool:
        return self.spread <= self.spread_allowed

    @property
    def moved(self) -> int:
        return len(division.moved(self.found, self.placement))

    @property
    def chart(self):
        average = Decimal(100)
        bars = [Bar(zone.name, Decimal(zone.load), average) for zone in self.zones]
        return bar_chart(bars, "各片规模，平均为100")


def division_page(model_admin, request):
    """GET proposes; POST counts a changed placement again, or takes it over."""
    if not request.user.has_perm(DIVIDE):
        raise PermissionDenied("您没有划分联系片的权限")
    form = DivisionForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return _page(model_admin, request, form, None)
    proposal, is_complete = _proposed(form, request.POST)
    if request.POST.get("do") != "take":
        return _page(model_admin, request, form, proposal)
    if not is_complete:
        messages.warning(request, "打开方案以后单位有变动，新的单位已按建议放好，请核对后再采用")
        return _page(model_admin, request, form, proposal)
    return _take(model_admin, request, form, proposal)


def _proposed(form: DivisionForm, posted: Mapping[str, str]) -> tuple[Proposal, bool]:
    """The proposal with what was moved by hand; whether every unit was placed by the sender."""
    day, convening = form.cleaned_data["starts_on"], form.convening_units()
    units = list(Unit.objects.existing_on(day).select_related("sector"))
    found = candidates(units, day, convening)
    rules = form.rules(convening)
    placement = division.propose(found, rules)
    by_hand = _by_hand(posted, len(convening))
    free = placement.keys() - set(rules.convening)
    placement |= {key: place for key, place in by_hand.items() if key in free}
    proposal = Proposal(units, convening, found, placement, form.cleaned_data["spread"])
    return proposal, free <= by_hand.keys()


def _by_hand(posted: Mapping[str, str], zones: int) -> Placement:
    """What the fields say; anything else than a number of a zone leaves the proposal as it is."""
    numbers = {str(n + 1): n for n in range(zones)}
    return {
        int(key): numbers[value]
        for name, value in posted.items()
        if name.startswith(PLACE) and (key := name.removeprefix(PLACE)).isdecimal()
        if value in numbers
    }


def _take(model_admin, request, form: DivisionForm, proposal: Proposal):
    asked = form.cleaned_data
    chosen = Chosen(asked["year"], asked["starts_on"], proposal.convening, proposal.placement)
    try:
        taken = take_over(chosen)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(model_admin, request, form, proposal)
    kept = f"，其中{taken.kept}个原来就在这个片" if taken.kept else ""
    zones = len(proposal.convening)
    messages.success(
        request, f"已采用：{chosen.year}年{len(proposal.placement)}个单位划入{zones}个片{kept}"
    )
    return redirect(f"{reverse('admin:zones_zone_changelist')}?year={chosen.year}")


def _page(model_admin, request, form: DivisionForm, proposal: Proposal | None):
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "划分联系片",
        "opts": model_admin.opts,
        "form": form,
        "proposal": proposal,
        "asked": form.asked() if proposal else [],
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/zones/division.html", context, status=status)


def _over(sizes: list[Size], put_together) -> Size:
    return Size(*(put_together(values) for values in zip(*sizes, strict=True)))


def _tally(words) -> str:
    """机关 15、事业单位 3: the most frequent first."""
    return "、".join(f"{word} {count}" for word, count in Counter(words).most_common())


def _by_sector(line: Line) -> tuple:
    sector = line.unit.sector
    return not line.is_fixed, sector is None, sector.order if sector else 0, line.unit.name
