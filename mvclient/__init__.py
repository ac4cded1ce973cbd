"""A client of Giggle's MV trustee API."""
