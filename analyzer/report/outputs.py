"""The formats of an analysis, each rendered from the JSON document and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from analyzer.report.files import Format


def render(form: Format, content: Mapping[str, Any], *, full: bool = False) -> bytes:
    """The document in one format.

    Args:
        form: which.
        content: the document, whole.
        full: all of it in Markdown too, which otherwise holds what fits into a comment.
    """
    from analyzer.report import document, html, markdown, table

    match form:
        case Format.HTML:
            return html.render(content)
        case Format.JSON:
            return document.render(content)
        case Format.MARKDOWN:
            return markdown.render(content, full=full)
        case Format.CSV:
            return table.render(content)
        case Format.TEXT:
            return f"{content['texts']['ticket']}\n".encode("utf-8", "replace")
    assert_never(form)
