"""A password on the command line of a tool goes, whatever it looks like; what else stands there stays."""

from __future__ import annotations

import pytest

from analyzer.privacy.scrubbing import scrub

WEAK = "kolibri-4711"
WORDS = "emptyhouse"
"""A plain word that begins as what is said of a password does."""


OPTIONS = [
    'sqlcmd.exe -S db01 -U ssi -P {} -Q "select 1"',
    "osql /U ssi /P {}",
    "keytool -importcert -storepass {} -alias ssi",
    "keytool -importcert -storepass xx55yy -keypass {}",
    "docker login -p {} registry.contoso.example",
    "signtool sign /f ssi.pfx /p {} ssi.exe",
    "hdbsql -n hana01:30015 -u ssi -p{}",
    "mysqldump -uroot -p{} crm",
    "plink -pw {} ssi@srv01",
    "ldapsearch -x -D cn=ssi,dc=contoso -w {} -b dc=contoso",
    "ldappasswd -s {} cn=ssi",
    "redis-cli -h cache01 -p 6379 -a {}",
    "openssl enc -aes-256-cbc -k {}",
    "sapgenpse import_p12 -p ssi.pse -x ab12cd -z {} ssi.p12",
    "cmdkey /generic:srv01 /user:ssi /pass {}",
    "java -jar probe.jar -u ssi -p {}",
    "schtasks /create /ru CONTOSO\\ssi /rp {}",
    "sendemail -xu ssi -xp {}",
    "smbclient //srv01/share -U ssi%{}",
    "lftp -u ssi,{} ftp.contoso.example",
    "expdp ssi/{} directory=dumps",
    "imp ssi/{}@orcl file=crm.dmp",
    "db2 connect to crm user ssi using {}",
    "hdbuserstore SET SSI hana01:30015 ssi {}",
    "sapcontrol -nr 00 -user ssiadm {} -function GetProcessList",
    "rabbitmqctl add_user ssi {}",
    "bitsadmin /setcredentials sync server basic ssi {}",
    "vault login {}",
    "requirepass {}",
    "poll mail.contoso.example user ssi pass {}",
    "net user ssi {} /add",
    "sshpass -p '{}' ssh ssi@srv01",
    "ssh-keygen -p -P ab12 -N {} -f key",
    "csvde -i -f u.csv -b anna contoso {}",
    "nats-server --user ssi --pass {}",
    "htpasswd -b /etc/users ssi {}",
    "htpasswd -nb ssi {}",
    "curl --proxy-user ssi:{} -x proxy01:3128 https://mail.contoso.example",
    "brconnect -u system/{} -f check",
    "netsh wlan set hostednetwork ssid=GUEST key={}",
    "crypto isakmp key {} address 10.2.3.4",
    "radtest ssi {} radius01 0 secret",
    "username ssi password 7 {}",
    "vault operator unseal {}",
    "snmpwalk -v3 -u ssi -l authPriv -A {} host01",
    "unzip -P {} dump.zip",
    "usermod -p {} ssi",
    "putty.exe -ssh ssi@srv01 -pw {}",
    "echo {} | kinit ssi@CONTOSO.EXAMPLE",
    "C: A001 LOGIN ssi {}",
    '(Command: LOGIN "ssi" "{}"; response: NO)',
    "> PASS {}",
]
TYPED = [
    "isql CRM ssi {}",
    "127.0.0.1:6379> AUTH default {}",
    '10.1 [0 127.0.0.1:5000] "AUTH" "{}"',
    "*2\\r\\n$4\\r\\nAUTH\\r\\n$12\\r\\n{}\\r\\n",
    'expect "assword:"; send "{}\\r"',
    "kinit ssi <<< '{}'",
    "echo ssi:{} | chpasswd",
]


@pytest.mark.parametrize(
    ("command", "secret"),
    [*((command, secret) for command in OPTIONS for secret in (WEAK, WORDS)), *((command, WEAK) for command in TYPED)],
)
def test_a_password_on_a_command_line_goes(command: str, secret: str) -> None:
    said = scrub(command.format(secret))

    assert secret not in said
    assert said.startswith(command.partition("{}")[0].partition(" ")[0])


@pytest.mark.parametrize(
    "command",
    [
        "docker run -u root -p 8080:80 nginx:1.25",
        "redis-cli -h cache01 -p 6379 ping",
        "mysql -p is required",
        "psql -U ssi -p 5432 -d crm",
        "grep -n -w ERROR ssi.log",
        "netstat -u -n -p tcp",
        "keytool -storepass $STOREPASS",
        "docker login -u ssi -p %SECRET%",
        "auth NTLM failed with 401",
        "AUTH CRAM-MD5 not supported",
        "AUTH XOAUTH2 rejected by outlook.office365.com",
        "connect to server user anna using OAuth2",
        "user svc_ssi pass: ok",
        "<<< HTTP/1.1 401",
        'echo "Exchange2019CU12" | openssl dgst',
        "echo calendar | sudo tee list.txt",
        "> PASSED 12 tests",
        "C: A001 LOGOUT now",
        'send "GET /EWS/Exchange.asmx HTTP/1.1\\r"',
    ],
)
def test_what_is_no_password_stays(command: str) -> None:
    assert scrub(command) == command


@pytest.mark.parametrize("command", ["openssl enc -k", "zip -P", "mysql -u root -p", "net user ssi"])
def test_an_option_at_the_end_of_a_line_takes_nothing_of_the_next(command: str) -> None:
    said = f"{command}\nStarting4711 upload"

    assert scrub(said) == said
