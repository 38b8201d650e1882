"""Test kit: one abstract EWS session, rendered in every shape in which traces reach the tool."""
