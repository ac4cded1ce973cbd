"""Where videos are made: the connection to Giggle or the demo studio, its jobs, and the ledger of payments."""
