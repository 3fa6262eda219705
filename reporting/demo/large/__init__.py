"""The large world of the benchmarks: a few partnerships live through all the years, the others are copies of them."""
