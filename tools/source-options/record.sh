#!/usr/bin/env bash
# Records what repo-server's own code of Argo CD 3.2.11 makes of the sources that generate.ts makes, with the real helm and kustomize:
# writes test/render/recorded-sources.json. Needs Go and the Go module proxy; the first run compiles a good part of Argo CD,
# which takes minutes. `npm test` only reads what was recorded.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=${TMPDIR:-/tmp}/cdk8s-gitops-source-options
mkdir -p "$work/bin"
cp tools/argocd/go.mod tools/argocd/go.sum tools/source-options/main.go "$work"
(cd "$work" && CGO_ENABLED=0 GOTOOLCHAIN=local GOWORK=off go build -tags=record -trimpath -buildvcs=false -o oracle .)
ln -sf "$(node -e "import('./tools/helm-binary.mjs').then(async (t) => console.log(await t.helmBinary()))")" "$work/bin/helm"
ln -sf "$(node -e "import('./tools/kustomize-binary.mjs').then(async (t) => console.log(await t.kustomizeBinary()))")" "$work/bin/kustomize"
PATH="$work/bin:$PATH" npx tsx tools/source-options/generate.ts "$work/oracle"
