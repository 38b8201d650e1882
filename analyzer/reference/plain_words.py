"""Words that stand behind those of `roles.py` and name nobody: `user account`, `login failed`, `Bad Gateway`.

They are in lower case, in the languages of the servers; what names of folders and files are made of, `public.py` knows.
"""

from __future__ import annotations

STATES = frozenset(
    (
        # What became of somebody or something, as programs write it in one word: `Login OK`, `User SKIPPED`
        "ok okay nok skipped queued paused pending aktiv inaktiv delayed syncing mounted dismounted healthy unhealthy "
        "resumed ignored revoked wartend pausiert übersprungen actif inactif inactivo ativo inativo actief inactief "
        "aktywny nieaktywny "
        # Ways to sign in, services and what a group of databases does: `user MFA`, `Login SSO`, `DAG failover`
        "mfa sso sspi ldap totp sasl rbac idp adfs aad azuread sspr cba fba rpc dns dhcp vpn acl nosrv failover "
        "failback switchover replication activation seeding witness quorum "
        # Sessions of Windows itself: LocalSystem, LocalService, NetworkService
        "0x3e7 0x3e5 0x3e4"
    ).split()
)
"""What stands behind a word for somebody and is nobody's name anywhere: no token ever stands for it, in lower case."""

NOBODY = STATES | frozenset(
    (
        # English
        "caller colleague nr today tomorrow yesterday mon tue wed thu fri sat sun feb apr aug sep sept oct "
        "conditional dispatcher background mass safe threat explorer spam filter iis apppool defaultapppool puid "
        "president watson required guide administrateur administrador amministratore beheerder správce administratör "
        "järjestelmänvalvoja rendszergazda yönetici администратор неизвестно synchronisierungsdienst elementos "
        "enviados stratégie rétention voorwaardelijke toegang dostęp warunkowy öffentlicher ordner posteingang ebene "
        "erste soporte técnico nov dec okt dez janv févr avr août déc verfügt verfügbar posta yok yoktur web "
        "a able aborted aborts about abs absent accept accepted accepting accepts accident act acted actively acts "
        "actually add added adds administrators admits after afterwards again against agent agents all allow "
        "allowed allows already also am an and anew another answered answers any anybody anyone anyway appears are "
        "as ask asked asking asks associated at attached attempt attempted attempts attendees attribute attributes "
        "audit authorized authorizes autodiscover automatically balance be because been before begin being belongs "
        "below between blank block blocked blocks bool both break breaks broke build busy but by call called calls "
        "can cancelled cannot capacity caused causes certificate certificates chain chance change changed changes "
        "check checked checks choose class click clock closed closes colon column command commands committed "
        "compare computes concurrency configured confirm connected connections connectivity connector connectors "
        "consent contains context continues controller controllers cookie copied copies corrects could couldn count "
        "counts create creates creation credential credentials current currently dashboard data deactivated "
        "deadline decide declined defaults delay delegated deleted deletes denied denies depends dialog did "
        "different disable disconnected display distant do does doesn doing domains done down due each either else "
        "elsewhere email empty enable enables encountered end ended enters equal error error-free errors even ever "
        "every everybody everything exceeded exceeds executives exhausted exist existing exists exit expects expire "
        "expires explicitly fail failed failover fails far farm feed fields finds finish finished firmware fixed "
        "followed following forbids form forms fqdn free fully gave gets given gives go goes gone got granted "
        "grants graph guid guids had hand handle handling has have having he headers held her here hers him himself "
        "hint his hits hold holds how however html id identifier if in inactive including incoming incorrect info "
        "initial initialised installs instead int interface interfaces intervention into ip is issue issued it its "
        "itself just keeps key keys kind knows lacks later launched lead leads least leaves left less lets licence "
        "licenses lies like likely limited limits links listener lists lives load located locked locked-out lockout "
        "logged logged-in looks lookup loses made make makes management many mapped mapping mappings marked match "
        "matches matching maybe me means meanwhile membership met might migration migrations mismatch mistake "
        "modified more most move moved moves much must my name-resolution named names nearly need needed needs "
        "neither new nobody nor not nothing notice now object objects of off offers old on once one only onto "
        "opened opens opted or other others otherwise our out outdated outgoing outside over overloaded own owns "
        "part parts passed passes per perhaps permission permissions permitted pick ping play played plays please "
        "policies port possible preferences prefix presented pressed prevents previous principals privilege "
        "privileges procedure prompt properly provided provisioned provisioning quarantined quotas ran rate rather "
        "re reachable reached reaches read reads really received recently record refused refuses regarding "
        "registered registers rejected rejects related relationship remains removed removes renewed repeatedly "
        "reply reports requested requires resets resolves responded responds response restart restored restores "
        "restricted results retries returned returns rights risk risky run runs said same saved saw says scheduled "
        "screen scripts searched see seems seen sees sending sends sessions set sets settings several shall she "
        "should shouldn show shown shows sid side side-by- sign signed signing signs since site sites so some "
        "somebody someone something soon sources space specific specified stands started starting starts statistics "
        "stays still stop stopped stops stored str successful successfully such suffix suspended switches synced "
        "synchronization synchronizes takes tell tells terminated than that the their theirs them themselves then "
        "there these they things this those though three throttled through thus ticket tied till time time-out "
        "timed timeout timeouts times to together tokens too took toward trace traffic tried tries trust trusted "
        "try trying twice two ucon unable unavailable undefined under unless unlocked unreachable until up updated "
        "updates upon us use used uses using usually validation very via wait waited waits wants was watches we "
        "went were weren what whatever whenever where whereas whether which while who whoever whole whom whose why "
        "will window wins wish within without won would wouldn write writes wrong wrote yes yet you you're your "
        "yours zone "
        # What has a capital, or is written with one
        "acceptable acceso accesso accès acesso acrobat adobe adventure africa alto amazon america american "
        "amsterdam android anywhere apple approval approvals april asia attention august automatic azure barracuda "
        "basic berlin binding book british budget business calendar calendars card cascadia catalog channel "
        "checking choices chrome chromium cisco citrix classic closing complaints connecting consents console "
        "constraint contoso contract copilot correlation creating critical cumulative debian december dedicated "
        "defender deleting denegada denegado detected deutsch deutschland dezember diagnostic diagnostics dienstag "
        "dispatcher domino donnerstag dynamics early elevated encontrada encontrado endpoint english entra "
        "equipment erreur erro errore essential europe european expectation fabrikam factory fatal februar february "
        "firefox forbidden fortinet forwarded france freitag french friday galaxy gecko general german germany "
        "google grid handler hints hub hybrid implemented initializing insufficient intel interdit interna interne "
        "interno intune invisible involved italian italy item items januar january java joined json juli juni junk "
        "kaspersky kingdom linux loading london loop lotus mac mai maintain mcafee messaging mimecast misdirected "
        "mittwoch modern moment monday mono montag mozilla multiple märz native negado negato networks node "
        "northwind novell november october offline oktober onedrive opening operator oracle overview pagina palo "
        "panel paris parsing parties party payload perl permanent permanently pipeline plan postfix precondition "
        "premium processing prohibido proofpoint proposal protocols provider purview python página quote reading "
        "receiving redirect refusé refusée renews replies requisição requête resolver resource retrieving retry "
        "retrying revenue review riva room rooms ruby runtime safari salesforce samstag samsung sans saturday "
        "saving schema schweiz security segoe september serif serveur servidor severe shared sharepoint skipping "
        "skype slack solicitud sonntag sophos spain spanish stack standard states stopping storage suite sunday "
        "switching symantec tailspin teams temporarily temporary throttle throttling thunderbird thursday trovata "
        "trovato tuesday ubuntu unauthorized uncaught unexpected unified unique united unprocessable updating "
        "validating vector verbose vmware waiting webex wednesday works workspace wrapper writing xml yammer zimbra "
        "zoom österreich "
        # German nouns and adjectives of messages
        "adresse allgemeine allgemeiner anforderung anfrage anlage anlagen kalender kontakte kontakten basis termine "
        "termin aufgabe belegung "
        "antwort anwendung aufgaben ausnahme bedingter beide "
        "benutzers berechtigung daten dubletten eigenschaft elemente ereignis falsche falscher fehlende fehlercode "
        "gelöschte guten ihre ihrem ihren ihrer ihres interner kennwort mandanten meldung mögliche nachricht netzes "
        "objekt ordner seite seiten serverantwort serverfehler sitzung tag termine uhr unbekannter ungültige "
        "ungültiger verbindung verbindungsfehler versuche verzeichnis vorgang zeitüberschreitung zertifikat zugriff "
        "zugriffs "
        # German
        "ab aber abgelaufen abgelehnt abgemeldet aktiviert alle allein als andere anderem anderen anderer angelegt "
        "angemeldet anlegen anmelden antwortet anzeigen anzumelden arbeitet auch auf aus autorisieren beendet bei "
        "beim bekannt benötigt bereits besitzt bestehende betroffen bis bitte da dabei daher damit dann darf das "
        "dass deaktiviert dem den denn der des deshalb die dies diese diesem diesen dieser dieses doch dort durch "
        "eigene ein eine einem einen einer eines eingerichtet eingeschränkt eintragen enthält er erhält erneut "
        "erscheint erst es existiert fehler fehlgeschlagen fehlt findet für gab gefunden gehört gelöscht "
        "geschlossen gesperrt gewährt gibt gilt gültig hat hatte hier ihm ihn ihr im ist ja jede jeder jemand jetzt "
        "kann kein keine keinen konnte korrigieren können leer liegt man mehr mehrere meldet mit muss nach neu neue "
        "neuen nicht niemand noch nun nur ob oder ohne plant prüfen schon sein seine seinem seit selbst sich sicher "
        "sie sind sofort soll sowie steht umgezogen unbekannt und ungültig uns unter verknüpft verlieren verschoben "
        "versehentlich versucht verweigert verweisen verwendet voll vom von vor vorhanden war waren warum weil "
        "weiterhin wenn wer werden wie wieder wird wo wurde wurden zu zugeordnet zugreifen zum zur zwei zwischen "
        # Romance languages
        "al ao aos au aucun aucune aux avec bloqueada bloqueado car ce ces cette como con contre dans de del dell "
        "della desativado desconhecido desconocida desconocido deshabilitada deshabilitado di distante dos du e el "
        "elle em en entre errada errado errato erroné est esta este está et eu existe existen fue ha han hay il "
        "inconnu inconnue incorrecto incorreto introuvable já la las le lequel les leur lo los ma mais mas más na "
        "nao ne necesario necessario necessária nel nella no non nos nous não o os ou où par para pas pero por pour "
        "qu que qui remota remoto requis requise sconosciuto se sem ser si sin soit son sono su sur também tem "
        "tiene todos tout tutti un una une uno verrouillé você vous y è é "
        # Dutch, Polish, Scandinavian and others
        "ale av bestaat bij byl det dla door een ej ett finns för geen har heeft het hij i ikke inte je jest kan "
        "lub maar med naar nebyl neexistuje není nie niet nieznany och og okänd om onbekend ook op oraz przez på "
        "się som te til uit ukendt v van var voor w werd wordt z za został в для и на не от по с "
        # What fails
        "başarısız echoue epäonnistui falha falhou falló fallita fallito fallo mislukt mislukte mislykkedes "
        "misslyckades nepodařilo nieudane selhalo échoue échoué échouée "
        # Japanese, Chinese
        "不存在 不明 不正 作成 値 列表 利用者 削除 参加者 名 名前 名称 存在 密码 已 更新 有効 未找到 未知 未登録 权限 "
        "인증 정보 계정 이름 암호 권한 없음 실패 "
        "検索 無効 登录 登録 確認 管理员 管理者 設定 認証 认证 邮箱 错误 関係者 担当者 责任 账户 身份 验证 "
        # What technical texts say behind such a word
        "ag anonymous aps aspnet backend bv cas co corp e-mail ews false gmbh gruppe iis imap inc kerberos kft kg "
        "llc ltd m365 mail mbh n/a name nil none ntlm null nv o365 oauth ohg oy password passwort plc pop3 pty role "
        "rolle sa saml sap sarl sas sl smtp soap spa srl ssi ssl status tcp tls true typ type udp unknown url "
    ).split()
)
"""What stands behind such a word and is nobody's name, in lower case."""

TRANSPORT = frozenset(
    "abort broken buffer building c certification content-encoding decode doesn't eof established files forcibly "
    "gzip handshake hang hostname incompleteread known nodename occurred peer pipe pkix premature resolution respond "
    "routines servname socket target underlying violation".split()
)
"""What libraries say, beside plain words, of connections that break: `Connection reset by peer`."""

FIRST_NAMES = frozenset(
    "agnes alexander alice andres andré anke anne antje brigitte bruce caroline catherine charles charlotte christine "
    "christopher claire clarence denise dieter dominique elke esther eugene eve frederike friederike george gene "
    "günter günther guillaume hanne hannes hedwige heike heiner helene hélène hope ines irene jane jasmine jennifer "
    "jérôme joe johannes josephine julie jake james kate lawrence louise luke marie melanie mercedes michelle mike "
    "nicole oliver ottilie peter philippe pierre pieter rainer renate rose rüdiger sabine silke simone sophie "
    "stefanie steve susanne sylvie ulrike ute walter wayne werner wolfgang wouter xavier yvonne zoe étienne thérèse "
    "solène clémence".split()
)
"""First names that end as adjectives do in German, in lower case: `Peter Berg` begins no sentence about something."""

NAMES = frozenset(
    "anunciação ascensión assunção asunción conceição concepción consolación consolação encarnación "
    "purificación vance chance france lance nance constance laurance torrance lawrence laurence florence terrence "
    "terence clarence spence pence torrence prudence clement clément clements simmance ness guinness harkness holness "
    "inness mcguinness furness inniss constable gable grable cable venables sarmiento hochzeit charity felicity "
    "trinity verity chastity amity serenity christie rolle rollen gruppe termine".split()
)
"""Names that end as words for things do, in lower case."""
