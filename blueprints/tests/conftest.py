"""Makes the tools importable that the tests look at."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
for folder in (ROOT / "docs" / "tools", ROOT / "bootstrap", ROOT / ".ci" / "gates", ROOT / "local"):
    sys.path.insert(0, str(folder))
