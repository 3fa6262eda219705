"""The demonstration world: the seeds' own facts and plainly fictitious people, brought to life by the services."""
