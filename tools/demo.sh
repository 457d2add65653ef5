#!/bin/sh
# The whole promise on a real control plane on this machine, with real commands and their real output. Repeatable.
set -eu
cd "$(dirname "$0")/.."
tools/check-prerequisites.sh demo
node tools/build.mjs --for demo
exec node tools/demo.mjs "$@"
