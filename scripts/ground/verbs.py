"""What can be asked of the stack."""

import os
import signal
import subprocess
import sys

from . import places
from .faults import Fault, sentence_for
from .servers import environment, servers, stop

DEVELOPMENT = "config.settings.dev"
TESTING = "config.settings.test"


def _settings_for(command: list[str]) -> str:
    return (
        TESTING if any(part.endswith("pytest") for part in command[:3]) else DEVELOPMENT
    )


def execute(command: list[str]) -> int:
    """Run a command beside the servers and leave them running."""
    if not command:
        raise Fault("exec 后面要写命令，例如：scripts/stack.py exec pytest tests/core")
    with servers(keep=True):
        test_name = os.environ.get("TEST_DATABASE_NAME", "")
        return _foreground(command, environment(_settings_for(command), test_name))


def _foreground(command: list[str], variables: dict[str, str]) -> int:
    """Ctrl-C goes to the child, which shares our terminal; we wait for its answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = subprocess.Popen(
        command,
        env=variables,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    return child.wait()


def manage(arguments: list[str]) -> int:
    return execute([str(places.PYTHON), "manage.py", *arguments])


def stop_all(_arguments: list[str]) -> int:
    places.prepare()
    stop()
    return 0


VERBS = {"exec": execute, "manage": manage, "stop": stop_all}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in VERBS:
        print(f"用法：stack.py {'|'.join(VERBS)} …", file=sys.stderr)
        return 2
    os.chdir(places.PROJECT)
    try:
        return VERBS[arguments[0]](arguments[1:])
    except Fault as fault:
        print(fault, file=sys.stderr)
    except OSError as error:
        print(sentence_for(error), file=sys.stderr)
    return 1
