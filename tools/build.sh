#!/usr/bin/env bash
# lib/: the library by tsc, the command as one bundle, the engines as WebAssembly. Steps whose inputs did not change are skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
tools/install.sh
node tools/build.mjs "$@"
