"""What all our HTML pages share: the door through which strings of the customer reach them, their policy, their files.

`Page.shown` sees every value that a template prints, before it is escaped. The templates, the style and the script
are files of ours; the policy in each page allows these two by their hash, and nothing else: no network, no frame,
no other script.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from analyzer import lazy_re
from analyzer.report import characters, commands, words

COMPILED = "compiled"
"""Folder beside the templates of a wheel."""
MAX_URL = 1000
"""A longer reference is shown, but is no link."""

WHOLE = 40
"""Characters of the longest address or host that is kept on one line: what fits into that of a phone."""

_ADDRESS = lazy_re.compile(
    r"(?<![\w.+'@-])(?:[\w.+'-]{1,64}+@)?+[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}+(?=[\s,;:)]|\.?(?:\s|$))"
)
_URL = lazy_re.compile(r"https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][\x21-\x7e]*)?")


class Page(NamedTuple):
    """How much of the customer's strings one page shows."""

    text: int = 1500
    """Characters of one string; longer ones are no evidence for a person any more."""
    items: int = 40
    """Entries of a list inside an entry: steps, references, warnings, missing files."""

    def shown(self, value: Any) -> Any:
        """Every value a template prints passes here; escaping comes after it."""
        if isinstance(value, Markup):  # what a macro of a template made, or a file of ours; no document holds one
            return value
        if value is None:
            return "–"
        if not isinstance(value, str):
            return value
        over = len(value) - self.text
        value = characters.shown(value[: self.text])
        return f"{value}… [{over:,} more characters are in the JSON]" if over > 0 else value

    def capped(self, values: Sequence[Any] | None) -> list[Any]:
        """Cut a list to `items` entries and a last one that tells what was left out."""
        found = list(values or ())
        over = len(found) - self.items
        return [*found[: self.items], f"… {over:,} more are in the JSON"] if over > 0 else found

    def render(
        self, template: str, view: Mapping[str, Any], style: str, script: str = "", *, further: str = ""
    ) -> bytes:
        """A template of ours with its style, a further style of its own, and its script, as UTF-8."""
        look = file(style) + (file(further) if further else Markup())
        act = file(script) if script else Markup()
        whole = {**view, "style": look, "script": act, "policy": _policy(look, act)}
        return _environment(self).get_template(template).render(whole).encode("utf-8")


class _Compiled(BytecodeCache):
    """Templates as they are after compiling, which costs a start as much as reading the dump: the wheel carries them.

    Jinja asks for them, and compiles itself where a template, its own version or that of Python is another one.
    """

    def __init__(self, folder: Path, *, fill: bool = False) -> None:
        self.folder = folder
        self.fill = fill
        """Write what is missing: when the wheel is built, never where it is installed."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        del filename  # another one where the wheel is installed
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            with (self.folder / bucket.key).open("rb") as file:
                bucket.load_bytecode(file)
        except OSError:
            pass

    def dump_bytecode(self, bucket: Bucket) -> None:
        if self.fill:
            with (self.folder / bucket.key).open("wb") as file:
                bucket.write_bytecode(file)


def compile_templates(folder: Path) -> None:
    """Write all templates to a folder, compiled, as the wheel carries them."""
    environment = _new_environment(Page())
    environment.bytecode_cache = _Compiled(folder, fill=True)
    for path in _folder().glob("*.j2"):
        environment.get_template(path.name)


def is_compiled() -> bool:
    """Whether our templates came ready, as they do in a wheel."""
    found = _Compiled(_folder() / COMPILED)
    environment = _environment(Page())
    sources = {path.name: path.read_text(encoding="utf-8") for path in _folder().glob("*.j2")}
    return all(found.get_bucket(environment, name, None, source).code for name, source in sources.items())


@cache
def _environment(page: Page) -> Environment:
    return _new_environment(page)


def _new_environment(page: Page) -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=page.shown,
        loader=FileSystemLoader(_folder()),
        bytecode_cache=_Compiled(_folder() / COMPILED),
    )
    environment.filters.update(
        n=words.number,
        size=words.size,
        when=words.when,
        span=words.span,
        times=words.times,
        told=words.moment,
        in_zone=words.in_zone,
        parts=commands.parts,
        addresses=addresses,
        capped=page.capped,
        beside=_beside,
    )
    environment.tests.update(link=_is_link, moment=words.is_moment)
    return environment


def addresses(text: str) -> list[tuple[str, bool]]:
    """A text in pieces, and whether each is an address or a host: a line breaks at hyphens, but not within one."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for found in _ADDRESS.finditer(text) if "." in text else ():
        if len(found[0]) <= WHOLE and ("@" in found[0] or "-" in found[0]):  # else nothing breaks it
            pieces += [(text[done : found.start()], False), (found[0], True)]
            done = found.end()
    return [piece for piece in [*pieces, (text[done:], False)] if piece[0]]


def _policy(style: str, script: str) -> str:
    allowed = f"script-src {_hash(script)}; " if script else ""
    return f"default-src 'none'; style-src {_hash(style)}; {allowed}img-src data:; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _folder() -> Path:
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_templates", package.parent / "templates"):
        if (folder / "report.html.j2").is_file():
            return folder
    raise FileNotFoundError("the templates are neither in the installed package nor in a checkout beside it")


@cache
def file(name: str) -> Markup:
    """A style or a script of ours, as pages have it."""
    return Markup((_folder() / name).read_text(encoding="utf-8"))  # noqa: S704 - a file of ours, not of the customer


def escaped(text: str) -> str:
    """A text of ours as it stands in a page."""
    return str(escape(text))


def _beside(name: str) -> Markup:
    """The address of a file that lies beside the page: whatever its name, no scheme, no path, no anchor, no markup."""
    return Markup(quote(name, safe="", errors="replace"))  # noqa: S704 - letters, digits and %-_.~ alone


def _is_link(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MAX_URL and _URL.fullmatch(value) is not None
