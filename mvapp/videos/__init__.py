"""The page with the visitor's own list of videos."""
