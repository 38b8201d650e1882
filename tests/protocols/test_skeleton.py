"""What of an envelope is cut out, and when nothing may be."""

from __future__ import annotations

import pytest

from analyzer.limits import DEFAULT
from analyzer.protocols import ews, skeleton

EWS = "http://schemas.microsoft.com/exchange/services/2006/messages"


def answer(items: str, code: str = "NoError") -> bytes:
    return (
        f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:GetItemResponse xmlns:m="{EWS}"'
        f' xmlns:t="t"><m:ResponseMessages><m:GetItemResponseMessage><m:Items>{items}</m:Items>'
        f"<m:ResponseCode>{code}</m:ResponseCode></m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse>"
        "</s:Body></s:Envelope>"
    ).encode()


def test_answers_that_differ_in_their_items_alone_have_one_skeleton() -> None:
    one, two = skeleton.of(answer("<t:Message/>")), skeleton.of(answer("<t:Task><t:Subject>Visit</t:Subject></t:Task>"))

    assert one is not None
    assert one == two
    assert b"<m:Items></m:Items>" in one


def test_requests_that_differ_in_their_ids_alone_have_one_skeleton() -> None:
    one, two = (
        skeleton.of(
            f'<s:Envelope><m:SyncFolderItems><t:FolderId Id="{key}"/></m:SyncFolderItems></s:Envelope>'.encode()
        )
        for key in ("AAMk1", "AAMk22")
    )

    assert one is not None
    assert one == two


def test_an_error_behind_items_of_several_lines_keeps_its_line() -> None:
    said = ews.glance(answer("\n<t:Message>\n</t:Message>\n", "ErrorItemNotFound"))

    assert said is not None
    assert [(result.code, result.line) for result in said.results] == [("ErrorItemNotFound", 3)]


@pytest.mark.parametrize(
    "items",
    [
        "<t:Message>",
        "</t:Message>",
        "<t:Subject><![CDATA[x]]></t:Subject>",
        "<t:Subject><!-- x --></t:Subject>",
        "<t:Subject><?x?></t:Subject>",
        "<![CDATA[ <x/> /> </m:Items> ]]>",
        "<!-- <x/> /> </m:Items> -->",
        "<?x <x/> /> </m:Items> ?>",
        "<t:Subject></m:Items></t:Subject>",
        "<t:Item><m:ResponseCode>ErrorServerBusy</m:ResponseCode></t:Item>",
        "<t:Item><t:ErrorCode>NoError</t:ErrorCode></t:Item>",
        "<t:Item><t:ExchangeImpersonation/></t:Item>",
        "<t:Item><t:ServerVersionInfo/></t:Item>",
        "<t:Subject>Envelope</t:Subject>",
    ],
)
def test_what_does_not_show_its_end_or_might_be_read_is_left_to_the_parser(items: str) -> None:
    assert skeleton.of(answer(items)) is None


def test_a_second_envelope_that_the_server_quotes_is_left_to_the_parser() -> None:
    assert skeleton.of(answer("", "<s:Envelope/>")) is None


def test_what_is_no_envelope_of_exchange_is_left_to_the_parser() -> None:
    foreign = answer("").replace(EWS.encode(), b"urn:other")

    assert skeleton.of(foreign) is not None
    assert ews.glance(foreign) is None
    assert ews.read(foreign, DEFAULT).is_answer


def test_a_skeleton_longer_than_what_a_server_says_is_left_to_the_parser() -> None:
    assert skeleton.of(answer("", "x" * skeleton.LONGEST)) is None
