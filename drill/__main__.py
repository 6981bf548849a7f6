"""`make drill`: break the stack in mid-run and see whether anything is lost.

The servers are those of an instance of its own; every process that is killed was started here.
"""

import os
import sys

os.environ["STACK_INSTANCE"] = "drill"
os.environ["DJANGO_SETTINGS_MODULE"] = "drill.settings"

import django  # noqa: E402 - the settings are named first

from scripts.ground import application, servers  # noqa: E402


def empty_database(variables: dict[str, str]) -> None:
    application.manage("reset_schema", variables=variables)
    application.manage("migrate", "--verbosity=0", variables=variables)


def survived(crew) -> list[bool]:
    # Models can be imported only after django.setup().
    from drill import people, run, work

    jobs = work.enqueue()
    results = [run.survive(crew, fault, work.ITEMS) for fault in run.FAULTS]
    results.append(run.all_done(crew, jobs))
    crew.wait_until(lambda: application.status_of(people.ADDRESS + "/account/login/") == 200, 60)
    for check in (people.full_disk, people.parallel_posts, people.parallel_editors):
        held = check()
        print(f"{'ok  ' if held else 'LOST'} {check.__name__.replace('_', ' ')}")
        results.append(held)
    return results


def main() -> int:
    with servers.servers(keep=False):
        variables = servers.environment("drill.settings")
        empty_database(variables)
        os.environ.update(variables)
        django.setup()
        from drill.crew import PORT, Crew

        crew = Crew(application.commands(PORT), variables)
        try:
            crew.start()
            results = survived(crew)
        finally:
            crew.stop()
    print(f"faults survived: {sum(results)} of {len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
