"""What the visitor's own browser keeps for us, and the small things it does."""
