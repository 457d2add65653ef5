//go:build js && wasm

// Jq as WebAssembly: gojq, as in Argo CD's ignoreDifferences.
package main

import "cdk8s-gitops/engines/serve"

func main() {
	serve.Functions(map[string]serve.Function{"run": run})
}

// One of the two is set.
type outcome struct {
	Value any    `json:"value"`
	Error string `json:"error,omitempty"`
}

func failed(err error) outcome { return outcome{Error: err.Error()} }
