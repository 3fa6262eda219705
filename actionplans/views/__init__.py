"""The actionplans app's screens, one noun a file."""
