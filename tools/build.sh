#!/bin/sh
# lib/: the library by tsc, the command as one bundle, the engines as WebAssembly. Steps whose inputs did not change are skipped.
set -eu
cd "$(dirname "$0")/.."
tools/check-prerequisites.sh build
exec node tools/build.mjs "$@"
