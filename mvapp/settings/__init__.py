"""The page with the key, the studio, the language, and what is kept where."""
