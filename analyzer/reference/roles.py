"""Words behind which a text names somebody or something, in the languages of the servers and of those who write logs.

Samples: `user anna is disabled`, `Teilnehmer: Anna Berg`, `gesperrt von anna`, `Frau Berg`, `tenant nordwind`. They are
in lower case, as they stand. To teach the tool one more word, add it to its list; how a text goes on behind the words
of a list, `privacy/pseudonyms/sentences.py` knows.
"""

from __future__ import annotations

from analyzer.reference import labels
from analyzer.reference.vocabulary import words

USERS = words(
    "χρήστης, χρήστη, χρήστες, γραμματοκιβώτιο, λογαριασμός, käyttäjän, postilaatikko, kullanıcısı, posta kutusu",
    "hesap, uživatelem, schránka, účet, użytkownikiem, użytkownikowi, postlåda, postlådan, postkasse, postkassen",
    "пользователем, пользователю, почтовый ящик, учетная запись, user, username, user name, user account, login",
    "logon, account, mailbox, owner, delegate, employee, service account, business user, impersonated user, upn",
    "alias, principal, member, userid, user id, login name, loginname, kennung, benutzerkennung, anmeldename",
    "admin, identity, administrator, impersonated, reviewer, actor, benutzer, benutzername, anwender, konto",
    "postfach, benutzerkonto, dienstkonto, dienstbenutzer, kommunikationsbenutzer, mitarbeiter, utilisateur",
    "compte, boîte aux lettres, usuario, cuenta, buzón, empleado, usuário, utilizador, conto, get-mailbox",
    "set-mailbox, set-adaccountpassword, logon failure for, účtu, failed password for, accepted password for",
    "conta, caixa de correio, gebruiker, postvak, medewerker, użytkownik, użytkownika, konta, skrzynka, pracownik",
    "utente, casella, användare, användaren, bruger, brugeren, bruker, brukeren, käyttäjä, uživatel, uživatele",
    "felhasználó, kullanıcı, utilizatorul, користувач, пользователь, пользователя, 用户, ユーザー, 사용자, lietotājs",
    "používateľ, používateľa, korisnik, потребител, потребителят, usuari, l'usuari, utilizator, besitzer",
    "eigentümer, propriétaire, propietario, propietari, proprietario, proprietário, proprietar, eigenaar",
    "właściciel, vlastník, ägare, ejer, eier, omistaja, sahibi, tulajdonos, vlasnik, владелец, власник",
    "собственик, ιδιοκτήτης",
)
"""Behind them stands an account, in one word, or a name."""

PEOPLE = words(
    "συμμετέχων, συμμετέχοντες, διοργανωτής, παραλήπτης, αποστολέας, επαφή, osallistuja, osallistujat, järjestäjä",
    "vastaanottaja, lähettäjä, yhteyshenkilö, katılımcı, katılımcılar, düzenleyen, alıcı, gönderen, arrangör",
    "arrangør, mottagare, avsändare, modtager, afsender, kontaktperson, organizátor, příjemce, odesílatel",
    "организатор, организатора, контакт, контакта, получатель, отправитель, stellvertreter, stellvertreterin",
    "vertreter, vertreterin, vertretung, délégué, delegado, delegato, contatto, pełnomocnik, organizer, organiser",
    "attendee, attendees, contact, sender, recipient, recipients, participant, participants, invitee, invitees",
    "attendee list, business partner, employee responsible, assignee, reporter, author, approver, manager",
    "customer, ansprechpartner, organisator, teilnehmer, empfänger, absender, sachbearbeiter, bearbeiter, kontakt",
    "kunde, geschäftspartner, vorgesetzter, verantwortlicher, mandant, eingeladene, destinataire, destinataires",
    "expéditeur, organisateur, organizador, asistente, asistentes, invitados, destinatario, destinatarios",
    "remitente, contacto, participante, participantes, destinatário, contato, deelnemer, deelnemers, genodigden",
    "ontvanger, afzender, uczestnik, uczestnicy, odbiorca, nadawca, partecipante, partecipanti, invitati",
    "mittente, deltagare, deltager, deltagere, účastník, účastníci, участник, участники, room, resource",
    "resource mailbox, raum, ressource, distribution list, verteiler, company, firma, kalender -, kalender –",
    "calendar -, calendar –, postfach -, mailbox -, inbox -, please ask, ask, call, invited, display name",
    "displayname, responsible, responsable, verantwortlich, organizzatore, organizator, l'organisateur",
    "l’organisateur, l'organizzatore, responsável, responsabile",
)
"""Behind them stands a name, or several; one of a single word if no message has it."""

EASTERN = words(
    "ユーザー, 利用者, 参加者, 出席者, 主催者, 開催者, 担当者, 送信者, 差出人, 宛先, 連絡先, 用户, 用戶, 参与者",
    "与会者, 组织者, 联系人, 发件人, 收件人, 负责人, 사용자, ユーザー名",
    "所有者, 受信者, 承認者, 氏名, 名前, 用户名, 用戶名, 主持人, 帐户, 账户, 姓名, 创建者, 소유자, 참석자, 주최자",
    "담당자, 보낸 사람, 받는 사람, 사용자 이름, 이름",
)
"""Behind them stands a name in characters that know no capitals."""

LABELS = words(
    "from, to, cc, bcc, reply-to, von, an, de, para, od, do, à, aan, da, till, til, mailboxowner, mailbox owner",
    "contact person, processor, bearbeiter, locked by, changed by, x-user, x-remote-user, x-clientname",
    "x-client-name, display-name, name, full name, fullname, required attendees, optional attendees",
    "requiredattendees, optionalattendees, createdby, changedby, modifiedby, lastmodifiedby, last modified by",
    "assignedto, verantwortlich, zuständig, autor, angelegt von, erstellt von, geändert von, vollständiger name",
    "nom complet, nombre completo, nome completo, volledige naam, imię i nazwisko, nom, nombre, nome, naam, namn",
    "navn, jméno, invité, invitado, invitato, convidado, eingeladen, davetli, οργανωτής",
)
"""The same with a colon or an equals sign alone."""

PROGRAMS = words(
    "application, app, app registration, application pool, app pool, anwendung, unternehmensanwendung, anwendungspool",
    "add-in, plug-in, plugin, extension, agent, service, windows service, web service, dienst, servizio, servicio",
    "process, prozess, thread, job, batch job, queue, warteschlange, role, rolle, ruolo, rôle, profile, profil, perfil",
    "certificate, zertifikat, certificat, certificado, certificato, issuer, aussteller, time zone, zeitzone, module",
    "modul, package, driver, destination, endpoint, region, zone, firewall, pool, monitor, environment, umgebung",
    "field, feld, column, spalte, table, tabelle, license, licence, lizenz, scope, realm, key store, keystore, alias",
    "system, stratégie, directiva, criterio, política, virtual directory, virtual server, website, work center",
)
"""Behind them stands the name of a program or of a part of one, in any number of words."""

SETTINGS = words(
    "connector, konnektor, transport rule, mail flow rule, firewall rule, nat rule, proxy rule, waf rule, routing rule",
    "journal rule, workflow rule, transportregel, nachrichtenflussregel, firewallregel, journalregel, workflowregel",
    "kommunikationssystem, arrangement, scenario, szenario, integration flow, iflow, integrationsfluss, address list",
    "address book, adressliste, adressbuch, verwaltungsbereich, scheduled task, geplante aufgabe, business object",
    "geschäftsobjekt, lastenausgleich, custom field, erweiterungsfeld, dienstkonto, certificate template",
    "zertifikatvorlage, certificate with subject, logisches system",
)
"""The same in words that mean nothing else, whatever stands joined before them."""

PARTS_OF_NAMES = (
    *("givenname", "given name", "given_name", "surname", "first name", "firstname", "first_name", "last name"),
    *("lastname", "last_name", "family name", "middle name", "sn", "vorname", "nachname", "familienname", "prénom"),
    *("nom de famille", "apellido", "apellidos", "sobrenome", "apelido", "cognome", "imię", "nazwisko", "voornaam"),
    *("achternaam", "förnamn", "efternamn", "fornavn", "etternavn", "jméno", "příjmení", "имя", "фамилия"),
)
"""Labels behind which one part of a name stands."""

BY = ("by", "von", "par", "por")
"""Behind them stands who did something, where a moment follows: `changed by anna at 09:14`."""

DONE_BY = words(
    "denied for, denied to, access for, error for, sync for, synchronization for, synchronisation for",
    "grant access to, access to user, approval by, organized by, organised by, login by, verweigert für",
    "zugriff für, freigegeben für, synchronisierung für, synchronisation für, sitzung von, geteilt mit",
    "genehmigung durch, refusé pour, partagé avec, au nom de, session de, connexion pour, connexion de",
    "synchronisation pour, denegado para, compartido con, en nombre de, sesión de, sincronización de",
    "sincronización para, negado para, compartilhado com, partilhado com, em nome de, sessão de, sincronização de",
    "negato per, condiviso con, per conto di, sessione di, sincronizzazione di, geweigerd voor, gedeeld met",
    "namens, sessie van, synchronisatie voor, odmowa dostępu dla, sesja użytkownika, calendar for, kalender für",
    "opprettet av, vytvořil, létrehozta, creat de, створено користувачем, freigegeben von, partagé par, affecté à",
    "compartido por, asignado a, compartilhado por, atribuído a, condiviso da, assegnato a, gedeeld door",
    "toegewezen aan, udostępnione przez, przypisane do, от имени, im auftrag von, w imieniu, låst av, skapad av",
    "ändrad av, låst af, oprettet af, ændret af, lukinnut, luonut, muokannut, uzamčeno uživatelem, kilitleyen",
    "oluşturan, değiştiren, заблокировано пользователем, создано пользователем, изменено пользователем",
    "κλειδώθηκε από, δημιουργήθηκε από, τροποποιήθηκε από, refusé par, annulé par, rechazado por, cancelado por",
    "eliminado por, rifiutato da, annullato da, eliminato da, inviato da, recusado por, geannuleerd door",
    "verzonden door, verwijderd door, usunięte przez, odrzucone przez, created by, changed by, modified by",
    "last modified by, sent by, shared by, requested by, approved by, declined by, edited by, submitted by",
    "assigned by, assigned to, owned by, opened by, locked by, held by, in use by, used by, started by, run by",
    "executed by, deleted by, moved by, reported by, cancelled by, canceled by, accepted by, booked by, logged by",
    "closed by, processed by, impersonated by, disabled by, blocked by, delegated to, forwarded to, sent to",
    "delivered to, shared with, granted to, run as, running as, runs as, executed as, logged in as, logged on as",
    "signed in as, login as, logon as, authenticated as, connected as, act as, acting as, on behalf of",
    "impersonating, impersonate, impersonation of, rights of, rights for, permission of, permission for",
    "permissions of, permissions for, calendar of, mailbox of, inbox of, contacts of, account of, login of",
    "logon of, logon for, login for, failed for, logoff of, session of, erstellt von, angelegt von, geändert von",
    "gesendet von, gesperrt von, bearbeitet von, gelöscht von, verschoben von, abgelehnt von, verwendet von",
    "gemeldet von, zugewiesen an, weitergeleitet an, gesendet an, angemeldet als, anmeldung als, anmeldung von",
    "anmeldung für, postfach von, kalender von, konto von, berechtigung für, berechtigungen für, rechte von",
    "rechte für, fehlgeschlagen für, ausgeführt als, créé par, modifié par, envoyé par, verrouillé par",
    "supprimé par, connecté en tant que, calendrier de, agenda de, boîte aux lettres de, creado por",
    "modificado por, enviado por, bloqueado por, calendario de, buzón de, criado por, alterado por, calendário de",
    "caixa de correio de, gemaakt door, gewijzigd door, vergrendeld door, agenda van, postvak van",
    "utworzone przez, utworzony przez, zmienione przez, zablokowane przez, kalendarz użytkownika, creato da",
    "modificato da, bloccato da, calendario di, casella di",
)
"""Behind them stands who did it, or whose it is: an account or a name."""

TITLES = words(
    "sig.ra, sig.na, dott., dott.ssa, avv., ing., fru, hr., κα, κ., κος, κυρία, κύριος, госпожа, господин, sayın",
    "pán, dra., doña, rouva, herra, fröken, frau, herr, herrn, mr, mr., mrs, mrs., ms, ms., mme, madame, monsieur",
    "mlle, dr., prof., señor, señora, sr., sra., sra, senhor, senhora, signor, signora, sig., pan, pani, mevrouw",
    "meneer, dhr., mevr., paní, г-н, г-жа, m., gez., i. a., attn., c/o, z. hd.",
)
"""Before the name of somebody, which may be one word."""

GREETINGS = (
    *("dear", "hello", "hi", "hallo", "liebe", "lieber", "guten tag", "bonjour", "cher", "chère", "hola", "estimado"),
    *("estimada", "olá", "prezado", "prezada", "ciao", "gentile", "beste", "hoi", "cześć", "hej", "ahoj"),
    *("regards,", "regards", "grüße,", "grüße", "grüßen", "gruß,", "gruß", "thanks,", "danke,", "cordialement,"),
    *("cordialement", "saludos,", "atenciosamente,", "groet,", "groeten,", "saluti,", "pozdrawiam,", "cheers,"),
)
"""Words of a mail before a name, which may be one word, and behind which a line or a part of it ends."""

MACHINES = words(
    "server, host, hostname, host name, machine, computer, rechner, node, proxy, gateway, cluster, load balancer",
    "domain controller, exchange server, unknown host, could not resolve, could not resolve host, cannot resolve",
    "resolving, ping, servidor, serveur, serwer, workstation, caller computer, client machine, dag, database",
    "datenbank, server name, servername, computer name, machine name, target server, backend, serwerze, serveru",
    "servern, сервер, сервере, сервера, sunucu, サーバー, サーバ, knoten, nœud, palvelin, servidores, szerver",
    "logon failure on",
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
CONNECTED = words(
    "failing over to, failover to, fails over to, connection to, connect to, connecting to, connected to",
    "timeout to, reach, handshake with, reachable from, unreachable from, erreichbar von, lookup of, nslookup",
    "failed to resolve, certificate of, replication partner, resolution failed for, verbindung zu, verbindung mit",
    "verbunden mit, connexion à, connecté à, conexión con, conectar con, conexão com, conectar a, verbinding met",
    "połączenie z, connessione a",
)
"""Behind them stands a machine."""

TENANTS = words(
    "tenant name, tenantname, org, orgname, companyname, tenant, mandant, organization, organisation, forest",
    "realm, customer, kunde, cliente, klant, gesamtstruktur, inquilino, locataire",
)
GROUPS = words(
    "group, security group, distribution group, policy, gpo, gruppe, sicherheitsgruppe, verteilergruppe",
    "richtlinie, groupe, grupo, gruppo, groep, grupa, team",
)
"""Behind them stands a name of two words or more that a customer gave."""
ROOMS = words(
    "room, meeting room, conference room, raum, besprechungsraum, konferenzraum, salle, sala, zaal",
)
DOMAINS = words(
    "netbios name, domain name, accepted domain, ad domain, logon domain, site, ad site, domain, domäne, domaine",
    "dominio, domínio, domein, domena",
)
PHONES = words(
    "tel, tel., telefon, telefon:, phone, phone:, fax, fax:, mobile, mobil, handy, iban, tel:, phone number",
    "telephone number, telefonnummer, rufnummer, faxnummer, mobilnummer, téléphone, numéro de téléphone, teléfono",
    "número de teléfono, telefone, número de telefone, numero di telefono, telefoon, telefoonnummer",
    "numer telefonu, telefonní číslo, telefon numarası, puhelinnumero",
)

NUMBERED = words(
    "business partner, employee, customer, account, contact, personnel number, customer number, partner",
    "geschäftspartner, businesspartner, mitarbeiter, mitarbeiternummer, employee number, kunde, ansprechpartner",
    "personalnummer, pers.-nr., kundennummer, nr., kunden-nr., client, partenaire, salarié, cliente, empleado",
    "socio, dipendente, klient, pracownik, klant, medewerker, relatie, lead, bp, employee responsible, party",
    "sales representative",
)
"""Behind them a number is that of somebody: SAP numbers its business partners."""
LOCATIONS = (*labels.PLACES, "venue", "treffpunkt")
"""Labels of where people meet."""

FORMS_OF_FIRMS = (
    *(
        " GmbH",
        " mbH",
        " AG",
        " KG",
        " SE",
        " OHG",
        " e.V.",
        " gGmbH",
        " LLP",
        " LP",
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

LACKS = (
    *(
        " has no mailbox",
        " has no license",
        " has no licence",
        " has no permission",
        " has no permissions",
        " has no access",
    ),
    *(" has no calendar", " has no business role", " has no rights", " does not have a mailbox", " is not licensed"),
    *(" is not mailbox enabled", " is not mail-enabled", " logged off", " logged on", " logged in", " logged out"),
    *(
        " hat kein Postfach",
        " hat keine Lizenz",
        " hat keine Berechtigung",
        " hat keine Berechtigungen",
        " hat keinen Zugriff",
    ),
    *(" hat keine Rechte", " hat keine Rolle", " ist nicht lizenziert", " hat sich angemeldet", " hat sich abgemeldet"),
    *(
        " n'a pas de boîte",
        " n’a pas de boîte",
        " n'a pas de licence",
        " n’a pas de licence",
        " n'a pas accès",
        " n’a pas accès",
    ),
    *(
        " no tiene buzón",
        " no tiene licencia",
        " no tiene permiso",
        " no tiene acceso",
        " não tem caixa",
        " não tem licença",
    ),
    *(" não tem permissão", " não tem acesso", " non ha una casella", " non ha una licenza", " non ha accesso"),
    *(
        " non ha i permessi",
        " heeft geen postvak",
        " heeft geen licentie",
        " heeft geen toegang",
        " heeft geen rechten",
    ),
    *(" nie ma skrzynki", " nie ma licencji", " nie ma dostępu", " nie ma uprawnień"),
)
"""Behind the name or the account of somebody, in whatever letters."""
NOT_THERE = (
    *(" could not be found", " cannot be found", " is not a member", " is on leave", " is absent", " is locked out"),
    *(
        " konnte nicht gefunden werden",
        " ist kein Mitglied",
        " ist nicht Mitglied",
        " ist im Urlaub",
        " est introuvable",
    ),
    *(" no está disponible", " is niet gevonden", " non è stato trovato", " não foi encontrado", " no fue encontrado"),
)
"""Behind a name, where it has capitals."""

LINKS = words(
    "of, for, as, with, named, called, id, von, vom, als, für, mit, namens, de, du, pour, para, por, del, van",
    "voor, met, dla, di, per, för, til",
)
"""What may stand between such a word and a name."""
ANDS = frozenset("and und et y e i en og och oraz a".split())
"""What stands between two names."""
PARTICLES = frozenset(
    "von van vom zu zum zur de der den del della di da do dos du la las le los ten ter te 't ’t af al bin bint ibn el "
    "mac st.".split()
)
"""What stands within one."""
GOES_ON = words(
    "is, was, has, had, does, did, do, can, cannot, can't, could, couldn't, may, might, must, will, would, should",
    "not, no, isn't, wasn't, doesn't, hasn't, failed, fails, denied, refused, rejected, returned, responded",
    "locked, disabled, blocked, expired, unknown, invalid, missing, caused by, timed out, deleted, exists, lacks",
    "needs, reports?, reported, tried, via, evicted, unreachable, offline, down, logged, trace, correlation",
    "timestamp, from, on, at, in, with, since, by, and, or, to, for, ist, hat, wurde, war, konnte, kann, darf",
    "nicht, existiert, fehlt, fehlgeschlagen, gesperrt, kennwort, passwort, password, status, over, verweigert",
    "token, first, again, now, abgelaufen, beendet, expirée, expirada, scaduta, wygasła, deaktiviert, abgelehnt",
    "gelöscht, unbekannt, meldet, wird, und, auf, am, um, mit, est, a, n'est, n'a, n['’]existe, ne, introuvable",
    "inconnue?, verrouillée?, désactivée?, bloquée?, refusée?, expirée?, es, está, ha, fue, tiene, bloquead[oa]",
    "deshabilitad[oa], desconocid[oa], caducad[oa], não, é, foi, tem, desativad[oa], desconhecid[oa], bestaat",
    "kan, heeft, niet, geblokkeerd, uitgeschakeld, onbekend, werd, nie, jest, został, ma, zablokowan[ey]",
    "wyłączon[ey], nieznan[ey], non, è, bloccat[oa], disabilitat[oa], sconosciut[oa], scadut[oa], finns, inte, är",
    "har, findes, ikke, er, neexistuje, není, je, nebyl, zablokován, не, заблокирован, отключен, 不存在, が, は",
    "lukittu, zárolva, spärrad, sperret, spærret, kilitli, blocat, blokovaný, nem, nu, bulunamadı, існує",
)
"""How a sentence goes on behind the name of somebody or something; each is a pattern."""
