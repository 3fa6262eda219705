"""Make .venv and install what requirements.txt names, on a machine with nothing but Python; runs before all else.

Run as a plain script by any Python 3, also one too old for the portal: it must be able to say so.
"""

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LISTS = {"runtime": ["requirements.txt"], "dev": ["requirements.txt", "requirements-dev.txt"]}
HOLDERS = {"runtime": ["runtime", "dev"], "dev": ["dev"]}


def stop(sentence: str) -> NoReturn:
    """Say one sentence and end."""
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def check_python() -> None:
    """Stop unless this Python is new enough and can make environments."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this script alone meets older ones
        stop(
            f"The portal needs Python 3.11 or newer and this is {sys.version_info[0]}.{sys.version_info[1]}; install a"
            " newer one, or name it: make demo PYTHON=python3.12"
        )
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian ships Python without it
        import venv  # noqa: F401, PLC0415 - likewise
    except ImportError:
        stop(
            "This Python cannot make environments: its venv module is missing; install it (on Debian and Ubuntu:"
            " apt install python3-venv) and run the same command again."
        )


def fingerprint(kind: str) -> str:
    """What the environment is made from: the lists, the exact versions, and this Python."""
    told = hashlib.sha256(sys.version.encode())
    for name in [*LISTS[kind], "constraints.txt"]:
        told.update((ROOT / name).read_bytes())
    return told.hexdigest()


def works() -> bool:
    """Whether there is an environment whose Python still runs."""
    return PYTHON.exists() and subprocess.call([str(PYTHON), "-c", ""], stderr=subprocess.DEVNULL) == 0


def is_installed(kind: str) -> bool:
    """Whether this very list, or one that holds it, is already installed."""
    markers = {holder: VENV / f"installed-{holder}" for holder in HOLDERS[kind]}
    return works() and any(
        marker.exists() and marker.read_text() == fingerprint(holder) for holder, marker in markers.items()
    )


def install(kind: str) -> None:
    """Make the environment and install into it; the marker is written last, so a broken run is done again."""
    print("Installing what the portal needs into .venv. This takes a minute, once.", flush=True)
    if not works() and subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        stop(f"The environment could not be made in {VENV}; the lines above say why.")
    for marker in VENV.glob("installed-*"):
        marker.unlink()
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--root-user-action=ignore", "-c", str(ROOT / "constraints.txt")]
    if subprocess.call([*command, "-r", str(ROOT / LISTS[kind][-1])]):
        stop("The packages could not be installed; see the lines above, check the connection and run this again.")
    (VENV / f"installed-{kind}").write_text(fingerprint(kind))


def main() -> None:
    """Install one list, unless it is there."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "runtime"
    check_python()
    if not is_installed(kind):
        install(kind)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        stop("Stopped before everything was installed; the same command goes on from here.")
