#!/bin/sh
# The whole check on a fresh clone: install, build, lint, types, our own gitops/ up to date, every test. The last line is `N passed, N failed`.
# With paths, only their tests: npm test -- test/manifest
set -eu
cd "$(dirname "$0")/.."
tools/check-prerequisites.sh test
exec node tools/test.mjs "$@"
