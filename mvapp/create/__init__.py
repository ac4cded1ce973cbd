"""The create page: a song idea and a picture go in."""
