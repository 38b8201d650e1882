"""What Autodiscover answers in plain XML."""

from __future__ import annotations

import pytest

from analyzer import protocols
from analyzer.limits import Limits
from analyzer.model import Problem
from analyzer.protocols import Said
from analyzer.reference import services

ROOT = '<?xml version="1.0"?>\n<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">'


def read(body: str) -> Said:
    return protocols.read(body, Limits())


def refused(code: str, text: str) -> str:
    inner = (
        f'<Response>\n<Error Time="10:33:57.9" Id="1"><ErrorCode>{code}</ErrorCode><Message>{text}</Message></Error>'
    )
    return f"{ROOT}{inner}</Response></Autodiscover>"


def test_an_error_is_told_with_its_code_its_text_and_its_line() -> None:
    said = read(refused("500", "The e-mail address can&apos;t be found."))

    (result,) = said.results
    assert said.service == services.AUTODISCOVER
    assert (result.text, result.line) == ("Autodiscover error 500: The e-mail address can't be found.", 2)
    assert said.successes == 0


def test_what_it_answers_to_a_browser_is_no_error() -> None:
    assert read(refused("600", "Invalid Request")).results == ()


def test_settings_are_no_error() -> None:
    said = read(f"{ROOT}<Response><Account><Action>settings</Action></Account></Response></Autodiscover>")

    assert (said.results, said.problem) == ((), None)


@pytest.mark.parametrize("stop", [140, 200])
def test_an_answer_that_breaks_off_is_said_to_be_cut(stop: int) -> None:
    assert read(refused("500", "Not found")[:stop]).problem is Problem.CUT


def test_another_document_that_names_autodiscover_is_none() -> None:
    assert read("<note><Autodiscover><Error><ErrorCode>500</ErrorCode></Error></Autodiscover></note>").results == ()
