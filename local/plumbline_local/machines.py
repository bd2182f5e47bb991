"""Step Functions as the machines use them."""
