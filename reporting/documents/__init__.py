"""Documents of the reporting app, one a file: plain values in, bytes out."""
