"""Run over a city with many projects and brands: their boards, lists and registers, as the committee's
staff open them. `python -m bench.register_targets` prints one JSON object, as bench.targets does."""

import json

from bench.targets import add


def main() -> None:
    import django

    django.setup()
    from apps.accounts.models import User
    from apps.branches.choices import Role
    from apps.portal.city.accounts import GRANTED

    staff = next(a for a in GRANTED if a.role == Role.COMMITTEE_STAFF)
    found: dict[str, dict] = {"cookies": {}, "paths": {}, "queries": {}}
    add(found, User.objects.get(username=staff.username), _paths())
    print(json.dumps(found))


def _paths() -> dict[str, str]:
    from django.urls import reverse

    pages = {
        "floor": "bench_floor",
        "projects_board": "projects:board",
        "projects_list": "projects:project_list",
        "brands_register": "brands:brand_list",
        "brands_own": "brands:own_list",
        "projects_desk": "admin:projects_secretaryproject_changelist",
        "brands_desk": "admin:brands_brand_changelist",
    }
    return {name: reverse(page) for name, page in pages.items()}


if __name__ == "__main__":
    main()
