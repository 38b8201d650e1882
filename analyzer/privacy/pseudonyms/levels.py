"""The levels of privacy, and who gives the tokens at each of them: a new level is a line here.

    standard    nobody: mailboxes, hosts and tenants are shown
    customer    names of third parties go, the customer's own stay
    strict      everybody's go

What a report says of its level is `PRIVACY` in `report/words.py`; whether the names of the uploads go as well,
`Privacy.hides_uploads`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analyzer.model import Privacy
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.pseudonyms.own import ThirdParties, own_of

LEVELS: Mapping[Privacy, Callable[[Mapping[str, Any]], Pseudonyms | None]] = {
    Privacy.STANDARD: lambda _: None,
    Privacy.CUSTOMER: lambda document: ThirdParties(own_of(document)),
    Privacy.STRICT: lambda _: Pseudonyms(),
}
"""What gives the tokens of a document; None where all names are shown."""
