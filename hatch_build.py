"""What the wheel carries beside the sources, so that a start need not make it.

The rules and the words of letters as they are after reading (analyzer/rules/compiled.py,
analyzer/report/letter_words.py), the templates as they are after compiling (analyzer/report/page.py), the patterns of
modules and of the shapes of secrets (analyzer/ready_re.py), the known words (analyzer/reference/words).
"""

from __future__ import annotations

import re
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg,misc]  # the name that hatchling looks for
    """Adds them to a wheel; an editable install reads the files that are being edited."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the files are packed."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from analyzer import lazy_re, ready_re
        from analyzer.privacy import secrets, watch
        from analyzer.reference import words
        from analyzer.report import letter_words, page
        from analyzer.rules import catalogue, compiled

        import_module("analyzer.case")  # every module of a case, with its patterns; none needs more than the build does
        self.made = tempfile.TemporaryDirectory()
        made = Path(self.made.name)
        rules, letters, templates = made / compiled.NAME, made / letter_words.READY, made / page.COMPILED
        patterns, listed = made / ready_re.NAME, made / words.READY
        templates.mkdir()
        catalogue.compile_own(rules)
        letter_words.make_ready(letters)
        page.compile_templates(templates)
        words.make_ready(listed)
        in_tables = [*(shape.pattern for shape in secrets.SHAPES), *watch.patterns()]
        ready_re.write([*lazy_re.ALL, *((pattern, re.IGNORECASE) for pattern in in_tables)], patterns)
        build_data["force_include"] |= {
            str(rules): f"analyzer/rules/{compiled.NAME}",
            str(letters): f"analyzer/report/{letter_words.READY}",
            str(patterns): f"analyzer/{ready_re.NAME}",
            str(listed): f"analyzer/reference/words/{words.READY}",
            str(templates): f"analyzer/_templates/{page.COMPILED}",
        }

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called when they are."""
        del build_data, artifact_path
        if version != "editable":
            self.made.cleanup()
