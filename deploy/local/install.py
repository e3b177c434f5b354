"""Install locked requirements into the virtual environment that runs this, and say what goes on.

    .venv/bin/python deploy/local/install.py requirements/web.txt requirements/worker.txt

Uses the standard library and pip only: it runs before anything is installed. Three steps,
because two packages are special: torch comes in several builds and must be chosen first
(`TORCH_ARGS` are passed to pip for it), and llama-cpp-python compiles C++ for minutes.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LOG = Path("var/install.log")
CONSTRAINTS = Path("var/constraints.txt")
STAMP = Path(sys.prefix) / ".installed"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;]+)")
QUIET_SECONDS = 20.0
LONGEST = 100
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]


class InstallError(Exception):
    """Installation stopped; the text says what to do."""


@dataclass(frozen=True)
class Step:
    """One call of pip."""

    title: str
    arguments: tuple[str, ...]


def read_pins(locks: Iterable[Path]) -> dict[str, str]:
    """Name to version of everything that the lock files pin."""
    lines = (line for lock in locks for line in lock.read_text().splitlines())
    return {found[1].lower(): found[2] for line in lines if (found := PIN.match(line))}


def write_constraints(pins: dict[str, str]) -> Path:
    """The pins in the form that pip takes as limits: without extras."""
    CONSTRAINTS.write_text("".join(f"{name}=={pin}\n" for name, pin in pins.items()))
    return CONSTRAINTS


def has(name: str, wanted: str) -> bool:
    """Whether this version is installed; a local build such as `2.13.0+cpu` counts."""
    try:
        return version(name).partition("+")[0] == wanted
    except PackageNotFoundError:
        return False


def plan(locks: Sequence[Path]) -> list[Step]:
    """The steps that are still needed.

    Raises:
        InstallError: something must be compiled and there is no C++ compiler.
    """
    pins, steps = read_pins(locks), []
    files = tuple(part for lock in locks for part in ("-r", str(lock)))
    limits = ("-c", str(write_constraints(pins)))
    torch, llama = pins.get("torch"), pins.get("llama-cpp-python")
    if torch and not has("torch", torch):
        extra = tuple(os.environ.get("TORCH_ARGS", "").split())
        steps.append(Step(f"torch {torch}", (*extra, *limits, f"torch=={torch}")))
    if llama and not has("llama-cpp-python", llama):
        require_compiler()
        title = f"llama-cpp-python {llama} (compiles llama.cpp once, about four minutes)"
        steps.append(Step(title, (*limits, f"llama-cpp-python=={llama}")))
    return [*steps, Step(f"everything as locked, {len(pins)} packages", ("--no-deps", *files))]


def require_compiler() -> None:
    """Fail early where a C++ compiler is missing.

    Raises:
        InstallError: none of the usual names is on PATH.
    """
    names = [os.environ.get("CXX", ""), "c++", "g++", "clang++"]
    if not any(shutil.which(name.split()[0]) for name in names if name):
        raise InstallError(
            "llama.cpp must be compiled and there is no C++ compiler (c++, g++ or clang++).\n"
            "Debian and Ubuntu: apt-get install g++ make    Fedora: dnf install gcc-c++ make\n"
            "Alpine: apk add g++ make linux-headers         macOS: xcode-select --install"
        )


def fingerprint(locks: Iterable[Path]) -> str:
    """Changes when a lock file does."""
    return hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()


def run(step: Step, number: str) -> None:
    """Run pip with a live line of what it does and for how long.

    Raises:
        InstallError: pip failed; the text ends with its last lines.
    """
    started = time.monotonic()
    with LOG.open("ab") as log:
        log.write(f"\n=== {step.title}\n".encode())
        log.flush()
        start_of_step = log.tell()
        pip = subprocess.Popen(
            [*PIP, "install", "--progress-bar", "off", *step.arguments],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        watch(pip, f"[{number}] {step.title}", started, start_of_step)
    if pip.returncode:
        raise InstallError(f"Could not install {step.title}.\n{advice(start_of_step)}")
    show(f"[{number}] {step.title}: done in {elapsed(started)}", last=True)


def watch(pip: subprocess.Popen[bytes], title: str, started: float, offset: int) -> None:
    """Follow a running pip: each second on a terminal, now and then elsewhere."""
    pause = 1.0 if sys.stdout.isatty() else QUIET_SECONDS
    show(f"{title} …", last=not sys.stdout.isatty())
    while True:
        try:
            pip.wait(pause)
        except subprocess.TimeoutExpired:
            show(f"{title}  {elapsed(started)}  {last_line(offset)}", last=not sys.stdout.isatty())
        except KeyboardInterrupt:
            pip.terminate()
            pip.wait()
            raise
        else:
            return


def show(text: str, *, last: bool) -> None:
    """Print a line that the next one replaces, unless it is the last of its kind."""
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns - 1
        print(f"\r\033[K{text[:width]}", end="\n" if last else "", flush=True)
    else:
        print(text, flush=True)


def elapsed(started: float) -> str:
    """Minutes and seconds since `started`."""
    minutes, seconds = divmod(int(time.monotonic() - started), 60)
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"


def log_since(offset: int) -> str:
    """What pip has written since `offset` bytes."""
    with LOG.open("rb") as log:
        log.seek(offset)
        return log.read().decode(errors="replace")


def last_line(offset: int) -> str:
    """The latest thing that pip said."""
    lines = [line.strip() for line in log_since(offset).splitlines() if line.strip()]
    return lines[-1][:LONGEST] if lines else ""


def advice(offset: int) -> str:
    """The end of pip's output, and what usually helps."""
    text = log_since(offset)
    end = "\n".join(text.splitlines()[-25:])
    hint = "The full log is in " + str(LOG)
    if re.search(r"Could not find a version|ConnectionError|NewConnectionError|timed out", text):
        hint = f"Is the network there, and pip's index reachable (pip config list)? {hint}"
    elif "No space left" in text:
        hint = f"The disk is full. {hint}"
    return f"{end}\n{hint}"


def install(locks: Sequence[Path]) -> None:
    """Install what is missing; nothing at all when the same locks were installed before.

    Raises:
        InstallError: a step failed.
    """
    wanted = fingerprint(locks)
    if STAMP.exists() and wanted in STAMP.read_text().split():
        return
    LOG.parent.mkdir(exist_ok=True)
    steps = plan(locks)
    for number, step in enumerate(steps, start=1):
        run(step, f"{number}/{len(steps)}")
    STAMP.write_text(wanted + "\n")


def main() -> int:
    """Install the lock files named on the command line."""
    try:
        install([Path(argument) for argument in sys.argv[1:]])
    except InstallError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
