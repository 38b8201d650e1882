"""Who acts: the names of owners, in every form in which they are said.

In a step of a rule, `{Owner} checks the licence` is "The Microsoft 365 administrator checks …", so a variant that has
another owner has the same steps with the other name in them. Nobody acts where nothing has to be done; a step then says
just that.
"""

from __future__ import annotations

from typing import NamedTuple

from analyzer.model import Owner


class Named(NamedTuple):
    """One owner in words."""

    actor: str
    """In a step: `the Exchange administrator`; empty for nobody."""
    office: str
    """Alone: `Exchange administrator`."""
    whose: str
    """Beside it: `of the customer`."""
    said: str
    """Behind "Who acts next:": `the customer's Exchange administrator`."""


NAMES = {
    Owner.CUSTOMER_USER: Named("the mailbox user", "Mailbox user", "at the customer", "the mailbox user"),
    Owner.C4C_KEY_USER: Named("the key user", "C4C key user", "of the customer", "the customer's C4C key user"),
    Owner.EXCHANGE_ADMIN: Named(
        "the Exchange administrator",
        "Exchange administrator",
        "of the customer",
        "the customer's Exchange administrator",
    ),
    Owner.M365_ADMIN: Named(
        "the Microsoft 365 administrator",
        "Microsoft 365 administrator",
        "of the customer",
        "the customer's Microsoft 365 administrator",
    ),
    Owner.NETWORK_ADMIN: Named(
        "the network administrator",
        "Network administrator",
        "of the customer",
        "the customer's network administrator",
    ),
    Owner.SAP_API_TEAM: Named("the SAP API team", "SAP API team", "", "the SAP API team"),
    Owner.SSI_SUPPORT: Named(
        "SSI support", "SSI support", "component LOD-CRM-GW-SCC", "SSI support (component LOD-CRM-GW-SCC)"
    ),
    Owner.NOBODY: Named("", "Nobody", "no action needed", "nobody has to act"),
}
ACTORS = {owner: named.actor for owner, named in NAMES.items() if named.actor}
CUSTOMERS = frozenset(
    (Owner.CUSTOMER_USER, Owner.C4C_KEY_USER, Owner.EXCHANGE_ADMIN, Owner.M365_ADMIN, Owner.NETWORK_ADMIN)
)
"""Those who are the customer's own: a letter asks them to act."""
NOBODY = ("nothing has to be done", "let the next session run", "wait")
"""How a step begins that nobody has to take."""
_BEGINNING, _INSIDE = "{Owner}", "{owner}"


def acting(step: str, owner: Owner) -> str:
    """A step with its owner in the place of `{Owner}` or `{owner}`."""
    actor = ACTORS.get(owner, "")
    return step.replace(_BEGINNING, actor[:1].upper() + actor[1:]).replace(_INSIDE, actor)


def acts(step: str, owner: Owner) -> bool:
    """Whether a step names its owner first of all who act, or says that nobody has to."""
    low = step.lower()
    if owner is Owner.NOBODY:
        return low.startswith(NOBODY)
    named = {who: low.find(actor.removeprefix("the ").lower()) for who, actor in ACTORS.items()}
    first = min((at for at in named.values() if at >= 0), default=-1)
    return first >= 0 and named[owner] == first
