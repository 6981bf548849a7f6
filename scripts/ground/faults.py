"""Faults that a person can cure: one clear sentence each, never a traceback."""

import errno

DISK_FULL = (
    "磁盘空间不足（No space left on device）：请清理磁盘，腾出至少 {need} 后再运行同一命令。"
)
NO_SPACE_MARKS = (
    "No space left on device",
    "could not extend file",
    "Disk quota exceeded",
)


class StackError(Exception):
    """The stack cannot go on; the text is a sentence for the person at the terminal."""


def disk_full(need: str = "2 GB") -> StackError:
    return StackError(DISK_FULL.format(need=need))


def failure(what: str, output: str) -> StackError:
    """The fault behind what a program said: a full disk, or its own words."""
    if any(mark in output for mark in NO_SPACE_MARKS):
        return disk_full()
    return StackError(f"{what}失败：{output.strip()}")


def sentence_for(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL.format(need="2 GB")
    if error.errno in (errno.EACCES, errno.EPERM):
        return (
            f"没有权限读写 {error.filename}（Permission denied）：请换回当初安装时的用户，"
            "或先由该用户运行 make clean。"
        )
    return f"系统错误：{error}"
