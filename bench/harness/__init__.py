"""The comparison of Plumbline with its peers: one workload, one emulator, one harness."""
