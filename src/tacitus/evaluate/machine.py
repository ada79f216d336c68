"""What a figure was measured with: day, commit, machine."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path


def measured_with() -> str:
    """One line for the head of a page of figures: day, commit, machine and Python."""
    day = datetime.now(UTC).date().isoformat()
    return f"Measured {day} at commit {_commit()} on {machine()}."


def machine() -> str:
    """The machine and Python in a few words."""
    cores = os.cpu_count()
    return (
        f"{_processor()}, {cores} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"


def _commit() -> str:
    """The commit of the working tree, with "+" when files differ from it."""
    try:
        commit = _git("rev-parse", "--short=12", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=no", "--", "src")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{commit}+" if changed else commit


def _git(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 fixed program and arguments
        ["git", *arguments],  # noqa: S607 git is found on the user's path
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout.strip()
