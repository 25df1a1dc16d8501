"""Run a script of the project as its users do, in this process: a new one costs half a second."""

import contextlib
import io
import os
import runpy
import subprocess
import sys
from pathlib import Path
from unittest import mock

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


def run_script(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/NAME.py with the words, with nobody at the terminal.

    The answer is that of subprocess.run: exit status, standard output and standard error.
    """
    path = str(SCRIPTS / f"{name}.py")
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    status = 0
    with (
        open(os.devnull, encoding="utf-8") as nobody,
        mock.patch.object(sys, "argv", [path, *words]),
        mock.patch.object(sys, "stdin", nobody),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            runpy.run_path(path, run_name="__main__")
        except SystemExit as end:
            status = end.code or 0
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    return subprocess.CompletedProcess([path, *words], status, *texts)
