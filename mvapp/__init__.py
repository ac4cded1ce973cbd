"""What the pages of MV Studio share."""
