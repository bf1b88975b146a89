"""What the rows of a workbook would do, judged by the same rules as the pages; nothing here writes."""
