"""Rules of our own for cfn-lint, which lets through what these refuse: `cfn-lint --append-rules blueprints/tests/rules`."""
