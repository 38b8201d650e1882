"""An analysis becomes bytes: one module for each format, all rendered from the JSON document."""
