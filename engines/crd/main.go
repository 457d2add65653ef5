//go:build js && wasm

// What the API server of Kubernetes says of custom resources that it is to create, as WebAssembly: its own packages for schemas, strictness, defaults, list types and CEL rules.
package main

import "cdk8s-gitops/engines/serve"

func main() {
	serve.Functions(map[string]serve.Function{"validate": validate})
}
