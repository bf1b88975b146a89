"""The 25-column workbook that offices already keep: what the list shows, as a file."""
