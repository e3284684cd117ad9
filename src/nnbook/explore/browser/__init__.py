"""Python in the reader's browser: what runs there, and the scripts of the page that start it."""
