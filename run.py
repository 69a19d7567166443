"""Set up and run the application with nothing but Python: run, test, bench, shots, lock, build."""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from ctypes.util import find_library
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed"
DIVIDER = "# below: what only tests, builds and benchmarks need\n"
OFFSCREEN = {
    "glib-2.0": "libglib2.0-0",
    "GL": "libgl1",
    "EGL": "libegl1",
    "xkbcommon": "libxkbcommon0",
    "fontconfig": "libfontconfig1",
    "dbus-1": "libdbus-1-3",
}
SCREEN = {
    "xcb-cursor": "libxcb-cursor0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-shape": "libxcb-shape0",
}


def stop(sentence: str) -> None:
    """End with one sentence on what went wrong."""
    print(f"run.py: {sentence}", file=sys.stderr)
    sys.exit(1)


def say(sentence: str) -> None:
    """Say in one line what happens."""
    print(f"run.py: {sentence}", flush=True)


def call(*words: object, **options: object) -> int:
    """Run a program and return its exit code."""
    return subprocess.run(
        [str(word) for word in words], check=False, cwd=ROOT, **options
    ).returncode


def headless() -> bool:
    """Say whether there is no display to open a window on."""
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return platform.system() == "Linux" and not screen


def root_on_debian() -> bool:
    """Say whether packages of the system can be installed right here."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def need_packages(names: list[str], why: str) -> None:
    """Install Debian packages as root, else stop with the one line to run."""
    if not names:
        return
    line = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    if not root_on_debian():
        stop(f"{why}. On Debian or Ubuntu run: sudo {' '.join(line)}")
    say(f"installs {' '.join(names)}")
    call("apt-get", "update", "-q", stdout=subprocess.DEVNULL)
    if call(*line, stdout=subprocess.DEVNULL):
        stop(f"{why}, and apt-get could not install it")


def check_system() -> None:
    """See that the libraries are there which Qt loads."""
    if platform.system() == "Linux":
        wanted = OFFSCREEN if headless() else {**OFFSCREEN, **SCREEN}
        missing = [package for library, package in wanted.items() if find_library(library) is None]
        need_packages(missing, "Qt needs system libraries that are missing")


def make_venv() -> None:
    """Make .venv, with Debian's own python3 too, which lacks venv and pip."""
    if PYTHON.exists():
        return
    say("makes .venv")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if call(sys.executable, "-m", "venv", VENV, **quiet):
        shutil.rmtree(VENV, ignore_errors=True)
        name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        need_packages([name], "Python's venv module is missing")
        if call(sys.executable, "-m", "venv", VENV):
            stop("the virtual environment could not be made")


def install(*, everything: bool) -> None:
    """Install what the lock names, by hash, and the project itself, if that has changed."""
    if sys.version_info < (3, 11):  # noqa: UP036 (older Pythons read this file too)
        stop(f"needs Python 3.11 or newer; this is {platform.python_version()}")
    check_system()
    make_venv()
    lock = LOCK.read_text(encoding="utf-8")
    wanted = lock if everything else lock.split(DIVIDER)[0]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    have = STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
    if have in {wanted + project, lock + project}:
        return
    say("installs the libraries (a few minutes the first time)")
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "requirements.txt"
        part.write_text(wanted, encoding="utf-8")
        if call(*pip, "--require-hashes", "-r", part):
            stop("the libraries could not be installed; is there a connection to a package index?")
    if call(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT):
        stop("the project could not be installed into .venv")
    STAMP.write_text(wanted + project, encoding="utf-8")


def start() -> int:
    """Open the desktop, or without a display do the main job on the sample study."""
    install(everything=False)
    app = BIN / "qda-app"
    if not headless():
        return call(app, *sys.argv[1:])
    folder = Path(tempfile.mkdtemp(prefix="qda-sample-"))
    project = folder / "study" / "sample.qdaproj"
    say("finds no display, so it does the main job on the sample study")
    steps: tuple[tuple[object, ...], ...] = (
        ("sample", project.parent),
        ("agreement", project, "-o", folder / "agreement.xlsx"),
        ("frequencies", project, "-o", folder / "frequencies.xlsx"),
        (
            "excerpts",
            project,
            "--attribution",
            "({role} - School {school})",
            "-o",
            folder / "excerpts.docx",
        ),
        ("agreement", project),
        ("check", project),
    )
    for step in steps:
        if call(app, *step):
            return 1
    say(f"is done; the results are in {folder}")
    return 0


def test() -> int:
    """Run style, types, import contracts (they are tests) and all tests; --deep draws many more."""
    install(everything=True)
    arguments = [a for a in sys.argv[2:] if a != "--deep"]
    profile = "deep" if "--deep" in sys.argv else "daily"
    environment = {**os.environ, "HYPOTHESIS_PROFILE": profile}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return call(PYTHON, "-m", "pytest", *arguments, env=environment)


def bench() -> int:
    """Print the benchmarks' medians and ratios."""
    install(everything=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return call(PYTHON, "-m", "tests.benchmarks", *sys.argv[2:], env=environment)


def shots() -> int:
    """Write every main screen as a PNG into a folder."""
    if len(sys.argv) < 3:
        stop("shots needs a folder: python3 run.py shots DIR")
    install(everything=False)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return call(PYTHON, "-m", "qda_app.ui.shots", sys.argv[2], env=environment)


def lock() -> int:
    """Rebuild requirements.lock: what runs the application first, then what tests and builds."""
    uv = shutil.which("uv") or BIN / "uv"
    words = [uv, "pip", "compile", "--universal", "--generate-hashes", "--no-header", "-q"]
    words += ["--no-annotate", "--no-emit-index-url", "--python-version", "3.11", "pyproject.toml"]
    with tempfile.TemporaryDirectory() as folder:
        run, every = Path(folder) / "run", Path(folder) / "every"
        if call(*words, "--extra", "setup", "-o", run):
            stop("uv could not resolve the libraries")
        constrained = ["-c", run, "--extra", "setup", "--extra", "test"]
        if call(*words, *constrained, "-o", every):
            stop("uv could not resolve the tools")
        first = run.read_text(encoding="utf-8")
        known = set(_entries(first))
        rest = [e for e in _entries(every.read_text(encoding="utf-8")) if e not in known]
    LOCK.write_text(first + DIVIDER + "".join(rest), encoding="utf-8")
    return 0


def _entries(text: str) -> list[str]:
    """Split a lock into its requirements, each with its hashes."""
    entries: list[str] = []
    for line in text.splitlines(keepends=True):
        if line[0].isspace():
            entries[-1] += line
        else:
            entries.append(line)
    return entries


def build() -> int:
    """Build the installer's folder and let what was built test itself."""
    install(everything=True)
    if call(PYTHON, "-m", "PyInstaller", "--noconfirm", "build_installer.spec"):
        stop("PyInstaller failed")
    return call(ROOT / "dist" / "qda-app" / "qda-app", "self-test")


if __name__ == "__main__":
    verbs = {"test": test, "bench": bench, "shots": shots, "lock": lock, "build": build}
    verb = verbs.get(sys.argv[1] if len(sys.argv) > 1 else "")
    sys.exit(verb() if verb else start())
