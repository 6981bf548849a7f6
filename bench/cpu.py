"""CPU time of processes, to the nanosecond where the kernel tells it."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")
# Fields of /proc/PID/stat behind the name in brackets: parent, user and system time.
PARENT, USER, SYSTEM = 1, 11, 12


def children(pid: int) -> list[int]:
    found = []
    for folder in PROC.iterdir():
        fields = _stat(folder) if folder.name.isdigit() else []
        if fields and int(fields[PARENT]) == pid:
            found.append(int(folder.name))
    return found


def seconds(pids: list[int]) -> float:
    """What all threads of the processes have used so far; a process that is gone counts nothing."""
    return sum(_seconds(PROC / str(pid)) for pid in pids)


def _seconds(folder: Path) -> float:
    try:
        tasks = list((folder / "task").iterdir())
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
    except FileNotFoundError:
        fields = _stat(folder)
        return (int(fields[USER]) + int(fields[SYSTEM])) / TICKS if fields else 0.0


def _stat(folder: Path) -> list[str]:
    try:
        return (folder / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
