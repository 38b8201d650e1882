"""What everybody knows and no report has to hide: services, documentation, endings, the words of log packs.

Zones are of Microsoft (learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges) and of SAP
(help.sap.com, SAP Cloud for Customer); top-level domains are a part of data.iana.org/TLD and of what RFC 2606, RFC 6762
and RFC 9476 reserve or networks use inside.
"""

from __future__ import annotations

_KNOWN = frozenset(
    "admin.exchange.microsoft.com asp.net autodiscover-s.office365.us autodiscover-s.outlook.com "
    "autodiscover.outlook.com crm.ondemand.com dod-graph.microsoft.us eas.outlook.com graph.microsoft.com "
    "graph.microsoft.de graph.microsoft.us graph.windows.net localhost microsoftgraph.chinacloudapi.cn "
    "login.live.com login.microsoft.com login.microsoftonline.com login.microsoftonline.us "
    "login.partner.microsoftonline.cn login.windows.net ondemand.com onmicrosoft.com outlook.com outlook.live.com "
    "outlook.office.com outlook.office365.com outlook.office365.us partner.outlook.cn portal.azure.com "
    "portal.office.com prod.exchangelabs.com prod.outlook.com sapbydesign.com sdf.outlook.com sharepoint.com "
    "smtp.office365.com tempuri.org vb.net".split()
)
_DOCUMENTATION = (
    *("microsoft.com", "aka.ms", "sap.com", "revenuegrid.com", "github.com", "stackoverflow.com", "ietf.org"),
    *("rfc-editor.org", "w3.org", "xmlsoap.org", "oasis-open.org", "openxmlformats.org", "kerio.com", "gfi.com"),
    *("mozilla.org", "apache.org", "python.org", "haxx.se"),
)

TENANT_ZONES = (
    "-0crm-0ondemand-0com.c4c.invisiblesolutions.com",
    ".crm.ondemand.com",
    ".sapbydesign.com",
    ".ondemand.com",
    ".crm.cloud.sap",
)
"""Below these a customer of SAP has a name of his own; the zone tells that it is C4C."""

HOST_ZONES = (
    *(".mail.protection.outlook.com", ".protection.outlook.com", ".prod.outlook.com", ".sdf.outlook.com"),
    *(".outlook.com", ".prod.exchangelabs.com", ".office365.com", ".office.com", ".sharepoint.com", ".windows.net"),
    *(".azure.com", ".azurewebsites.net", ".cloudflare.net", ".amazonaws.com"),
)
"""Zones of vendors that tell what kind of service a machine is."""

MAIL_ROUTING = ".mail.protection.outlook.com"
SITES = ".sharepoint.com"
CUSTOMER_ZONES = (
    (".mail.onmicrosoft.com", False),
    (".onmicrosoft.com", False),
    (MAIL_ROUTING, False),
    (SITES, False),
    (".cloudapp.azure.com", True),
    (".azurewebsites.net", True),
    (".cloudapp.net", False),
    (".trafficmanager.net", False),
    (".azure-api.net", False),
    (".azurefd.net", False),
    (".dynamics.com", True),
)
"""Below these a customer has a name of his own, and whether a region stands between; no public list has all of them.

At `MAIL_ROUTING` the name is a domain with hyphens for dots, at `SITES` it may have an ending of Microsoft's.
"""

FORESTS = ("prod.outlook.com", "sdf.outlook.com", "prod.exchangelabs.com")
"""One label below these is a forest of Exchange Online."""

MACHINE_FIELDS = frozenset(
    "cf-ray x-anchormailbox x-beserver x-beserverroutingerror x-calculatedbetarget x-calculatedfetarget "
    "x-dbmountedonserver x-diaginfo x-feefzinfo x-feproxyinfo x-feserver x-firsthopcafeefz x-targetbeserver".split()
)
ID_FIELDS = frozenset("request-id client-request-id requestid x-request-id x-correlation-id sap-passport".split())

TOP_LEVEL = frozenset(
    "ac ad ae aero af ag agency ai al am amsterdam ao app ar arpa asia at au az ba bayern bb bd be berlin bf bg "
    "bh bi biz bj bm bn bo br brussels bs bt bw by bz ca cat cc cd cf cg ch ci cl cloud cm cn co cologne com "
    "company consulting coop corp cr cu cv cy cz de dev digital dj dk dm do dom domain dz ec edu ee eg email "
    "engineering enterprises es et eu example expert fi finance fj fm fo fr ga gd ge gf gg gh gi gl global gm "
    "gmbh gn gov gp gq gr group gt gu gw gy hamburg health hk hn holdings home hr ht hu id ie il im in industries "
    "info int intern internal international intra intranet invalid iq ir is it je jm jo jobs jp ke kg kh ki km "
    "koeln kr kw ky kz la lan lb lc legal li limited lk loc local localdomain london lr ls lt ltd lu lv ly ma "
    "management marketing mc me media mg mil mk ml mm mn mo mobi mq mr mt mu museum mv mw mx my mz na name nc ne "
    "net network ng ni nl no np nr nrw nu nz om online org pa paris partners pe pf pg ph pk pl pm pn post pr priv "
    "private pro pt pw qa re ro rs ru ruhr rw sa saarland sb sc sd se services sg shop si site sk sl sm sn "
    "software solutions sr st store su support sv swiss sy systems sz tc td team tech technology tel test tg th "
    "tirol tj tk tl tm tn to tr travel tt tv tw tz ua ug uk us uy uz va vc ve ventures vg vi vlaanderen vn vu wf "
    "wien work world ws xyz ye yt za zm zw".split()
)

ENDINGS = frozenset(
    "7z asmx bak bz2 cfg conf config csv dll dmp dump eml etl evtx exe gz har htm html http ini jpg json jsonl log md "
    "mht msg ndjson old out pcap pdf png rar req resp saz svc tar tgz trace trc tsv txt wsdl xls xlsm xlsx xml xz yaml "
    "yml zip zst".split()
)
"""Endings of file names."""

FILE_WORDS = frozenset(
    "account accounts activities activity all and api app appointment appointments attachment attachments "
    "autoresolver autoresolvers batch by c4c c4codata c4codataapi cache calendar call calls capture categories "
    "category change changes codata codataapi collection config configuration configurations connector "
    "connectorgeneric connectors contact contacts content copy core create crm csv customer customers data "
    "davmail debug delete doc docprops dump dumps email emails employee employees engine entities entity error "
    "errors event events evolution ews exchange exchangedatadump export exports find first folder folders for "
    "from generic get group groups har http index individual info initialize issue issues item items java job "
    "json key keys lead leads list load log logs mail mails main managed metadata metadatadump move natural new "
    "note notes object objects odata of old opportunities opportunity pack part partner partners permission "
    "permissions person persons phone query raw read readme rels report request requests resolver resolvers "
    "response responses result results sap save saz scheme schemes second session sessions setting settings "
    "shared sheet site sites soap soape state states status stdin storage storages strings styles sync "
    "synchronisation synchronization system table task tasks team teams text the theme thunderbird ticket to "
    "trace traces txt type types update upload user users visit visits wire workbook worksheets write xl xml"
    " zip".split()
)
"""Words that names of files in a log pack are made of."""

COMMON = FILE_WORDS | frozenset(
    "about access action activation active address addresses admin administrator after again agent alias always "
    "and anonymous answer any apache application archive area array art aspnet attribute audit august auth "
    "authentication authority authorization auto autodiscover availability available back backend backup bad bank "
    "base basic bearer before begin benutzer bill body book booking both browser builtin business button bytes "
    "cannot case cause center central certificate channel chase check client close cloudflare code codes come "
    "comment common community company complete condition conference conflict connect connection consumer contact "
    "contain control core corp corporate count country created cross current daily date datum days dean dear "
    "default delegate demo denied department description design desktop detail details development device dienst "
    "digest directory disabled distribution document domain don down draft drew duplicate during ecp edge edition "
    "enabled enter enterprise entry environment everyone example examples exception executive expired explorer "
    "external failed failure faith fault fax feature feedback fehler field file finance firewall first force "
    "forest format forms found free frontend full function gateway gene generation generic global gmail gmx grace "
    "grant group guest guy handler hardware hash header health hello help helpdesk high home hope host hosted "
    "hotmail hour http https hub icloud identity iis impersonation inbox incident index individual information "
    "input inside install instance intern internal internet intra intranet invalid invoice item iteration jack "
    "january joy july june keep kerberos kerio kind kunde label language large last layer legacy level library "
    "license limit line link linux live local location lock login logon long lost machine mailbox mailer "
    "mailserver maintenance manage managed manager manual mapi march mark marketing master max maximum may media "
    "meeting meldung member message messages messaging method microsoft middle minute missing mobile mode model "
    "modern monitor monitoring month name names national negotiate netscaler network never news next nginx nobody "
    "none noreply normal notification notify nt ntlm null number oauth office office365 offline often once online "
    "open operation operations option order org organization origin other outbox outlook output over owa owner "
    "ownerless packet page parameter parent password pat path payload people performance period personal place "
    "plain platform point policy pool portal post postmaster power preview primary principal printer private "
    "process product production profile project property protocol provider proxy public purchase question queue "
    "quick quota random range ray ready real reason receive record records recovery redirect refresh region "
    "register relay release reminder remote removal remove reply reported reset resource rest result retry return "
    "rich right role room root rose route router rule rules running sales sandbox scan schedule schema scope "
    "search second secret secure security self send sender sent server servers service servicekonto services "
    "session share shared short side sign single size skip small smtp snapshot software source special squid ssi "
    "staff stage staging standard start statistics stay step stop store stream string studio subject subscription "
    "success sue sunny support surface svc switch system tabl task team technical technology temp template tenant "
    "test test1 test2 testing tests text thread time token tool tools total training transfer transport trial "
    "true type undefined under unit unknown update url usage user username valid value values version video view "
    "virtual visit wait warning webmail website week well west when wifi will window windows wire with without "
    "work worker workflow workplace workstation world write yahoo year zone zscaler".split()
)
"""Words that are nobody's name by themselves, though an address or a domain may be made of them."""

_NAMESPACES = (
    *("docs.microsoft.com", "docs.oasis-open.org", "go.microsoft.com", "help.sap.com", "learn.microsoft.com"),
    *("schemas.microsoft.com", "schemas.openxmlformats.org", "schemas.xmlsoap.org", "www.sap.com", "www.w3.org"),
)
"""Hosts of documentation and namespaces that stand in most dumps."""
_CUT = 8
"""Characters of such a host after which it is known still."""
SYNTAX = frozenset("envelope http https soap soapenv tag tid trace xml xmlns".split())
"""Words that the formats themselves are made of; where damage puts one in the place of a name, it is none."""


def is_service(guid: str) -> bool:
    """Whether an id (in lower case) is that of a service of Microsoft, the same in every tenant: Graph, Exchange.

    Source: learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in.
    """
    return guid.startswith("0000000") and guid.endswith(("-0000-c000-000000000000", "-0ff1-ce00-000000000000"))


def is_known(host: str) -> bool:
    """Whether everybody knows the host (in lower case): a public service or documentation, or the rest of one."""
    return host in _KNOWN or is_documentation(host) or _is_cut(host)


def _is_cut(host: str) -> bool:
    """Whether a host is the beginning of one that stands in most dumps: `schemas.microsoft.co`."""
    return len(host) >= _CUT and "." in host and any(known.startswith(host) for known in (*_KNOWN, *_NAMESPACES))


def is_documentation(host: str) -> bool:
    """Whether the host serves documentation, schemas or source code, and no data of anybody."""
    return host not in _KNOWN and any(host == zone or host.endswith(f".{zone}") for zone in _DOCUMENTATION)
