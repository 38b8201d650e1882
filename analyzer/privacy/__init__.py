"""What may be shown, and what goes: nothing that an upload holds reaches an output but through this room.

`secrets.py` is the table of what secrets look like and `patterns.py` that of the places which hold one; `scrubbing.py`
takes both out of texts, `spellings.py` tells what stands behind their escapes. `content.py` learns what people wrote,
`quotes.py` and `echoes.py` take that out of a case, `pseudonyms/` gives tokens to persons, machines and ids. `watch.py`
remembers what must be gone and `leaks.py` looks for it in the finished bytes. This module imports none of them: most
commands need a few.
"""
