"""Commands whose calls to the system fail, and commands that may do no more than their user."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from tests.listings import unmeasured


def failing(fault: str, number: int | str, command: Sequence[str], log: str | Path = os.devnull) -> list[str]:
    """Return *command*, in which the call named in *fault* (``pwrite64:error=ENOSPC``) fails for the *number*th time.

    With "3+" it fails from the third time on.

    A fault such as ``pwrite64:signal=KILL`` kills it there. *log* tells of every such
    call, with the paths of its files.
    """
    if not _can_trace():
        pytest.skip("needs strace, and to be allowed to use it")
    calls = f"trace={fault.partition(':')[0]}"
    inject = f"inject={fault}:when={number}"
    return ["strace", "-f", "-qq", "-y", "-o", str(log), "-e", calls, "-e", inject, *command]


def powerless(command: Sequence[str]) -> list[str]:
    """Return *command* without the powers of root, to whom all files are open."""
    return ["setpriv", "--inh-caps=-all", "--bounding-set=-all", *command] if os.geteuid() == 0 else [*command]


def ours(*arguments: object) -> list[str]:
    """Return the command line of ``osce-feeds`` with *arguments*."""
    return [sys.executable, "-m", "osce_feeds", *map(str, arguments)]


def end(command: Sequence[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run *command* and return how it ended."""
    # What measures coverage writes files, too, and would complain where they fail.
    return subprocess.run(command, env=unmeasured(env), capture_output=True, text=True, timeout=60, check=False)


@cache
def _can_trace() -> bool:
    strace = shutil.which("strace")
    if strace is None:
        return False
    return subprocess.run([strace, "-qq", "-e", "trace=none", "true"], capture_output=True, check=False).returncode == 0
