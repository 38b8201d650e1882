"""Letters alone are a password where their order is that of no words, near a word for one."""

from __future__ import annotations

import pytest

from analyzer.privacy.letters import STRANGE, STRANGE_THERE, jumbled, made_up
from analyzer.privacy.scrubbing import scrub

GONE = (
    "Rejected password … for account svc_ssi",
    "The password you gave me (…) is rejected by mail01.contoso.example",
    "Temporary password … expired before first use",
    "Tester typed … as the password by mistake",
    "Access denied, even after I reset the password back to …",
    "the credential … for svc_ssi is invalid",
    "Authentication error: secret word … unknown",
    "basic auth for svc_ssi:… failed",
    "Zugangsdaten: svc / …",
    "basic auth svc:… rejected",
    "Failed to sign in to mail01.contoso.example with sync01/…",
    "IMAP trace: A0003 LOGIN svc_ssi … failed",
    "Error at ExchangeService.set_Credentials(svc_ssi, …)",
    "Fehler: bitte Kennwort … eintragen",
    "The password was replaced by …",
    "Fehler: das Kennwort wurde auf … gestellt",
    "Dienstkonto svc_ssi meldet sich weiter mit … an, Kennwort ist aber neu",
    "Erreur : le mot de passe provisoire … a expiré",
    "Error: el usuario svc_ssi escribió la contraseña … y fue rechazado",
    "Errore: password errata … per svc_ssi",
    "Erro: redefinimos a senha para … ontem",
    "Fout: we hebben het wachtwoord op … gezet",
    "Błąd: nieprawidłowe hasło …",
    "Chyba: uživatel svc_ssi zadal heslo …",
    "Fel: felaktigt lösenord …",
    "Fejl: forkert adgangskode …",
    "Virhe: väärä salasana …",
    "Hata: yanlış parola …",
    "Hata: … şifresi geçersiz",
    "Hiba: hibás jelszó …",
    "Eroare: parolă greșită …",
    "Ошибка: неверный пароль …",
    "错误：口令 … 无效",
    "エラー: パスワード … は期限切れです",
)
JUMBLES = ("nqqvanssqk", "RBKFSCJZUBID", "qVtRTGWzOf", "feywxcjepth")


@pytest.mark.parametrize("said", GONE)
@pytest.mark.parametrize("jumble", JUMBLES)
def test_a_password_of_letters_alone_goes(said: str, jumble: str) -> None:
    assert jumble not in scrub(said.replace("…", jumble))


@pytest.mark.parametrize(
    "text",
    [
        "Ostrzeżenie: Wprowadzono hasło, które nie jest bezpieczne.",
        "IDEA şifre kullanışsız, iyimserlikle yerine AES kullanılıyor",
        "Jūsų platformoje nėra Credentials palaikymo",
        "peringatan: token terlihat sebelum nama mesin lainnya",
        "wrong password for user svcmbxqsync",
        "password of svcmbxqsync expired on EXCHMBXSRV",
        "Kennwort von Krzyzanowski abgelaufen",
        "EXCHMBXSRV: wrong password",
        "Password rejected by EXCHMBXSRV",
        "Password expired, SRVWEBPRX answers 401",
        "bad password at DC DCFRNKFRT; status 52e",
        "Falsches Kennwort am SRVWEBPRX",
        "Password check in krbtgtdlg failed",
        "Passwort in USRBFTABLE falsch",
        "password reset by Wojciechowski",
        "login / ERPPRDCLNT",
        "login failed: CWBEMHTTP",
        "password check failed in MapiHttpHandlerFactory",
        "Passwortrichtlinie Donaudampfschifffahrt verlangt zwölf Zeichen",
    ],
)
def test_words_accounts_and_machines_near_one_stay(text: str) -> None:
    assert scrub(text) == text


def test_what_is_expected_to_be_a_value_needs_fewer_strange_letters() -> None:
    assert made_up("feywaycjepth", STRANGE_THERE)
    assert not made_up("feywaycjepth", STRANGE)


@pytest.mark.parametrize("word", ["synchronization", "Zugriffsverletzung", "CalendarView", "nqqva", "пароль"])
def test_words_names_of_programs_and_what_is_short_are_not_made_up(word: str) -> None:
    assert not made_up(word, STRANGE_THERE)
    assert not jumbled(word)
