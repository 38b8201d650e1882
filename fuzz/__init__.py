"""Attacks with inputs that a machine makes up: see CONTRIBUTING, "Attack a reader". Not part of the package."""
