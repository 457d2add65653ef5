#!/usr/bin/env bash
# Records what Argo CD's own ApplicationSet code makes of test/applicationsets/*: writes expected.json beside each applicationset.yaml.
# Needs Go, git and the Go module proxy; the first run compiles a good part of Argo CD, which takes minutes. `npm test` only reads what was recorded.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=v3.2.11
work=${TMPDIR:-/tmp}/cdk8s-gitops-applicationsets
mkdir -p "$work"
cp tools/applicationsets/main.go "$work/main.go"
if [ ! -f "$work/go.mod" ]; then
  argocd=$(cd / && go mod download -json "github.com/argoproj/argo-cd/v3@$version" | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p')
  {
    printf 'module cdk8s-gitops/tools/applicationsets\n\n'
    sed -n 's/^go .*/&/p' "$argocd"
    printf '\nrequire github.com/argoproj/argo-cd/v3 %s\n\n' "$version"
    sed -n '/^replace (/,/^)/p' "$argocd"
  } > "$work/go.mod"
  (cd "$work" && GOFLAGS=-tags=record go mod tidy)
fi
(cd "$work" && CGO_ENABLED=0 go build -tags=record -trimpath -o oracle .)
"$work/oracle" "${@:-test/applicationsets}"
