"""The reporting app's screens, one noun a file."""
