"""Word and Excel files of reports, opened by LibreOffice and measured on the pages that come out."""
