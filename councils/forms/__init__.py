"""The councils app's forms, one noun a file: shape of input only."""
