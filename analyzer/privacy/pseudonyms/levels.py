"""The levels of privacy, and who gives the tokens at each of them: a new level is a line here.

    standard    nobody: mailboxes, hosts and tenants are shown
    customer    names of third parties go, the customer's own stay
    strict      everybody's go, and so does every word of a text that is not known

What a report says of its level is `PRIVACY` in `report/words.py`; whether the names of the uploads go as well,
`Privacy.hides_uploads`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from analyzer.model import Privacy
from analyzer.privacy.known_words import KnownWords
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.pseudonyms.own import ThirdParties, own_of

LEVELS: Mapping[Privacy, Callable[[Mapping[str, Any], AbstractSet[str]], Pseudonyms | None]] = {
    Privacy.STANDARD: lambda _document, _words: None,
    Privacy.CUSTOMER: lambda document, _: ThirdParties(own_of(document)),
    Privacy.STRICT: lambda _, words: Pseudonyms(known=KnownWords(words)),
}
"""What gives the tokens of a document, with the words of the rules; None where all names are shown."""
