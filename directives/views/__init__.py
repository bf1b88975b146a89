"""Pages of documents: reading them, entering and changing them, their files."""

from directives.views.entry import create, edit, find, link_remove, links, read_number
from directives.views.reading import detail, directive_list, file

__all__ = [
    "create", "detail", "directive_list", "edit", "file", "find", "link_remove", "links", "read_number",
]  # fmt: skip
