"""Echoes that begin or end where no word does, of few letters, of numbers, of several lines; and what must stay."""

from __future__ import annotations

import base64

import pytest

from analyzer.privacy.content import Content
from analyzer.privacy.edits import joined
from analyzer.privacy.scrubbing import scrub
from analyzer.privacy.telling import is_phone

CODED = base64.b64encode(b"Guten Morgen,\nder Silberputzer kommt").decode()
HEAD = "{}: Ada Fink <ada@fink.example>\n{}: 12. Oktober 2026 10:00\n{}: Fensterkitt\n\nder Silberputzer kommt\n"


def shown(upload: str, text: str) -> str:
    content = Content()
    content.look(upload.encode())
    content.for_texts([text])
    return content.without(text)


@pytest.mark.parametrize(
    ("place", "text", "left"),
    [
        ("<t:Subject>Silberputz-Kunden Ost</t:Subject>", "HTTP 400 …putz-Kunden Ost 0x8", "HTTP 400 …[removed] 0x8"),
        ("<t:Subject>Silberputz-Kunden Ost</t:Subject>", '"...erputz-kunden  ost" x', '"...[removed]" x'),
        ("<t:Subject>Silberputz-Kunden Öst</t:Subject>", r"\u2026putz-Kunden \u00d6st", r"\u2026[removed]"),
        ("<t:Subject>Silberputz-Kunden Ost</t:Subject>", "Skipping 'Silberputz-K...'", "Skipping '[removed]...'"),
        ("<t:Subject>Silberputz Kunden Ost</t:Subject>", "x … Kunden Ost y", "x … [removed] y"),
        ("<t:Subject>Silberputz-Kunden Ost</t:Subject>", "…the server is busy", "…the server is busy"),
        ("<t:Subject>Silberputz 84550, Hof</t:Subject>", "saving 'Silberputz 84' x", "saving '[removed]' x"),
        ("<t:Subject>Access to the mailbox of Fink</t:Subject>", "Access to the mail", "Access to the mail"),
        (
            "<t:Subject>Silberputz bis 2026-10-12</t:Subject>",
            "waiting... 2026-10-12 08:00",
            "waiting... 2026-10-12 08:00",
        ),
        ("<t:Subject>Migration der Fink</t:Subject>", "Migration... stopped", "Migration... stopped"),
        ("<t:Subject>Silberputz der Fink</t:Subject>", "of Silberputz... stopped", "of [removed]... stopped"),
        ("<t:Subject>Fink gạch Hải</t:Subject>", "x Fink g (truncated)", "x Fink g (truncated)"),
        ("<t:Subject>Fink gạch Đông Hải</t:Subject>", "x Fink gạch [...] y", "x [removed] [...] y"),
        ("<t:Subject>mấy gạch đông hải an</t:Subject>", "x gạch đông hải an y", "x [removed] y"),
        ("<t:Subject>Großputz der Fink</t:Subject>", "value GROSSPUTZ DER FINK, 7", "value [removed], 7"),
        ("<t:Location>Stube im 대성유리공업</t:Location>", "value 대성유리공업 x", "value [removed] x"),
        ("<t:Street>83155 putz hof</t:Street>", 'to "83155_putz_hof" x', 'to "[removed]" x'),
        ('{"ServiceRequestName":"Silberputzer kommt nie"}', "x Silberputzer kommt nie", "x [removed]"),
        ('<t:Entry Key="HomePhone2">+43 (662) 81-5530</t:Entry>', "x +43 (662) 81-5530", "x [removed]"),
        ("<t:CompanyName>青木製作所</t:CompanyName>", "保存できません 青木製作所 x", "保存できません [removed] x"),
        ("<t:CompanyName>青木製作所</t:CompanyName>", r"x \u9752\u6728\u88fd\u4f5c\u6240", "x [removed]"),
        ("<t:Location>会议室</t:Location>", "无法预订 会议室", "无法预订 会议室"),
        ('<t:Entry Key="HomePhone">+43 662 81 5530</t:Entry>', "no '+43 662 81 5530' x", "no '[removed]' x"),
        (
            "Key=&quot;Pager&quot;&gt;1&lt; Key=&quot;CarPhone&quot;&gt;0662 815-530&lt;",
            "x 0662 815-530",
            "x [removed]",
        ),
        ('{"businessPhones":["0662 815-530","(0662) 99 815"]}', "x (0662) 99 815 y", "x ([removed] y"),
        ('{"mobilePhone":"Handset 12 large"}', "x Handset 12 large", "x Handset 12 large"),
        (
            "<t:Rule><t:DisplayName>alles von Tante</t:DisplayName>",
            "rule alles von Tante failed",
            "rule [removed] failed",
        ),
        (f'{{"contentBytes": "{CODED}"}}', "x der Silberputzer kommt", "x [removed]"),
        (f"&lt;t:FileAttachment&gt;&lt;t:Content&gt;{CODED}&lt;", "x der Silberputzer kommt", "x [removed]"),
        (
            '<t:Body BodyType="Text">Guten Tag,\nX kommt\nGruss</t:Body>',
            "on Guten Tag, X kommt Gruss 7",
            "on [removed] 7",
        ),
        (
            "<t:Body BodyType='Text'>Silberputzer kommt\ndrei Mal</t:Body>",
            "Silberputzer kommt don't",
            "[removed] don't",
        ),
    ],
)
def test_what_an_echo_leaves_of_content_goes(place: str, text: str, left: str) -> None:
    assert shown(place, text) == left


def test_lines_join_words_also_where_it_is_not_known_which_texts_are_asked_about() -> None:
    content = Content()
    content.look("<t:Subject>Silberputz 木瓦 Ost</t:Subject>".encode())
    assert content.without("not found: <silberputz_木瓦_ost> 7") == "not found: <[removed]> 7"


@pytest.mark.parametrize(
    "names",
    [("Von", "Gesendet", "Betreff"), ("De", "Envoyé", "Objet"), ("From", "Sent", "Subject"), ("От", "Дата", "Тема")],
)
def test_the_text_of_a_mail_is_learned_below_a_head_in_any_language(names: tuple[str, ...]) -> None:
    assert shown(HEAD.format(*names), "Skipping der Silberputzer kommt") == "Skipping [removed]"


def test_documents_are_labelled_in_many_languages() -> None:
    assert shown("Pièces jointes: Silberputz Ost.pdf\n", "key SILBERPUTZ OST.PDF x") == "key [removed] x"


@pytest.mark.parametrize(
    "text",
    [
        "item lundi&#44; fermé",
        "das Café&#233; ist zu",
        "<M>ne pas appeler le lundi&#44; est ferm&#233;</M>",
        "Havr&#xE1;nek kommt",
        "stv&#xED; nicht",
    ],
)
def test_a_letter_told_as_a_number_makes_no_secret_of_a_word(text: str) -> None:
    assert scrub(text) == text


def test_a_secret_goes_that_is_told_with_such_letters() -> None:
    assert "Sommer2026" not in scrub("the password is &#34;Sommer2026!&#34; now")


@pytest.mark.parametrize(
    "number", ["+49 7531 1222804", "0971 1304-77", "(0711) 6354-69", "00 49 711 935275", "+491751234567"]
)
def test_telephone_numbers_are_told_by_their_form(number: str) -> None:
    assert is_phone(number)


@pytest.mark.parametrize(
    "number", ["01.02.2026", "2026-10-12", "0000000", "15.20.7611.16", "08:00:00", "+02:00", "0 0 64 3", "00:00:00.215"]
)
def test_times_counts_and_versions_are_none(number: str) -> None:
    assert not is_phone(number)


def test_what_is_removed_side_by_side_is_removed_once() -> None:
    assert joined([(0, 3, "?[removed]"), (3, 9, "[removed]"), (10, 12, "id-1")]) == [
        (0, 9, "?[removed]"),
        (10, 12, "id-1"),
    ]


def test_many_ellipses_are_looked_at_once() -> None:
    content = Content()
    content.look(b"<t:Subject>Silberputz-Kunden Ost</t:Subject>")
    content.for_texts(["…putz-Kunden Ost"])
    assert content.without("…putz-Kunden" * 5_000 + "…putz-Kunden Ost").endswith("…[removed]")
    assert content.without("." * 50_000) == "." * 50_000
