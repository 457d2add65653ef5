//go:build js && wasm

package main

import (
	_ "embed"

	"sigs.k8s.io/kustomize/kyaml/openapi/kubernetesapi"
)

// The Kubernetes OpenAPI of kustomize without texts, made by ./schema at build time.
//
//go:embed schema.pb
var leanSchema []byte

func init() {
	kubernetesapi.OpenAPIMustAsset[kubernetesapi.DefaultOpenAPI] = func(string) []byte { return leanSchema }
}
