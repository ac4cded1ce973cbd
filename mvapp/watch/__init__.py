"""The page of one video: what is happening to it, and the film."""
