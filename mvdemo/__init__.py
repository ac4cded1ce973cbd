"""The demo studio: a stand-in for Giggle that renders on this machine."""
