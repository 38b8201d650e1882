"""A tag within a message in JSON keeps its attributes: they tell that what stands behind it is a secret."""

from __future__ import annotations

import json
from pathlib import Path

from analyzer.case import Order, run
from analyzer.report.files import Format

LOG = """> POST /EWS/Exchange.asmx HTTP/1.1
> Host: mail.contoso.example
>
< HTTP/1.1 500 Internal Server Error
< Content-Type: application/json
<
{}
"""


def test_the_value_of_a_setting_that_an_error_quotes_goes(tmp_path: Path) -> None:
    said = 'Error near <Setting Name="Password">Quittenbaum-Kern-4044</Setting> of the file'
    log = tmp_path / "curl.log"
    log.write_text(LOG.format(json.dumps({"error": {"code": "SsiFailure", "message": said}})), "utf-8")

    ((_, report),) = run([str(log)], Order(formats=(Format.JSON,))).reports

    assert b"SsiFailure" in report
    assert b"Quittenbaum" not in report
    assert b"leak check" not in report
