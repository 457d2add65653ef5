#!/bin/sh
# Installs the npm packages of the lock file when they are missing or older than it.
set -eu
cd "$(dirname "$0")/.."
tools/check-prerequisites.sh lint
exec node tools/install.mjs
