"""Who acts, as a step of a rule says it: `{Owner} checks the licence` is "The Microsoft 365 administrator checks …".

The names stand here alone, so a variant that has another owner has the same steps with the other name in them.
Nobody acts where nothing has to be done; a step then says just that.
"""

from __future__ import annotations

from analyzer.model import Owner

ACTORS = {
    Owner.CUSTOMER_USER: "the mailbox user",
    Owner.C4C_KEY_USER: "the key user",
    Owner.EXCHANGE_ADMIN: "the Exchange administrator",
    Owner.M365_ADMIN: "the Microsoft 365 administrator",
    Owner.NETWORK_ADMIN: "the network administrator",
    Owner.SAP_API_TEAM: "the SAP API team",
    Owner.SSI_SUPPORT: "SSI support",
}
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
