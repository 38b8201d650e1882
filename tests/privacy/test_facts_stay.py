"""What looks like a secret or like content to a rule, and is neither: it stays at standard."""

from __future__ import annotations

import pytest

from analyzer.privacy.content import Content
from analyzer.privacy.scrubbing import scrub


@pytest.mark.parametrize(
    "said",
    [
        "Unhandled exception in ntdll!RtlUserThreadStart+0x21",
        "failed with error code 80040115 at connect",
        "exited with code 3221225477 at startup",
        "with reason code 2035 for queue Q1",
        "use transaction code SU01D to reset it",
        "Use error code 80190190 for support",
        "AUTH LOGIN failed 535-5.7.3",
        "auth login attempt 1.2.3.4:25",
        "auth plain over TLSv1.2/ECDHE-RSA-AES256",
        "1.Azure.ActiveDirectory.Authentication.Client.dll",
        "0.AutodiscoverServiceFailedWithException",
        "mfa disabled for user DESKTOPABC234567",
        "Secret key algorithm PBKDF2WITHHMACSHA25 unsupported",
        r"setx JAVA_HOME_KEY C:\Program",
        "logon svc-sync: ErrorAccessDenied?id=5",
        "The value 'ErrorPasswordExpired' of property PasswordState is not valid",
        'The value "NTLMv2Only" for the option PasswordAuthentication',
        'mode = "ErrorPasswordExpired" // password expired',
        '$x = "NTLM"  # password authentication disabled',
        "file name: Tomcat9 Catalina Wrapper Daemon.exe",
        "KERNELBASE!RaiseException+0x69 code 0xe0434352",
        "SYMBOL_NAME: mso20win32client!Ordinal951+ab",
        "KERNEL32!BaseThreadInitThunk+0x14 clr!CallDescrWorkerInternal+0x83 iiscore!W3_CONTEXT_BASE::Run wow64cpu!TurboDispatchJumpAddressEnd",
        "from cli_RpcServer01#2",
        "lambda$syncFolder$3",
        "CGLIB$$5f2b9c1e",
        r"Logon failed for CONTOSO\svc_ssi and EXCAS02$ with 0xC000018D",
        r"Logon failure: CONTOSO\svc_ssi, EXCAS02, 0xC000006A",
        "RFC_LOGON_FAILURE: logon SSI_RFC / S4HCLNT200 rejected",
        "RFC logon user=SSI_RFC, PRD100 failed",
        "connect svc_ssi, mail01.contoso.com:993 login disabled",
        "login.microsoftonline.com, DB8EUR05FT012.mail.protection.outlook.com:25 connected",
        "Acrobat.exe - static.adobelogin.com:443 close, 356 bytes sent",
        "credentials of svc_ssi@CONTOSO.COM, krbtgt7/CONTOSO.COM requested",
        "GetCredentials for svc_ssi with EXASA01 failed: KDC_ERR_X",
        "jane@contoso.com, 0HMVD9K3QF2L1:00000004 Login rejected",
        "GET /owa/prem/15.2.1544.14/resources/images/0/sprite1.mouse.png",
        "/ecp/15.2.1118.7/themes/default/cmdbar_hsprite.png and /owa/auth/15.1/themes/resources/lgnexlogo.gif",
        "GET /img/457cd93f-0aaa-4bbb-8ccc-1234567890ab.gif",
        "Note: libpq compiled without gssapi",
        "Note: trustdb not writable",
        "Uwaga: podpisano złamanym algorytmem",
        "Event: JobExecutionVetoed by Quartz trigger",
        "TR: translog segment 7 fsynced",
        "Body: Blocked by Sophos XG webfilter",
        "Description=The IIS Admin Service enables this server to administer metabase FTP services",
        "Location: Frankfurt (eu-central-1)",
        "Location: Ashburn, Virginia",
        '"location": "Amsterdam, NL"',
        r"set AppCmdLocation=%windir%\System32\inetsrv",
        "net user svc_ssi /domain",
        "net user x /active:yes",
        "openssl pkcs12 -in ssi.pfx -k cacerts.pem",
        r"psexec \\srv01 -u CONTOSO\adm -p cmd.exe /c ipconfig",
        "snmpwalk -v2c -c public",
        "unzip -P logs.zip",
        "zip -r -P out01.zip",
        "7z a -p out01.7z",
        "node x.js -u ssi -p Config01.json",
        "imp error/IMP-00017 seen",
        "exp schema/table dump01",
        "echo EX2019CU14 | base64",
        "fetchmail: user svc_ssi pass through mode",
        "Passwort falsch, SAP-Hinweis 2467410",
        "Password incorrect. KBA 3012345 / incident",
        "Title: Object ACTIVITY 4711 is locked by user KRAUSE",
        "title: invalid_client for tenant Krabat",
        "Title: Unable to connect to the remote server mail.contoso.com",
        "Message text: Blocked by Sophos XG webfilter",
        "Subject: CN=mail.contoso.com, O=Contoso AG",
        "DEBUG:requests_oauthlib.oauth2_session:Invoking 0 protected resource request hooks.",
        "login/password_expiration_time=90",
        "Invalid password. [Status]=401 [ErrorCode]=50126",
        "Kennwort falsch [Fehlercode]=1326",
        "Logon failed for svc_ssi with 401-Unauthorized",
        'A1 BAD LOGIN expects "userid password"',
        'A1 NO LOGIN failed "AUTHENTICATIONFAILED"',
        'encrypt(plain, "AES/CBC/PKCS5Padding")',
        "decrypt(data, 'AES-256-CBC')",
        'cmd: ["--passive", "ftp.contoso.com"]',
        "connect my123456.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/VisitCollection failed",
        "password_encryption=scram-sha-256",
    ],
)
def test_a_fact_stays(said: str) -> None:
    assert Content().without(scrub(said)) == said


def test_what_stands_behind_a_masked_part_of_an_address_is_no_content() -> None:
    content = Content()

    content.look(b"Unable to connect to https://<company>.onmicrosoft.com/autodiscover/autodiscover.xml (403)\n")

    assert content.values == {}


def test_the_title_of_a_page_that_a_client_printed_is_no_content() -> None:
    content = Content()

    content.look(b"    title: 'Sign in - Tarnwald Access Portal',\n    h1: 'Tarnwald Access Portal',\n")

    assert content.values == {}
