"""The health app's views."""
