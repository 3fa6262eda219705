"""The councils app's sheets: rows in, bytes out."""
