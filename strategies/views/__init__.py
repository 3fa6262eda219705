"""The strategies app's screens, one noun a file."""
