"""What the audit app announces to the apps above it."""

from django.dispatch import Signal

# The trail was read from end to end and does not fit; carries `misfits`, the first of them first.
trail_does_not_fit = Signal()
