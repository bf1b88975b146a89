"""Reading a directive's text into duties: pure Python, imports no framework and touches no database."""
