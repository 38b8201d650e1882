"""What made the work grow with the square of the input reads the same now that it does not.

How much work there is, is counted in steps (`tests/support/steps.py`), not measured in seconds; the other tests say what
the quicker ways must still find.
"""

from __future__ import annotations

import json
import subprocess
import sys

from analyzer.limits import DEFAULT
from analyzer.markup import read_attributes
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.protocols import ews
from analyzer.readers.pieces import Envelope, pieces
from analyzer.readers.window import Window
from tests.conftest import ROOT


def test_the_steps_of_no_line_grow_faster_than_the_upload() -> None:
    words = [sys.executable, "-m", "tests.support.growing", "short"]

    said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert json.loads(said) == {}


def test_a_square_is_seen() -> None:
    program = """
from tests.support import growing, steps
steps.counting()
from analyzer.facts import sessions
def slashes(size):
    folder = "/" * size
    while folder:
        folder = sessions.folder_of(folder)
print(growing.too_much(growing.counts(slashes)))
"""
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert "analyzer.facts.sessions" in said


CUT = "<s:Envelope ><s:Body><m:GetItemResponse>\n"
ONE = '<m:GetItemResponseMessage ResponseClass="Error">\n<m:ResponseCode>{}</m:ResponseCode>\n'


def test_every_result_of_a_cut_envelope_has_its_own_line() -> None:
    worked = ONE.format("NoError").replace('"Error"', '"Success"')
    said = ews.read((CUT + ONE.format("ErrorA") + worked + ONE.format("ErrorB")).encode(), DEFAULT, complete=False)

    assert [(result.code, result.line) for result in said.results] == [("ErrorA", 2), ("ErrorB", 6)]


def test_a_reason_is_read_behind_texts_that_nothing_ends() -> None:
    text = "<s:Envelope ><s:Body><s:Fault>" + "<Text>" * 50 + "<faultstring>The mailbox moved.</faultstring>"

    said = ews.read(text.encode(), DEFAULT, complete=False)

    assert said.results[0].text == "The mailbox moved."


def test_content_with_a_prefix_that_was_met_before_is_passed_over_though_thousands_were_met() -> None:
    quoted = b"<t:Subject></s:Envelope></t:Subject>"
    many = b"".join(b"<a%d:Subject>" % number for number in range(1000))
    whole = b"<s:Envelope >" + quoted + many + quoted + b"</s:Envelope>"

    found = next(piece for piece in pieces(Window([whole]), DEFAULT) if isinstance(piece, Envelope))

    assert found.data == whole


def test_names_that_begin_alike_are_told_apart_and_the_longest_is_meant() -> None:
    names = Pseudonyms()
    short, long, other = names.user("Anna Berg"), names.user("Anna Berg Lund"), names.user("Anna Ahl")

    said = names.replace("Anna Berg Lund, then ANNA BERG; Anna Ahl; hanna bergstrom")

    assert said == f"{long}, then {short}; {other}; hanna bergstrom"


def test_attributes_are_read_among_words_that_are_none() -> None:
    assert read_attributes(b" aaaa bbbb t:Tag=\"EwsResponse\" cc\tTid = '7' dd=ee") == {
        "Tag": "EwsResponse",
        "Tid": "7",
    }
