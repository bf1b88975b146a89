"""What it amounts to: figures as of a day, overview pages, reports on paper."""
