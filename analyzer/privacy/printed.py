r"""What programs print of objects, forms and mails in which people wrote, in the bytes of an upload.

Samples: `subject: Some("…")`, `[subject] => …`, `"Subject: …\r\n"` in a string, `filename*=UTF-8''…`. All of them stand
behind the name of a place; which names are places, `places.py` knows.
"""

from __future__ import annotations

from analyzer import lazy_re

FILENAME = lazy_re.compile(rb"[\w-]{2,20}'[\w-]{0,10}'(?P<value>[^\s\";]{4,900})")
OF_PART = lazy_re.compile(rb"\"[^\r\n]{0,200}\r?\n(?:[^\r\n]{1,200}\r?\n){0,3}\r?\n(?P<value>[^\r\n]{4,300})")
"""A part of a form: `name="subject"`, and below the head of the part what was filled in."""
OF_ESCAPED_PART = lazy_re.compile(
    rb"\\{1,8}\"(?:\\r|\\n|\\){2,32}(?P<value>[^\r\n\"\\][^\r\n\"]{3,300}?)(?=\\{1,8}[rn]|\")"
)
"""The same in a string of JSON, as captures keep what was sent."""
OBJECT = lazy_re.compile(
    rb"[\"']?\]?\s?(?:[:=]>?|->|(?<=\])\s)\s{0,9}(?:Some\(|string\(\d{1,6}\)\s|[nN](?='))?"
    rb"(?:\"(?P<value>(?:[^\"\\\r\n]|\\.){4,300})\"|'(?P<text>(?:[^'\\\r\n]|\\.){4,300})')"
)
"""What programs print of an object: `subject: Some("…")`, `'subject' => '…'`, `["subject"]=> string(12) "…"`."""
ARRAY = lazy_re.compile(rb"\]\s?=>\s?(?P<value>[^\s\"'][^\r\n]{3,300})")
"""`[subject] => …`"""
ESCAPED_FIELD = lazy_re.compile(rb":[ \t]{1,5}(?P<value>[^\r\n\"]{1,300}?)(?=\\{1,8}[rn]|\"|[\r\n]|\Z)")
"""The field of a mail in a string of JSON or YAML."""
SET = lazy_re.compile(rb"[\"'`\]]?\s?=\s?[nN]?'(?P<value>(?:[^'\r\n]|''){4,600}+)'")
"""A column of a database: `SET notes = N'…'`."""
BLOCK = lazy_re.compile(rb"[ \t]{1,5}[|>][-+\d]{0,2}[ \t]{0,5}\r?\n(?P<indent>[ \t]{1,40}+)(?P<value>[^\r\n]{1,1000})")
"""What stands in YAML in the lines below: `notes: |`."""
BLOCK_LINE = lazy_re.compile(rb"\r?\n(?P<indent>[ \t]{1,40}+)(?P<value>[^\r\n]{1,1000})")
PAIR = lazy_re.compile(rb"[\"']value[\"']\s{0,3}:\s{0,3}\"(?P<value>(?:[^\"\\]|\\.){4,1000}+)\"")
"""A field of a form as captures keep it: `{"name": "Subject", "value": "…"}`."""
OF_ENTRY = lazy_re.compile(
    rb"\\{0,7}(?:[\"']|&(?:amp;){0,2}quot;)\s?(?:>|&(?:amp;){0,2}gt;)(?P<value>[+(\d][\d\s()/.+-]{6,30})(?=<|&(?:amp;){0,2}lt;)"
)
"""The number in a contact of Exchange: `<t:Entry Key="BusinessPhone">+49 …</t:Entry>`."""
