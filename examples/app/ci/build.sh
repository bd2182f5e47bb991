#!/usr/bin/env bash
# Compiles the application and runs its tests. It needs a JDK, and nothing of CircleCI.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rm -rf out
javac -Xlint:all -Werror -d out src/*.java test/*.java
java -cp out AppTest
