"""Words for the ids of the contract, shared by every format that people read."""

from __future__ import annotations

OWNERS = {
    "customer-user": "the mailbox user",
    "c4c-key-user": "the customer's C4C key user",
    "exchange-admin": "the customer's Exchange administrator",
    "m365-admin": "the customer's Microsoft 365 administrator",
    "network-admin": "the customer's network administrator",
    "sap-api-team": "the SAP API team",
    "ssi-support": "SSI support (component LOD-CRM-GW-SCC)",
    "nobody": "nobody has to act",
}

BASES = {
    "documented": "known error of the vendor's list",
    "inferred": "our reading of the evidence",
}
