"""Out of addresses, programs and Markdown: the text of a query, and what was done to get it."""
