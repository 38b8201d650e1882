"""What a secret looks like, and the words around it: the pieces of which the patterns of `secrets.py` are made.

Samples: `Sommer2026!` (letters of both kinds and a digit), `"Sommer 2026"`, `changed to …`, `of the user svc_ssi`.
"""

from __future__ import annotations

from analyzer.reference import public
from analyzer.reference.passwords import PASSWORDS, stem
from analyzer.reference.vocabulary import A_TOKEN

STATES = (
    r"(?!\w{1,12}[-_.]?[@#$%^&*+~!?]\S{0,40}\d)(?:"
    r"mindestens\b|minimum\b|at least\b"
    r"|expired|wrong|not\b|invalid|incorrect|required|missing|empty|locked|the\b|an?\b|too\b|no\b|falsch|abgelaufen"
    r"|ung(?:ü|Ã¼)ltig|nicht\b|incorrecta|caducad|inv(?:á|a)lid|about\b|set\b|stored|being\b|going\b|still\b|correct\b|ok\b"
    r"|null\b|undefined|unknown|since\b|seit\b|depuis\b|desde\b|sinds\b|sedan\b|ist\b|is\b|was\b|est\b|verkeerd|ongeldig|expir|vencid|failed|must\b|has\b|n[ãa]o\b|niet\b"
    r"|nie\b|ne\b|n'(?:est|a|ont)\b|fehlgeschlagen|erforderlich|changed|reset\b|updated|geändert|(?:zurück)?gesetzt|stat[ao]\b|été\b|sido\b"
    r"|foi\b|wurde\b|worden\b|werd\b|scadut|verlopen|gewijzigd|encrypted|older|abgelehnt|gesperrt|deaktiviert|disabled"
    r"|(?:am|on|bis|until|before|vor|after|nach)\b|(?:le|el|em|il|op|den|dne)\s\d|aadsts\d|idx\d|msis\d"
    r"|blocked|refused|rejected|protected|udløbet|utløpt|utgåt|gått|vypršel|wygas|ист[её]к|vanhentu|lejárt|εληξε"
    r")"
)
"""What is said of a password, and is none, as a pattern; not the beginning of one: `a-@n8z`, `no!x7`."""
NO_VALUE = (
    rf"(?![\"'„“«»›‚‘`]{{0,2}}\s?(?:\[?removed|\ufdd0|{A_TOKEN}|\(|\[redacted|<"
    rf"|{STATES}))"
)
"""Not before that, or before what has gone already."""
WORD = rf"(?:{'|'.join(PASSWORDS)}|(?:\b|bind|root|user|admin|ldap|db)pwd?(?=[\s.,;:!?\"')\]}}]))"
STEMS = (*map(stem, PASSWORDS), *(f"pw{end}" for end in ("d", *" .,;:!?\"')]}")))
SCHEME = r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}://"
OF = (
    r"(?:(?:of|for|von|vom|der|für|fuer|de|del|dell[ao]|da|do|para|pour|du|voor|van|dla|di|per|till?|för|pro|lui|для|на|του)"
    r"(?:\s(?:the|den|des|el|o|le|de))?"
    r"(?:\s(?:user|account|benutzers?|konto|key|keystore|certificate|service|database|usuario|usuário|utilisateur|gebruiker|utente|użytkownika|konta))?"
    r"|użytkownika|konta|uživatele|korisnika|utilizatorului|пользователя|користувача"
    r"|(?:dell|(?:per\s|de\s|pour\s)?l)['’]\s?(?:utente|account|utilisateur))"
)
IS = (
    r"(?:is|ist|lautet|brzmi|devient|diventa|becomes|heißt|será|sarà"
    r"|war|was|es|era|é|est|était|jest|to|è|är|er|je|este|е|είναι|—|–)"
)
CHANGED = (
    r"change[ds]?|set|reset|updated|replaced|(?:zurück)?gesetzt|geändert|gewijzigd|gereset|ingesteld|veranderd|cambi(?:ad[ao]|ó)"
    r"|restablecid[ao]|alterad[ao]|redefinid[ao]|zmieni(?:on[eoy]|ł)|zresetowan[eo]|ustawion[eo]|changé|modifié|réinitialisé|remplacé"
    r"|(?:re)?impostat[ao]|modificat[ao]|cambiat[ao]|ändra(?:ts|des)|återställ(?:ts|des)|ændret|nulstillet|endret|tilbakestilt|změn(?:ěno|ili?)"
    r"|nastaveno|schimbată|изменён|изменен|змінено|променена|promijenjena|άλλαξε|更改|更新"
)
"""What is done with a password."""
OF_SESSION = "id|key|cookie"
"""What may stand behind the word for a session."""
INTO = r"(?:to|in|into|auf|naar|op|a|à|para|na|en|pour|par|por|with|su|till?|do|în|на|u|σε|为)"
"""Behind that stands what it is now."""
SMALL = (  # written so that no two begin alike
    r"(?:a(?:l?s)?|b(?:e|on(?:ne)?)|co(?:m(?:e|me|o)|rrect)|d(?:as|e(?:in|n|t)?)|e(?:i|l|r|s(?:te?)?)?|é|è|h(?:et)|i(?:hr|kke|l|n(?:itial|te)|st?)|j(?:ako|e(?:st)?)|keine?|gültige[ns]?|val[ií]da?"
    r"|l[ae]|m(?:ein|i(?:jn|nha)?|on|y)|n(?:['’]?est|ão|e(?:m|ní|ue[sn]?|w)|i(?:cht|et?)|o(?:n|t(?:re)?)?|u)|o(?:le|n|ur)|pas|ri(?:ght|chtige)"
    r"|som|t(?:he|emporary|o)|wa[rs]|y(?:our)|är|είναι|не|является)"
)
"""Between a password and the word for one: `… is not the password of svc_ssi`."""
RIGHT = (
    r"(?:right|wrong|correct|valid|richtige|falsche|korrekte|gültige|bon|bonne|juste|correct[ao]|giust[ao]|valid[ao]|juiste|goede|geldige"
    r"|prawidłowe|poprawne|właściwe|błędne|rätt|fel|korrekt|giltigt|rigtige?|riktige?|gyldigt?|forkerte?|oikea|väärä|správné|platné|špatné"
    r"|helyes|érvényes|rossz|doğru|yanlış|geçerli|corectă|неверный|правильный|верный|неправильный|правильний|невірний|σωστός|λάθος)"
)
"""What is said of a password, right before the word for one."""

QUOTED = (  # behind a quote that ends it stands no letter
    r"(?:\"(?:[^\"\r\n]|\"(?=\w)){3,200}+\"?|'(?:[^'\r\n]|'(?=\w)){3,200}+'?|„(?:[^„“”\"\r\n]|\"(?=\w)){3,200}+[“”\"]?|“[^“”\r\n]{3,200}”?|«[^«»\r\n]{3,200}»?|»[^«»\r\n]{3,200}«|›[^‹›\r\n]{3,200}‹"
    r"|‚[^‚‘’\r\n]{3,200}[‘’]?|‘[^‘’\r\n]{3,200}’?|`[^`\r\n]{3,200}`?)"
)
BARE = r"[^\s\"'<>](?:[^\s\"'<>&;,]|[\"'<>](?=[\w!?$%&#*+.-])|[&;,](?!\w{1,40}=)){3,199}+"
"""A value without quotes to its end, whatever quotes and brackets it holds, but for the next `name=` of a list."""

_LOWER = r"(?-i:[a-zß-öø-ÿąćęłńśźżčďěňřšťůžőűğışțăđа-яёіїєґά-ώ])"
_UPPER = r"(?-i:[A-ZÀ-ÖØ-ÞĄĆĘŁŃŚŹŻČĎĚŇŘŠŤŮŽŐŰĞİŞȚĂĐА-ЯЁІЇЄҐΑ-Ω])"
_OWN = r"(?:[^\s\"'<>)\]}」』）]|[\"'<>)\]}](?=[\w!?$%&#*+.-]))"
"""A character of a value without quotes."""
NAMES_OF_PROGRAMS = (
    r"exchange|windows|office|outlook|microsoft|oauth|tls|ssl|base|sha|aes|rijndael|http|ntlm|saml|error|event|kb|line|port|step|version|build"
    r"|release|node|id|aadsts"
)
_CODES = (
    r"(?-i:(?:Error|Invalid|Missing|Unknown|Resource|Request|Access|Authenti|Authori[sz]|Unsupported|Malformed|Mailbox|Expired|Unauthorized"
    r"|Application|Service|Internal|Bad)[a-z]{0,10}(?:[A-Z][a-z]|V\d[A-Z]))"
)
"""How a code begins that names an error: `ResourceV2NotFound`."""
_NOT_SAID = (
    rf"(?<![%&\\])(?!\S{{0,60}}(?:\[removed|\ufdd0)|(?:\w{{1,8}}://)?{A_TOKEN}|[^\w\s]{{0,4}}(?:0x|removed|(?:{NAMES_OF_PROGRAMS})[\W_]?\w{{0,6}}\d(?!\S{{0,12}}[!?$%&*#+@])|{_CODES})"
    r"|\S{1,64}@[\w-]{1,60}\.\w|[\w-]{1,60}\\{1,2}[a-z]"
    rf"|(?:[\w-]{{1,60}}\.){{2}}|\S{{0,60}}\.(?:com|net|org|local|cs|java|js|py|{'|'.join(sorted(public.ENDINGS))})\b"
    r"|[\W]{0,2}[0-9a-f]{8}-|\d{4}-\d\d|[a-z]{2,10}://|[^\w\s]{0,4}"
    r"(?!\w{0,12}?(?-i:\d[A-Za-z]|[a-z][A-Z]{1,2}\d))[\w.-]{2,30}=[\"']?\w"
    r"|\S{0,40}(?:sha|rsa|md5|hmac|aes|x509|pkcs|saml|oauth|tls|ssl|base64|utf|iso)[\W_]?\d)"
)
"""Before no program, address, account, path, file, id, date, setting or algorithm."""
ODD = (
    rf"{_NOT_SAID}(?={_OWN}{{0,60}}?\d)(?={_OWN}{{0,60}}?{_LOWER})(?:(?={_OWN}{{0,60}}?{_UPPER})|(?={_OWN}{{0,60}}?[!?$%&*#§+]))"
    rf"{_OWN}{{6,200}}+"
)
"""What is said as a secret alone: letters of both kinds, or signs, and digits; no name of a program or a host.

They are its own: a digit behind it, `the token (InvalidAuthenticationToken)</h1>`, makes no secret of it.
"""
MIXED = rf"{_NOT_SAID}(?={_OWN}{{0,60}}?\d)(?={_OWN}{{0,60}}?[^\W\d_]){_OWN}{{8,200}}+"
"""Letters and digits: a secret where nothing but one can stand, else maybe an account."""
SIGNED = (
    rf"{_NOT_SAID}(?<![\w/.-])(?=\S{{0,60}}?\d)(?=\S{{0,60}}?{_LOWER})(?=[^\s/\\=:<>()\[\]{{}}\"']{{7,64}}(?=[\s\"',;)\]»”]|\Z))"
    rf"(?:(?=[\w.-]{{1,60}}[!?$%&*#§+~^][\w!?$%&*#§+~^])|(?=\S{{0,60}}?{_UPPER})(?=[\w.-]{{6,60}}!))[^\s\"',;)\]»”]{{7,64}}+"
)
"""Letters, a digit, and a sign as no name has it: `birke#Tal904`, `Sommer2026!`."""
RANDOM = r"(?=\w{0,60}?(?-i:[a-z][A-Z][a-z][A-Z]))\w{14,400}+"
"""Letters of both kinds in such an order as no name of a program has."""
_SIGNS = r"!?#$^*§~"
STRONG = (
    rf"(?<![\w./\\%{_SIGNS}-])(?=[\w{_SIGNS}+-]{{0,60}}?\d)(?=[\w{_SIGNS}+-]{{0,60}}?(?-i:[a-zß-ÿа-яё]))"
    rf"(?=[\w{_SIGNS}+-]{{0,60}}?(?-i:[A-ZÀ-ÞА-ЯЁ]))(?=[\w+-]{{1,60}}[{_SIGNS}][\w{_SIGNS}+-])"
    r"(?!\w{1,60}#[A-Za-z]{4,60}(?![\w!?$#^*§~+-]))(?!\w{1,60}(?-i:\$[A-Z\d]|#[a-z])\w{0,60}(?:\$\w{1,60})?(?![\w!?$#^*§~+-]))"
    rf"[\w{_SIGNS}+-]{{7,64}}+(?![=/\\@(])"
)
"""A word with letters of both kinds, digits and a sign among them, which nothing has but a password.

Not `Auth$Handler2`, `Session#open2`, `w3wp#MSExchangePool`, a path or what stands before `=`.
"""
KEYED = (
    rf"(?<![\w.-]){_NOT_SAID}"
    r"(?=[\w+/=.~-]{0,80}?\d)(?=[\w+/=.~-]{0,80}?[a-z])(?![\w-]{1,80}\.\w{1,80}\()[\w+/=~-][\w+/=.~-]{11,600}+(?<!\.)"
)
"""Letters and digits, a dozen at least: what keys and tokens are like."""
JUMBLE = (
    r"(?-i:[A-Za-z]\d{1,3}[A-Za-z]{1,4}\d{1,3}[A-Za-z]{1,4}(?:\d|[A-Z])"
    r"|[a-z][A-Z][a-z][A-Z]\w{0,60}?\d|\d\w{0,60}?[a-z][A-Z][a-z][A-Z])"
)
"""Letters around digits, twice, or with their capitals in such an order as no name of a program has them."""
JUMBLED = (
    r"(?<![\w./\\%=@-])(?!0x)(?=\w{0,60}?(?-i:[a-z]))(?=\w{0,60}?(?-i:[A-Z]))(?=[a-z0-9]{1,60}(?![\w@\\/=(.-]\w))"
    rf"(?=\w{{0,40}}?{JUMBLE})[a-z0-9]{{7,60}}+(?![\w+/=])"
)
"""A word of letters of both kinds and digits, jumbled."""
ITEM = r"(?:AAMk|AAkA|AQMk|AAQk|AQQk|\w[AQgw]AAAB[A-Za-z]A)"
"""How ids of items of Exchange begin, and their change keys."""
CODED = (
    r"(?=\w{1,300}(?-i:[A-Z]))(?=[\w+/]{0,300}(?-i:[a-z]))(?=[\w+/]{0,300}[\d=])"
    r"(?:[A-Za-z0-9+/]{4}){1,100}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|(?![\w+/=]))"
)
"""A word in base64, whole."""
OTHER = (
    r"(?!(?:a(?:ccount|bgelaufen|nd|t)|b(?:enutzer|ecause|y)|c(?:ode|n)|e(?:rror|vent|xpir(?:ed|ou|é))|f(?:or|ür|ehler|rom)|guid"
    r"|h(?:ost|ttps?)|i[dn]|konto|line|mailbox|n(?:ot?|icht)|o(?:der|[fnr])|po(?:stfach|licy)|se(?:e|rver)|u(?:id|nd|rl|ser)|von)\b)"
)
"""Behind such a word stands something else."""

OF_TYPES = r"(?!\s{0,5}(?-i:[A-Z])[\w.`<>&*\[\]]{1,60} (?-i:[a-z])\w{0,60}[,)])"
"""Behind a comma between the types and names of a call no value stands: `CancellationToken token, String user)`."""
_PLAIN = r"(?-i:[A-ZÀ-Þ]?[a-zß-ÿ]{1,24})"
SPEECH = rf"{_PLAIN},?\s{_PLAIN}(?=[\s,.;:!?)]|\Z)"
"""Two plain words: a sentence goes on."""
STATE = rf"{_PLAIN}(?=[\s,.;:!?)]|\Z)"

CREDENTIALS = (
    *("credential", "zugangsdaten", "anmeldedaten", "credencia", "credenzial", "identifiant", "inloggegevens"),
    *("logowania", "login data", "logon data", "учетные данные", "учётные данные", "облікові дані", "credențiale"),
    *("přihlašovací údaje", "prihlasovacie údaje", "kimlik bilgi", "hitelesítő adat", "poświadczeni", "διαπιστευτήρια"),
)
