"""Files drawn from the actionplans app: dataclass in, bytes out."""
