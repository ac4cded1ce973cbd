"""The owner's page: what the app's own key has cost, and the switch."""
