"""Measures the gateway beside nginx. Start with __main__.py, then scenarios/."""
