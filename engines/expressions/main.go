//go:build js && wasm

// Expressions as WebAssembly: jq as in Argo CD's ignoreDifferences, CEL as in Kubernetes.
package main

import "cdk8s-gitops/engines/serve"

func main() {
	serve.Functions(map[string]serve.Function{"jq": runJq, "cel": runCel})
}

// One of the two is set.
type outcome struct {
	Value any    `json:"value"`
	Error string `json:"error,omitempty"`
}

func failed(err error) outcome { return outcome{Error: err.Error()} }
