"""What the libraries raise when something packed is damaged.

Apart from the errors of the tool (errors.py): every start needs those, `--help` too, and none of these libraries.
"""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib

DAMAGE = (
    zlib.error,
    EOFError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
    NotImplementedError,  # zipfile: packed or encrypted in a way that it does not know
    RuntimeError,
    ValueError,
    OSError,
    OverflowError,  # a place in the archive that is larger than any
)
"""What the libraries raise when a compressed stream is damaged, encrypted, or of a kind they cannot read."""
