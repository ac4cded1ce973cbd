"""Faults on order: what goes wrong, when, and how it is asked for."""
