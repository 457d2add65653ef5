#!/usr/bin/env bash
# Records what Argo CD's own repo-server reads in files that are made by chance: writes test/render/source/readings.json.
# Needs Go and the Go module proxy; the first run compiles a good part of Argo CD, which takes minutes. `npm test` only reads what was recorded.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=${TMPDIR:-/tmp}/cdk8s-gitops-readings
mkdir -p "$work"
cp tools/readings/main.go tools/argocd/go.mod tools/argocd/go.sum "$work/"
(cd "$work" && CGO_ENABLED=0 GOTOOLCHAIN=local GOWORK=off GOFLAGS=-mod=mod go build -tags=record -trimpath -buildvcs=false -o oracle .)
node tools/readings/generate.mjs "$work/oracle"
