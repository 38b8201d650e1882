"""Words behind which a text names somebody or something, in the languages of the servers and of those who write logs.

Samples: `user anna is disabled`, `Teilnehmer: Anna Berg`, `gesperrt von anna`, `Frau Berg`, `tenant nordwind`. They are
in lower case, as they stand. To teach the tool one more word, add it to its list; how a text goes on behind the words
of a list, `privacy/pseudonyms/sentences.py` knows.
"""

from __future__ import annotations

USERS = (
    *("user", "username", "user name", "user account", "login", "logon", "account", "mailbox", "owner", "delegate"),
    *("employee", "service account", "business user", "impersonated user", "upn", "alias", "principal", "member"),
    *("userid", "user id", "login name", "loginname", "kennung", "benutzerkennung", "anmeldename", "admin", "identity"),
    *("administrator", "impersonated", "reviewer", "actor"),
    *("benutzer", "benutzername", "anwender", "konto", "postfach", "benutzerkonto", "dienstkonto", "mitarbeiter"),
    *("utilisateur", "compte", "boîte aux lettres", "usuario", "cuenta", "buzón", "empleado", "usuário", "utilizador"),
    *("conta", "caixa de correio", "gebruiker", "postvak", "medewerker", "użytkownik", "użytkownika", "konta"),
    *("skrzynka", "pracownik", "utente", "casella", "användare", "användaren", "bruger", "brugeren", "bruker"),
    *("brukeren", "käyttäjä", "uživatel", "uživatele", "felhasználó", "kullanıcı", "utilizatorul", "користувач"),
    *("пользователь", "пользователя", "用户", "ユーザー", "사용자"),
)
"""Behind them stands an account, in one word, or a name."""

PEOPLE = (
    *("organizer", "organiser", "attendee", "attendees", "contact", "sender"),
    *("recipient", "recipients", "participant", "participants", "invitee", "invitees", "attendee list"),
    *("business partner", "employee responsible", "assignee", "reporter", "author", "approver", "manager", "customer"),
    *("ansprechpartner", "organisator", "teilnehmer", "empfänger", "absender", "sachbearbeiter", "bearbeiter"),
    *("kontakt", "kunde", "geschäftspartner", "vorgesetzter", "verantwortlicher", "mandant", "eingeladene"),
    *("participants", "destinataire", "destinataires", "expéditeur", "organisateur", "organizador", "asistente"),
    *("asistentes", "invitados", "destinatario", "destinatarios", "remitente", "contacto", "participante"),
    *("participantes", "destinatário", "contato", "deelnemer", "deelnemers", "genodigden", "ontvanger", "afzender"),
    *("uczestnik", "uczestnicy", "odbiorca", "nadawca", "partecipante", "partecipanti", "invitati", "mittente"),
    *("deltagare", "deltager", "deltagere", "účastník", "účastníci", "участник", "участники"),
    *(
        "room",
        "resource",
        "resource mailbox",
        "raum",
        "ressource",
        "distribution list",
        "verteiler",
        "company",
        "firma",
    ),
    *("kalender -", "kalender –", "calendar -", "calendar –", "postfach -", "mailbox -", "inbox -"),
    *("please ask", "ask", "call", "invited", "display name", "displayname", "responsible"),
)
"""Behind them stands a name of two words or more, or several."""

LABELS = (
    *("from", "to", "cc", "bcc", "reply-to", "von", "an", "de", "para", "od", "do", "à", "aan", "da", "till", "til"),
    *("x-user", "x-remote-user", "x-clientname", "x-client-name", "display-name", "name", "full name", "fullname"),
    *("required attendees", "optional attendees", "requiredattendees", "optionalattendees", "createdby", "changedby"),
    *("modifiedby", "lastmodifiedby", "last modified by", "assignedto", "verantwortlich", "zuständig", "autor"),
    *("angelegt von", "erstellt von", "geändert von", "vollständiger name", "nom complet", "nombre completo"),
    *("nome completo", "volledige naam", "imię i nazwisko"),
)
"""The same with a colon or an equals sign alone."""

PARTS_OF_NAMES = (
    *("givenname", "given name", "given_name", "surname", "first name", "firstname", "first_name", "last name"),
    *("lastname", "last_name", "family name", "middle name", "sn", "vorname", "nachname", "familienname", "prénom"),
    *("nom de famille", "apellido", "apellidos", "sobrenome", "apelido", "cognome", "imię", "nazwisko", "voornaam"),
    *("achternaam", "förnamn", "efternamn", "fornavn", "etternavn", "jméno", "příjmení", "имя", "фамилия"),
)
"""Labels behind which one part of a name stands."""

DONE_BY = (
    *("created by", "changed by", "modified by", "last modified by", "sent by", "shared by", "requested by"),
    *("approved by", "declined by", "edited by", "submitted by", "assigned by", "assigned to", "owned by", "opened by"),
    *("locked by", "held by", "in use by", "used by", "started by", "run by", "executed by", "deleted by"),
    *("moved by", "reported by", "cancelled by", "canceled by", "accepted by", "booked by", "logged by", "closed by"),
    *("processed by", "impersonated by", "disabled by", "blocked by", "delegated to", "forwarded to", "sent to"),
    *("delivered to", "shared with", "granted to", "run as", "running as", "runs as", "executed as", "logged in as"),
    *(
        "logged on as",
        "signed in as",
        "login as",
        "logon as",
        "authenticated as",
        "connected as",
        "act as",
        "acting as",
    ),
    *("on behalf of", "impersonating", "impersonate", "impersonation of", "rights of", "rights for", "permission of"),
    *("permission for", "permissions of", "permissions for", "calendar of", "mailbox of", "inbox of", "contacts of"),
    *("account of", "login of", "logon of", "logon for", "login for", "failed for", "logoff of", "session of"),
    *("erstellt von", "angelegt von", "geändert von", "gesendet von", "gesperrt von", "bearbeitet von", "gelöscht von"),
    *("verschoben von", "abgelehnt von", "verwendet von", "gemeldet von", "zugewiesen an", "weitergeleitet an"),
    *("gesendet an", "angemeldet als", "anmeldung als", "anmeldung von", "anmeldung für", "postfach von"),
    *("kalender von", "konto von", "berechtigung für", "berechtigungen für", "rechte von", "rechte für"),
    *("fehlgeschlagen für", "ausgeführt als"),
    *("créé par", "modifié par", "envoyé par", "verrouillé par", "supprimé par", "connecté en tant que"),
    *("calendrier de", "agenda de", "boîte aux lettres de", "creado por", "modificado por", "enviado por"),
    *("bloqueado por", "calendario de", "buzón de", "criado por", "alterado por", "calendário de"),
    *("caixa de correio de", "gemaakt door", "gewijzigd door", "vergrendeld door", "agenda van", "postvak van"),
    *("utworzone przez", "utworzony przez", "zmienione przez", "zablokowane przez", "kalendarz użytkownika"),
    *("creato da", "modificato da", "bloccato da", "calendario di", "casella di"),
)
"""Behind them stands who did it, or whose it is: an account or a name."""

TITLES = (
    *("frau", "herr", "herrn", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "mme", "madame", "monsieur", "mlle", "dr."),
    *("prof.", "señor", "señora", "sr.", "sra.", "sra", "senhor", "senhora", "signor", "signora", "sig.", "pan"),
    *(
        "pani",
        "mevrouw",
        "meneer",
        "dhr.",
        "mevr.",
        "paní",
        "г-н",
        "г-жа",
        "m.",
        "gez.",
        "i. a.",
        "attn.",
        "c/o",
        "z. hd.",
    ),
)
"""Before the name of somebody, which may be one word."""

GREETINGS = (
    *("dear", "hello", "hi", "hallo", "liebe", "lieber", "guten tag", "bonjour", "cher", "chère", "hola", "estimado"),
    *("estimada", "olá", "prezado", "prezada", "ciao", "gentile", "beste", "hoi", "cześć", "hej", "ahoj"),
    *("regards,", "regards", "grüße,", "grüße", "grüßen", "gruß,", "gruß", "thanks,", "danke,", "cordialement,"),
    *("cordialement", "saludos,", "atenciosamente,", "groet,", "groeten,", "saluti,", "pozdrawiam,", "cheers,"),
)
"""Words of a mail before a name, which may be one word, and behind which a line or a part of it ends."""

MACHINES = (
    *("server", "host", "hostname", "host name", "machine", "computer", "rechner", "node", "proxy", "gateway"),
    *("cluster", "load balancer", "domain controller", "exchange server", "unknown host", "could not resolve"),
    *("could not resolve host", "cannot resolve", "resolving", "ping", "servidor", "serveur", "serwer", "workstation"),
    *("caller computer", "client machine", "dag", "database", "datenbank"),
    *("server name", "servername", "computer name", "machine name", "target server", "backend"),
)
DATABASES = ("mailbox database", "postfachdatenbank", "database", "datenbank", "public folder database")
MACHINE_LABELS = (
    *("hostname", "host name", "server name", "servername", "computer name", "computername", "machine name"),
    *("host", "node", "proxy", "pod"),
    *("machinename", "unknown host", "could not resolve host", "workstation name", "target server"),
)
"""The words of these with a colon or an equals sign before the name."""

PEERS = ("peer", "proxy", "gegenstelle", "endpoint", "backend")
"""Behind them stands a machine with its port."""
CONNECTED = (
    *("connection to", "connect to", "connecting to", "connected to", "timeout to", "reach", "handshake with"),
    *("lookup of", "nslookup", "failed to resolve", "certificate of", "replication partner", "resolution failed for"),
    *("verbindung zu", "verbindung mit", "verbunden mit", "connexion à", "connecté à", "conexión con", "conectar con"),
    *("conexão com", "conectar a", "verbinding met", "połączenie z", "connessione a"),
)
"""Behind them stands a machine."""

TENANTS = (
    *(
        "tenant name",
        "tenantname",
        "org",
        "orgname",
        "companyname",
        "tenant",
        "mandant",
        "organization",
        "organisation",
        "forest",
        "realm",
        "customer",
        "kunde",
        "cliente",
        "klant",
    ),
    *("gesamtstruktur", "inquilino", "locataire"),
)
ROOMS = (
    "room",
    "meeting room",
    "conference room",
    "raum",
    "besprechungsraum",
    "konferenzraum",
    "salle",
    "sala",
    "zaal",
)
DOMAINS = (
    *("netbios name", "domain name", "accepted domain", "ad domain", "logon domain"),
    "site",
    "ad site",
    "domain",
    "domäne",
    "domaine",
    "dominio",
    "domínio",
    "domein",
    "domena",
)
PHONES = (
    "tel",
    "tel.",
    "telefon",
    "telefon:",
    "phone",
    "phone:",
    "fax",
    "fax:",
    "mobile",
    "mobil",
    "handy",
    "iban",
    "tel:",
)

FORMS_OF_FIRMS = (
    *(
        " GmbH",
        " mbH",
        " AG",
        " KG",
        " SE",
        " OHG",
        " e.V.",
        " Ltd",
        " Limited",
        " Inc",
        " LLC",
        " PLC",
        " plc",
        " Corp",
    ),
    *(" S.A.", " SA", " S.L.", " SAS", " SARL", " B.V.", " BV", " N.V.", " NV", " S.r.l.", " S.p.A.", " SpA", " Oy"),
    *(
        " AB",
        " ApS",
        " A/S",
        " AS",
        " Sp. z o.o.",
        " s.r.o.",
        " Kft",
        " Ltda",
        " S/A",
        " Pty",
        " K.K.",
        " Gruppe",
        " & Co",
    ),
)
"""Behind the name of a company."""
THEIRS = (
    *("'s calendar", "'s mailbox", "'s inbox", "'s account", "'s delegate", "'s meeting", "'s folder", "’s calendar"),
    *("’s mailbox", " has declined", " has accepted", " hat abgelehnt", " hat zugesagt", " a décliné", " ha rechazado"),
    *(" declined", " ha rifiutato", " heeft geweigerd", " is out of office", " ist abwesend"),
)
"""Behind the name of somebody."""

LINKS = (
    *(
        "of",
        "for",
        "as",
        "with",
        "named",
        "called",
        "id",
        "von",
        "vom",
        "als",
        "für",
        "mit",
        "namens",
        "de",
        "du",
        "pour",
    ),
    *("para", "por", "del", "van", "voor", "met", "dla", "di", "per", "för", "til"),
)
"""What may stand between such a word and a name."""
ANDS = frozenset("and und et y e i en og och oraz a".split())
"""What stands between two names."""
PARTICLES = frozenset("von van vom zu zur de der den del della di da do dos du la le ten ter af al bin el".split())
"""What stands within one."""
GOES_ON = (
    *("is", "was", "has", "had", "does", "did", "do", "can", "cannot", "can't", "could", "couldn't", "may", "might"),
    *(
        "must",
        "will",
        "would",
        "should",
        "not",
        "no",
        "isn't",
        "wasn't",
        "doesn't",
        "hasn't",
        "failed",
        "fails",
        "denied",
    ),
    *("refused", "rejected", "returned", "responded", "locked", "disabled", "blocked", "expired", "unknown", "invalid"),
    *(
        "missing",
        "deleted",
        "exists",
        "lacks",
        "needs",
        "reports?",
        "reported",
        "tried",
        "via",
        "unreachable",
        "offline",
    ),
    *(
        "down",
        "logged",
        "trace",
        "correlation",
        "timestamp",
        "from",
        "on",
        "at",
        "in",
        "with",
        "since",
        "by",
        "and",
        "or",
        "to",
        "for",
    ),
    *(
        "ist",
        "hat",
        "wurde",
        "war",
        "konnte",
        "kann",
        "darf",
        "nicht",
        "existiert",
        "fehlt",
        "fehlgeschlagen",
        "gesperrt",
    ),
    *(
        "deaktiviert",
        "abgelehnt",
        "verweigert",
        "gelöscht",
        "unbekannt",
        "meldet",
        "wird",
        "und",
        "auf",
        "am",
        "um",
        "mit",
    ),
    *("est", "a", "n'est", "n'a", "n['’]existe", "ne", "introuvable", "inconnue?", "verrouillée?", "désactivée?"),
    *("bloquée?", "refusée?", "expirée?", "es", "está", "ha", "fue", "tiene", "bloquead[oa]", "deshabilitad[oa]"),
    *("desconocid[oa]", "caducad[oa]", "não", "é", "foi", "tem", "desativad[oa]", "desconhecid[oa]", "bestaat", "kan"),
    *(
        "heeft",
        "niet",
        "geblokkeerd",
        "uitgeschakeld",
        "onbekend",
        "werd",
        "nie",
        "jest",
        "został",
        "ma",
        "zablokowan[ey]",
    ),
    *(
        "wyłączon[ey]",
        "nieznan[ey]",
        "non",
        "è",
        "bloccat[oa]",
        "disabilitat[oa]",
        "sconosciut[oa]",
        "scadut[oa]",
        "finns",
    ),
    *("inte", "är", "har", "findes", "ikke", "er", "neexistuje", "není", "je", "nebyl", "zablokován", "не"),
    *("заблокирован", "отключен", "不存在", "が", "は"),
)
"""How a sentence goes on behind the name of somebody or something; each is a pattern."""

NOBODY = frozenset(
    (
        # English
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
        "adresse allgemeine allgemeiner anforderung anfrage antwort anwendung aufgaben ausnahme bedingter beide "
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
        # What technical texts say behind such a word
        "ag anonymous aps aspnet backend bv cas co corp e-mail ews false gmbh gruppe iis imap inc kerberos kft kg "
        "llc ltd m365 mail mbh n/a name nil none ntlm null nv o365 oauth ohg oy password passwort plc pop3 pty role "
        "rolle sa saml sap sarl sas sl smtp soap spa srl ssi ssl status tcp tls true typ type udp unknown url "
    ).split()
)
"""What stands behind such a word and is nobody's name, in lower case."""
