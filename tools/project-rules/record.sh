#!/usr/bin/env bash
# Asks Argo CD's own code for the answers in test/argocd/project/argocd-answers.json, and writes them there. Add a
# case with its spec, annotations or duration, and run this.
# Needs Go and the Go module proxy; the first run compiles a part of Argo CD, which takes minutes. `npm test` only reads
# what was recorded.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=${TMPDIR:-/tmp}/cdk8s-gitops-project-rules
mkdir -p "$work"
cp tools/argocd/go.mod tools/argocd/go.sum tools/project-rules/main.go "$work/"
(cd "$work" && CGO_ENABLED=0 GOFLAGS=-mod=mod go build -tags=record -trimpath -buildvcs=false -o oracle .)
"$work/oracle" test/argocd/project/argocd-answers.json
