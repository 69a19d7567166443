"""Prints every benchmark: medians and ratios, never an assertion."""

import importlib
import sys
from pathlib import Path


def main() -> None:
    wanted = sys.argv[1:]
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if wanted and path.stem.removeprefix("bench_") not in wanted:
            continue
        print(f"# {path.stem.removeprefix('bench_')}", flush=True)
        for name, value, unit in importlib.import_module(f"tests.benchmarks.{path.stem}").run():
            print(f"{name:<75} {value:>12,.2f} {unit}", flush=True)


main()
