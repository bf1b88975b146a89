"""Everything that may break while reminders leave, broken on purpose, many times, with real programs (docs/operations.md)."""
