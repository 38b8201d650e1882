"""Passwords hold signs at which other values end: what is left of one goes too, and what only follows it stays."""

from __future__ import annotations

import pytest

from analyzer.privacy.chosen import CLOSING, bare, is_glued, is_phrase
from analyzer.privacy.clinging import values
from analyzer.privacy.edits import edited
from analyzer.privacy.scrubbing import scrub, without_secrets


@pytest.mark.parametrize(
    "secret",
    [
        "kW83Xi,fq_h#g",
        "3yq0d9)vKMWg2(5",
        "zQ*ID:1B;Uw1W8Eb",
        "hxaQM7<KNwIA7>9",
        "aEq3XwjY/kQSOg==",
        "Kv7bQ]ECwqTZ[4",
        "4PkPN0`aEFjbx|6",
        "Ty|td7=wKm2Qa",
    ],
)
@pytest.mark.parametrize(
    "said",
    [
        "the password of the mailbox was set back to {} this morning",
        'request failed: {{"user":"svc_ssi","password":"{}"}} refused',
        "logon as CONTOSO\\svc_ssi with {} was rejected",
        "Kennwort: {} (seit Montag)",
    ],
)
def test_a_password_goes_whole_whatever_signs_it_holds(said: str, secret: str) -> None:
    for shown in (scrub(said.format(secret)), without_secrets(said.format(secret))):
        assert not [part for at in range(len(secret) - 3) if (part := secret[at : at + 4]) in shown]


@pytest.mark.parametrize(
    "said",
    [
        "password=[removed];CONTOSO;EWS refused",
        "password=[removed],server=EXCH01,port=443",
        "svc_ssi:[removed]@mail01.contoso.example:443/EWS",
        "svc_ssi:[removed]@cache01:6379/0 answers 401",
        "<Password>[removed]</Password><Server>Exch2019</Server>",
        "blocked by <b>[removed]</b> today, see UCON.</span></p>[removed]</html>",
        '{"password":"[removed]","server":"Exch2019a"}',
        "|svc_ssi|[removed]|mail01|401 Unauthorized|",
        "Basic [removed]) at EwsClient.call(EwsClient.java:88)",
        "GET /EWS/[removed]/Exchange.asmx?id=5 and $env:Pw2=[removed]",
        "CONTOSO\\Svc2Sync:[removed] and D055123/[removed]",
        "[removed]<br>The request failed",
        "[removed], ErrorAccessDenied, [removed]: HTTP/1.1 401",
        "the token [removed],parse(Mbx2019) and [removed];List<Quittex>",
        "[removed]%3Cbr%3E and [removed]&lt;Code&gt;",
    ],
)
def test_what_only_follows_a_secret_stays(said: str) -> None:
    assert edited(said, list(values(said))) == said


@pytest.mark.parametrize("said", ["host[1]", "foo(bar)", "a,b", "TLS1.2,TLS1.3", "user=svc", "Exchange|Online"])
def test_lists_and_calls_are_not_made_up(said: str) -> None:
    assert not is_glued(said)


def test_a_bracket_that_closes_one_in_a_word_is_a_part_of_it() -> None:
    assert bare("parse(Item)).", ").") == "parse(Item)"
    assert bare("Quitte2019).", ").") == "Quitte2019"
    assert bare("", ").") == ""


def test_words_that_are_joined_are_a_phrase_but_for_machines() -> None:
    assert is_phrase("otter-bruecke-wolke-girafe31")
    assert not is_phrase("prod-mail-proxy-ber01")
    assert not is_phrase("exch-mbx-ber01")


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("anna.berg@contoso.example:Quitte_Birnbaum08 refused", "Quitte_Birnbaum08"),
        ("anna.berg@contoso.example / quittelbaum2019", "quittelbaum2019"),
        ("| svc_ssi | wkjdxmxzdqe | CONTOSO |", "wkjdxmxzdqe"),
        ("svc_ssi;vTKqN6,k<Wd7u;CONTOSO;EWS", "vTKqN6"),
        ("svc_ssi\tQuitte@2019\tCONTOSO", "Quitte@2019"),
        ("we reset it to Quitte@2019", "Quitte@2019"),
        ("inloggen met Quitte_Falke2019 mislukt", "Quitte_Falke2019"),
        ("gebruiker svc_ssi ww quittebaum2025", "quittebaum2025"),
        ("pass changed from Welcome1 to wkjdxmxzdqe", "wkjdxmxzdqe"),
        ("svc_ssi logs on with otter-quitte-wolke-girafe31", "otter-quitte"),
        ("pass phrase for the pfx: otter-quitte-wolke-girafe31", "otter-quitte"),
        ("recovery code 7xlht-j3lcj is used up", "7xlht"),
        ("TAN d7utu-3vlay abgelehnt", "d7utu"),
        ("SID=d9870c7c-98cc-d972-082f-457fa1899e30; Path=/; HttpOnly", "d9870c7c"),
        ("our key is 3577abbc0a71e55910447d34219bd4fa", "3577abbc"),
        ("the bearer we send is e662530e1f48a466d3b2c8cd823b5295", "e662530e"),
        ("Client secret (value) is cb761aaa-12e0-cfb5-454a-fdb3d571953e", "cb761aaa"),
        ("ssh-key 0e495985-f02f-e125-6709-dbe3db2b1b94", "0e495985"),
        ("fyi creds are svc.ssi + otter-quitte-wolke-girafe31", "otter-quitte"),
        ("rasdial vpn svc.ssi wkjdxmxzdqe", "wkjdxmxzdqe"),
        ("(username, password) = (u'svc.ssi', u'Quitte_Falke2019')", "Quitte_Falke2019"),
        ('{"auth":{"username":"svc_ssi","value":"quittebaum2021"}}', "quittebaum2021"),
        ("Bitte verwenden Sie Quitte_Falke08 für die Anmeldung", "Quitte_Falke08"),
        ("wir nehmen Ty4-qW8-Quz als PW.", "Ty4-qW8"),
        ("scratch codes: 419 469", "419 469"),
        ("code 37571115 expired after 30 seconds", "37571115"),
        ("Please enter 27558956 to continue", "27558956"),
        ("NTLMv2 hash 420304c069250797a8591d630d339d8a", "420304c0"),
        ("csrf pfqijKdIb+IguvHez+qh+A== is wrong", "pfqijKdIb"),
        ("https://hooks.contoso.example/services/T0/B0/801d6f34db409d0a89bed4c5c9117832a40c19eb", "801d6f34"),
        ("unlock with e4z79H/mxqJUK=7 please", "mxqJUK"),
        ("tok WiVPq4Vs%2Ffx%2B6NIe4RdsswujhL6uy%2BeIZH7cDIEmQsI%3D refused", "%2Ffx"),
        ("login geht mit svc_ssi und Kalender2026", "Kalender2026"),
        ("Trying NTLM with CONTOSO\\c4c_sync:quittecvv2025", "quittecvv2025"),
        ("c4c_sync,Quitte_Falke08,true", "Quitte_Falke08"),
        ("mTAN 199 197.", "199 197"),
        ("API key used 5f5dc8e4-fcfe-1a59-a4d7-e6f3e7610fa6", "5f5dc8e4"),
        ("CSRF token received 89c0271bb45184677f2d42d5f642f0f2", "89c0271b"),
        ("session cookie 4ac5177830bc9918c02d90ce3a6c658b", "4ac51778"),
        ("redis://:Kpt7f7,fyqnMT@cache01:6379/0", "fyqnMT"),
    ],
)
def test_what_stands_in_such_a_place_goes(said: str, secret: str) -> None:
    assert secret not in scrub(said)


@pytest.mark.parametrize(
    "said",
    [
        "anna.berg@contoso.example: ErrorAccessDenied (Exch-Quitte2019)",
        "anna.berg@contoso.example | EXCAS02 | 401 Unauthorized",
        "npm i node@18 and exchangelib@5 for svc_ssi",
        "EwsClient@1b2c3d4 was closed, Session@4711 too",
        'Bearer client_id="00000002-0000-0ff1-ce00-000000000000", error="invalid_token"',
        "the primary key is 3577abbc0a71e55910447d34219bd4fa of table items",
        "SID=S-1-5-21-1016748826-3068013645; Path=/",
        "TAN rejected 10 times",
        "http://proxy01:8080,anna@contoso.example is set",
        "error code 50076543 expired, exit code 12345678 is valid",
        "svc.ssi and anna.berg are locked, svc.ssi: EXCAS02 answers",
        "enter 120000 milliseconds, use 8 digits to continue",
        "connected to SrvEx2019b with ItemId and OAuth2",
        "GET /users/[removed]/messages/[removed]/CreateXML?x=1",
        "access token of client 6aa4ac9b-1c2d-4e5f-8a9b-0c1d2e3f4a5b expired",
        "api key appid 6aa4ac9b-1c2d-4e5f-8a9b-0c1d2e3f4a5b is missing",
        "svc_ssi,Exch-Quitte2019,443",
        "item_12 and Rechnung2026 differ",
        "login with prod-mail-proxy-ber01 failed",
        "login with cluster-admin-role-binding2 failed, so did ssi-quitte-falke-prod01",
        "arguments passed to PlotMode() containing more, or passed to Quittex[3].Delegate(Anna), are bad",
        "unlock the account with Unlock-ADAccount(Identity) first",
        "Rotated to SSI_SYNC#2026Q3",
        "host=Mbx2019b; path=/EWS/Exchange.asmx; server=mail01.contoso.example; secure; version=15.20.4200.22; path=/",
        "Keep-Alive: timeout=30000000; max-age=5",
        "request_id=6aa4ac9b-1c2d; path=/sap/c4c, id=00163E0A1B2C; path=/sap",
        "access token audience 00000002-0000-0ff1-ce00-000000000000 is wrong",
        "bearer resource 6aa4ac9b-1c2d-4e5f-8a9b-0c1d2e3f4a5b, access token correlation 6aa4ac9b-1c2d-4e5f-8a9b-0c1d2e3f4a5b",
        "The key is 00163E0A1B2C1ED1A0E1B2C3D4E5F6A7, invalid key 00163E0A1B2C1ED1A0E1B2C3D4E5F6A7 in ContactCollection",
    ],
)
def test_what_looks_alike_and_is_none_stays(said: str) -> None:
    assert scrub(said) == said


@pytest.mark.parametrize(
    ("said", "stays"),
    [
        ('{"m": "{\\"user\\": \\"svc_ssi / dQ8#-kf\\"}"}', '\\"}"}'),
        ('{"m": "{\\"note\\": \\"unlock the zip with Kv7<rQ2!m\\"}"}', '\\"}"}'),
        ("<e>Zugangsdaten: svc_ssi / M7in!Quitte0rt</e>", "</e>"),
        ("svc_ssi;CONTOSO[1] refused", ";CONTOSO[1] refused"),
        ("password=[removed];CONTOSO[1] refused", ";CONTOSO[1] refused"),
        ("/x?q=password%20[removed]%20ge%C3%A4ndert", "%20ge%C3%A4ndert"),
    ],
)
def test_what_ends_the_text_around_a_password_stays(said: str, stays: str) -> None:
    assert scrub(said).endswith(stays)
    assert not [secret for secret in ("dQ8", "Kv7", "Quitte") if secret in scrub(said)]


def test_a_bracket_that_closes_one_in_a_word_is_its_own() -> None:
    assert bare("attempt[1]).", CLOSING) == "attempt[1]"
    assert bare('f("x"),', CLOSING) == 'f("x")'
    assert bare('Kv7(rQ2"})', CLOSING) == "Kv7(rQ2"
