"""What can be asked of the stack."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable

from . import application, database, places, processes, template, testing
from .faults import StackError, sentence_for
from .servers import environment, servers, stop

DEVELOPMENT = "config.settings.dev"
RUN_LOCK = places.RUN / "run.lock"
# Ctrl-C, a polite kill, a closed terminal.
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _raise_interrupt(_number: int, _frame: object) -> None:
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)  # the orderly end is not interrupted again
    raise KeyboardInterrupt


def _listen_for_the_end() -> None:
    for number in ENDING:
        signal.signal(number, _raise_interrupt)


def run(_arguments: list[str]) -> int:
    """Serve the portal until told to end; end whatever was started."""
    _listen_for_the_end()
    number = application.port()
    places.prepare()
    with RUN_LOCK.open("a+") as lock:
        _become_the_only_run(lock)
        application.require_free_port(number)
        try:
            with servers(keep=False):
                _serve(number)
        except KeyboardInterrupt:
            print("\n已停止。", flush=True)
    return 0


def _become_the_only_run(lock) -> None:
    """Two schedulers on one database would send everything twice."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StackError("门户已在运行：请直接打开它的网址，或先运行 make stop。") from None
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()


def _serve(number: int) -> None:
    address = f"http://{application.HOST}:{number}/"
    # Codes and subscriptions lead back to this very portal.
    variables = {"PUBLIC_URL": address.rstrip("/")} | environment(DEVELOPMENT)
    _fill_database(variables)
    crew = application.Crew(application.commands(number), variables)
    try:
        crew.start()
        application.wait_for_page(crew, address)
        application.manage("demo_accounts", variables=variables)
        print(f"\n门户已启动：{address}　按 Ctrl-C 停止。", flush=True)
        crew.watch()
    finally:
        crew.stop()


def _fill_database(variables: dict[str, str]) -> None:
    database.require_reachable(variables["DATABASE_URL"])
    application.manage("migrate", "--verbosity=0", variables=variables)
    if not database.has_users(variables["DATABASE_URL"]):
        print("› 装入演示城市 …", flush=True)
        application.manage("load_demo", variables=variables)


def execute(command: list[str]) -> int:
    """Run a command beside the servers and leave them running."""
    if not command:
        raise StackError("exec 后面要写命令，例如：scripts/stack.py exec pytest tests/core")
    with servers(keep=True):
        test_name = os.environ.get("TEST_DATABASE_NAME", "")
        if not _is_pytest(command):
            return _foreground(command, environment(DEVELOPMENT, test_name))
        return _foreground(command, template.prepare(environment(testing.SETTINGS, test_name)))


def _is_pytest(command: list[str]) -> bool:
    return any(part.endswith("pytest") for part in command[:3])


def _foreground(command: list[str], variables: dict[str, str]) -> int:
    """Ctrl-C reaches the child, which shares our terminal; we wait for its answer."""
    signal.signal(signal.SIGINT, lambda *_: None)
    try:
        child = subprocess.Popen(command, env=variables)
    except FileNotFoundError:
        raise StackError(f"找不到命令 {command[0]}。") from None
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    return child.wait()


def manage(arguments: list[str]) -> int:
    return execute([str(places.PYTHON), "manage.py", *arguments])


def bench(arguments: list[str]) -> int:
    return execute([str(places.PYTHON), "-m", "bench", *arguments])


def drill(arguments: list[str]) -> int:
    return execute([str(places.PYTHON), "-m", "drill", *arguments])


def lint(_arguments: list[str]) -> int:
    with servers(keep=False):
        return len(testing.lint(environment(testing.SETTINGS)))


def test(arguments: list[str]) -> int:
    _listen_for_the_end()
    try:
        with servers(keep=False), testing.own_name() as name:
            variables = environment(testing.SETTINGS, name)
            with testing.checking(variables) as checks:
                return testing.run_all(arguments, name, template.prepare(variables), checks)
    except KeyboardInterrupt:
        return 130


def test_chromium102(arguments: list[str]) -> int:
    _listen_for_the_end()
    try:
        with servers(keep=False), testing.own_name() as name:
            variables = template.prepare(environment(testing.SETTINGS, name))
            return testing.chromium102(arguments, name, variables)
    except KeyboardInterrupt:
        return 130


def stop_all(_arguments: list[str]) -> int:
    places.prepare()
    _in_other_instances("stop")
    runner = processes.pid_in(RUN_LOCK)
    if runner and "stack.py run" in processes.command_line(runner):
        processes.end(runner, seconds=2 * application.STOP_SECONDS)
    stop()
    return 0


def _in_other_instances(verb: str) -> None:
    """An instance's places are fixed at import, so each needs a process of its own."""
    for name in places.INSTANCES if not places.INSTANCE else ():
        if (places.STATE / name).is_dir():
            command = [sys.executable, "scripts/stack.py", verb]
            subprocess.run(command, env=os.environ | {"STACK_INSTANCE": name}, check=True)


def clean(_arguments: list[str]) -> int:
    """Back to a fresh checkout: databases, files and everything installed below the project."""
    _in_other_instances("clean")
    stop_all([])
    built = ("node_modules", "static/vendor", "staticfiles", ".venv") if not places.INSTANCE else ()
    for folder in (places.OUTSIDE_STATE, *map(places.PROJECT.joinpath, built), places.STATE):
        if folder.exists():
            shutil.rmtree(folder)
    return 0


VERBS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "test-chromium102": test_chromium102,
    "lint": lint,
    "exec": execute,
    "manage": manage,
    "bench": bench,
    "drill": drill,
    "stop": stop_all,
    "clean": clean,
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in VERBS:
        print(f"用法：stack.py {'|'.join(VERBS)} …", file=sys.stderr)
        return 2
    os.chdir(places.PROJECT)
    try:
        return VERBS[arguments[0]](arguments[1:])
    except StackError as fault:
        print(fault, file=sys.stderr)
    except OSError as error:
        print(sentence_for(error), file=sys.stderr)
    return 1
