"""The catalogue of known errors, its schema, and the engine that asks it. May import model, errors, reference."""
