"""Verbs of tracking; each is one transaction."""
