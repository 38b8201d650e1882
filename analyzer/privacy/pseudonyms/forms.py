"""The forms of every kind in one pattern, in the order in which they are tried at a place of a text.

What holds others comes first: a URL before the host in it, an address before the account, any of them before a word.
"""

from __future__ import annotations

from analyzer import lazy_re
from analyzer.markup import ENTITIES
from analyzer.privacy.pseudonyms import addresses, documents, hosts, ids, persons
from analyzer.privacy.values import STRONG

ESCAPE = rf"&(?:{ENTITIES}|#\w{{1,8}});"
_ESCAPED = rf"(?P<escape>{ESCAPE}|%(?:25){{0,3}}[\da-fA-F]{{2}}(?=\w)|\\{{1,4}}[nrt](?=(?:\d{{1,3}}\.){{3}}\d))"
_FORMS = (
    *(
        _ESCAPED,
        hosts.URL,
        persons.ENCAPSULATED,
        persons.MAILBOX,
        persons.SPELLED,
        persons.AT_ADDRESS,
        ids.GUID,
        ids.HEX,
        ids.ITEM,
        ids.SID,
        ids.IBAN,
        addresses.IP4,
        addresses.BROKEN,
    ),
    *(
        addresses.CARD,
        addresses.IP6,
        persons.INVITED,
        ids.NAME_IN_DIRECTORY,
        ids.CANONICAL,
        hosts.SHARE,
        persons.HOME,
        persons.STORE,
        documents.FOLDERS,
        documents.UNIX,
        documents.MAIL,
        persons.MARKED,
        persons.PHONE,
        hosts.FIELD,
        ids.NAMED,
        hosts.VIA,
        hosts.SITE,
        hosts.LOGGED,
    ),
)
_CONTEXTS = (
    *(
        ids.NUMBERED,
        ids.RECORD,
        hosts.NUMBER,
        persons.MEMBER,
        persons.NAMED_MEMBER,
        hosts.KEYED,
        hosts.ALONE,
        hosts.BRACKETED,
        hosts.FROM_PC,
        hosts.TENANT,
    ),
    *(persons.QUOTED, persons.ACCOUNT, persons.TOLD_ACCOUNT),
    *(hosts.QUOTED, hosts.TOLD, hosts.DOMAIN),
)
_REST = (ids.KEY, ids.NAMED_KEY, persons.LOGIN, r"(?P<word>\w(?:[\w.-]{0,250}\w)?)")
_SECRET = rf"(?P<secret>{STRONG})"
"""What nothing but a password is like, wherever it stands."""
FOREIGN = lazy_re.compile("|".join((*_FORMS, *_CONTEXTS, _SECRET, *_REST)))
OWN = lazy_re.compile("|".join((*_FORMS, *_REST)))
"""For sentences of ours: `mailbox \"...\"` names nobody in them."""
