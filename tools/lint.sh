#!/bin/sh
# Format and lint (Biome), layers and cycles (dependency-cruiser), unused code (knip). `tools/lint.sh --fix` formats.
set -eu
cd "$(dirname "$0")/.."
tools/install.sh
if [ "${1:-}" = --fix ]; then npx --no-install biome check --write --log-level=warn; else npx --no-install biome check --log-level=warn; fi
npx --no-install depcruise --config .dependency-cruiser.mjs src apps environments
npx --no-install knip
