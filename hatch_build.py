"""What the wheel carries beside the sources, so that a start need not make it.

The rules as they are after reading (analyzer/rules/compiled.py), the templates as they are after compiling
(analyzer/report/page.py).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg,misc]  # the name that hatchling looks for
    """Adds both to a wheel; an editable install reads the files that are being edited."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the files are packed."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from analyzer.report import page  # these rooms need no more than the build does
        from analyzer.rules import catalogue, compiled

        self.made = tempfile.TemporaryDirectory()
        rules, templates = Path(self.made.name) / compiled.NAME, Path(self.made.name) / page.COMPILED
        templates.mkdir()
        catalogue.compile_own(rules)
        page.compile_templates(templates)
        build_data["force_include"] |= {
            str(rules): f"analyzer/rules/{compiled.NAME}",
            str(templates): f"analyzer/_templates/{page.COMPILED}",
        }

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called when they are."""
        del build_data, artifact_path
        if version != "editable":
            self.made.cleanup()
