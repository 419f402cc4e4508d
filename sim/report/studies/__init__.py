"""The report of any study: a verdict in words first, then tables, figures and limits; on the screen and as a page."""
