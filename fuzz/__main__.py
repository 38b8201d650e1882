"""`python -m fuzz TARGET [OPTION...]`: atheris attacks one target, or `everything`; options are those of libFuzzer.

Seeds are those of fuzz/seeds.py. What the fuzzer finds on its way is kept in fuzz/corpus/TARGET; an input that breaks
is written into the current folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent


def main() -> None:
    """Attack until something breaks, or until the options say."""
    with atheris.instrument_imports(include=["analyzer"]):
        from fuzz import targets
    from fuzz import seeds

    names = ["everything", *targets.TARGETS]
    if len(sys.argv) < 2 or sys.argv[1] not in names:
        sys.exit(f"name a target: {' '.join(names)}")
    name = sys.argv[1]
    corpus = HERE / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    begin = HERE / "corpus" / "seeds"
    seeds.write(begin)
    target = targets.everything if name == "everything" else targets.TARGETS[name]
    words = [f"-dict={HERE / 'words.dict'}", "-max_len=16384", *sys.argv[2:]]
    atheris.Setup(["fuzz", *words, str(corpus), str(begin)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
