"""The drafts app's screens."""
