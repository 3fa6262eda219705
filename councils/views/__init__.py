"""The councils app's screens, one noun a file."""
