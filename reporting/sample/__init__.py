"""The illustration: eleven documents, the agencies around them in their organisation of 2022, and a year of tracking.

Facts (numbers, dates, names of bodies and signers, what each item asks) are those of real documents; the words are summaries,
and what the officers did is invented. Everything that has a mark for it is marked as sample. `loading.load` puts it in place.
"""
