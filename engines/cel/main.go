//go:build js && wasm

// CEL as WebAssembly: cel-go, with the libraries that Kubernetes and Flux users know.
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
