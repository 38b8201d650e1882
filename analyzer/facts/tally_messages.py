"""Messages become facts: what exceptions and log lines tell of errors, of tokens, and of sessions that ended well."""

from __future__ import annotations

from analyzer.facts import csrf, texts, wording
from analyzer.facts.ledger import Ledger
from analyzer.facts.recovery import ENDED_WELL
from analyzer.model import SUCCESS, Event, EventKind, Message, Protocol, Service, System
from analyzer.privacy.scrubbing import scrub
from analyzer.reference import services
from analyzer.reference.vocabulary import ACCOUNT, CALM_LEVELS

_LONGEST_USER = 200


def count(ledger: Ledger, message: Message) -> None:
    """Take in one message; what tells of no error and interests no rule is forgotten."""
    if message.repeats:
        ledger.counters.repeated.at(scrub(message.text)).count += 1
        return
    if ledger.refused_token and not message.exception and csrf.says_it_works(message):
        ledger.counters.recoveries.worked(csrf.REFUSED, ledger.records, message.at.time)
        ledger.refused_token = False
    unquoted = _unquoted(message)
    calm = bool(unquoted) and not (message.exception and unquoted == message.text)  # one in quotes is a name of a mail
    said = unquoted if calm else message.text
    codes = texts.engine_codes(said, leading=message.at.system in (System.C4C, System.EXCHANGE))
    told = wording.NOTHING if calm else _told(message, said)
    if message.at.system is System.C4C:  # its own words may look like a code of Exchange
        told = told._replace(code=None, graph=False)
    if calm and not codes and wording.told(said, exception=True):  # a line that tells what a status or a code means
        ledger.again.passes(message)
        return
    if not message.exception and not codes and not told and not ledger.wanted(said):
        ledger.again.passes(message)
        return
    text = scrub(said)
    if not codes and ledger.again.says(message, told):
        return
    service = _side(message, told)
    if told.code is not None:
        ledger.counters.told_codes.at((service.protocol, told.code)).again()
    ledger.quote(text, codes)
    if codes == [SUCCESS]:
        ledger.counters.finished += 1
        ledger.counters.recoveries.worked(ENDED_WELL, ledger.records, message.at.time)
        return
    event = Event(
        kind=EventKind.EXCEPTION if message.own else EventKind.MESSAGE,
        system=service.system,
        protocol=service.protocol,
        status=told.status,
        code=codes[0] if codes else told.code,
        inner=told.inner,
        text=text,
        parameters=texts.parameters(text),
        mention=not message.exception and not codes and not told,
        calm=message.level in CALM_LEVELS and not message.exception,
        item=message.item,
        elsewhere=message.elsewhere and not codes,
        mailbox=scrub(_user(message.user)) or None,
        session=message.session,
    )
    ledger.refused_token = ledger.refused_token or csrf.is_refused(text)
    order = (message.at.time or ledger.clock, ledger.document, ledger.records)
    ledger.counters.events.count(
        event,
        message.at,
        lambda: (f"{text} · user {scrub(message.user)}" if message.user else text, ()),
        order,
        early=False,
        user=message.user.lower(),
    )


def _told(message: Message, said: str) -> wording.Told:
    of_exchange = message.at.system is System.EXCHANGE and message.at.protocol in (Protocol.EWS, Protocol.OTHER)
    return wording.told(said, message.level, exception=message.exception, exchange=of_exchange)


def _unquoted(message: Message) -> str:
    """What a calm line says itself; nothing where it quotes nothing that is known for a quote."""
    if message.level not in CALM_LEVELS:
        return ""
    if message.narrated:
        return texts.without_quotes(message.text)
    said = texts.without_printed(message.text)
    return said if said != message.text else ""


def _user(told: str) -> str:
    """Whose session a row of a table is: a name as it is written, an address in lower case; empty for anything else."""
    if not ACCOUNT.fullmatch(told[:_LONGEST_USER]):
        return ""
    return told[:_LONGEST_USER].lower() if "@" in told else told[:_LONGEST_USER]


def _side(message: Message, told: wording.Told) -> Service:
    """Whose error a message is: a response code is one of Exchange, a status that of whoever is named nearby."""
    own = message.at.service
    if told.graph:
        return services.GRAPH
    if told.code is not None:
        return own if own.protocol is Protocol.GRAPH else services.EWS
    if own.system not in (System.UNKNOWN, System.OTHER) or not (told or message.near):
        return own
    if own.system is System.UNKNOWN and message.near is not None:
        return message.near
    return services.EWS if told.connector and own.system is System.UNKNOWN else own
