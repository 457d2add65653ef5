#!/usr/bin/env bash
# The whole promise on a real control plane on this machine, with real commands and their real output. Repeatable.
set -euo pipefail
cd "$(dirname "$0")/.."
tools/install.sh
node tools/build.mjs
exec node tools/demo.mjs "$@"
