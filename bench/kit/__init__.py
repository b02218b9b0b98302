"""Measures the gateway beside nginx and others. Start with __main__.py, then scenarios/."""
