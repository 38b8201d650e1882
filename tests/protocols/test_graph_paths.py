"""Paths of Microsoft Graph: whose names are shown, and whose are not."""

from __future__ import annotations

import pytest

from analyzer.protocols import graph_paths


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/v1.0/users/delta", "GET /users/delta"),
        ("/v1.0/users/inbox/messages", "GET /users/{id}/messages"),
        ("/beta/users('anna@contoso.example')/events", "GET /users/{id}/events"),
        ("/v1.0/me/mailFolders/inbox/messages/delta(changeType='created')", None),
        ("/v1.0/me/Secret-Project/photo/$value", "GET /me/{id}/photo/$value"),
    ],
)
def test_names_that_people_gave_are_replaced(path: str, shown: str | None) -> None:
    said = graph_paths.operation("GET", path)

    assert said is not None
    assert "anna" not in said
    assert "Secret" not in said
    if shown is not None:
        assert said == shown


def test_a_path_without_segments_is_no_operation() -> None:
    assert graph_paths.operation("GET", "/v1.0/") is None


@pytest.mark.parametrize(
    ("path", "mailbox"),
    [
        ("/v1.0/users/Anna%40contoso.example/messages", "anna@contoso.example"),
        ("/v1.0/users('bob@contoso.example')", "bob@contoso.example"),
        ("/v1.0/users/87d349ed-44d7-43e1-9a83-5f2406dee5bd/messages", None),
        ("/v1.0/me/messages", None),
        ("/v1.0/sites/anna@contoso.example", None),
    ],
)
def test_the_mailbox_is_an_address_behind_users(path: str, mailbox: str | None) -> None:
    assert graph_paths.mailbox(path) == mailbox
