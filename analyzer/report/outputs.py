"""The formats of an analysis, each rendered from the JSON document and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from analyzer.report.files import Format


def render(form: Format, content: Mapping[str, Any], *, full: bool = False, separator: str = ",") -> bytes:
    """The document in one format.

    Args:
        form: which.
        content: the document, whole.
        full: all of it in Markdown too, which otherwise holds what fits into a comment.
        separator: between the columns of a CSV.
    """
    from analyzer.report import csv_rows, document, html, markdown

    match form:
        case Format.HTML:
            return html.render(content)
        case Format.JSON:
            return document.render(content)
        case Format.MARKDOWN:
            return markdown.render(content, full=full)
        case Format.CSV:
            return csv_rows.render(content, separator)
        case Format.TEXT:
            return f"{content['texts']['ticket']}\n".encode("utf-8", "replace")
    assert_never(form)


def ours(form: Format) -> tuple[str, ...]:
    """What a format says, as it stands there, whatever was uploaded: nobody has to look for secrets in it."""
    if form is not Format.HTML:
        return ()
    from analyzer.report import html

    return html.ours()
