// Writes the Kubernetes OpenAPI that kustomize carries without what kustomize never looks at (texts, paths, other extensions),
// so that it is parsed in a fraction of the time. Run by tools/build-engines.mjs: `go run ./schema schema.pb`.
package main

import (
	"log"
	"os"
	"strings"

	openapi "github.com/google/gnostic-models/openapiv2"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	schema "sigs.k8s.io/kustomize/kyaml/openapi"
	"sigs.k8s.io/kustomize/kyaml/openapi/kubernetesapi"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

func main() {
	var document openapi.Document
	asset := kubernetesapi.OpenAPIMustAsset[kubernetesapi.DefaultOpenAPI]("kubernetesapi/v1_21_2/swagger.pb")
	if err := proto.Unmarshal(asset, &document); err != nil {
		log.Fatal(err)
	}
	prune(document.ProtoReflect())
	assertScopesKnown(document.GetPaths())
	document.Paths = &openapi.Paths{}
	document.Parameters = nil
	document.Responses = nil
	lean, err := proto.MarshalOptions{Deterministic: true}.Marshal(&document)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], lean, 0o644); err != nil {
		log.Fatal(err)
	}
}

// What strategic merge and the kinds need; of the texts one character stays, because kustomize takes a schema without any content for a missing one.
var extensions = map[string]bool{
	"x-kubernetes-group-version-kind": true,
	"x-kubernetes-list-map-keys":      true,
	"x-kubernetes-patch-merge-key":    true,
	"x-kubernetes-patch-strategy":     true,
}

func prune(message protoreflect.Message) {
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case field.Name() == "description" && field.Kind() == protoreflect.StringKind:
			message.Set(field, protoreflect.ValueOfString("-"))
		case field.Name() == "vendor_extension":
			kept := 0
			list := value.List()
			for i := 0; i < list.Len(); i++ {
				if named, ok := list.Get(i).Message().Interface().(*openapi.NamedAny); ok && extensions[named.Name] {
					list.Set(kept, list.Get(i))
					kept++
				}
			}
			list.Truncate(kept)
		case field.Kind() == protoreflect.MessageKind && field.IsList():
			for i := 0; i < value.List().Len(); i++ {
				prune(value.List().Get(i).Message())
			}
		case field.Kind() == protoreflect.MessageKind && !field.IsMap():
			prune(value.Message())
		}
		return true
	})
}

// kustomize asks the paths only which kinds have a namespace, and carries the answers for its own schema in a table: the paths are not needed when the table has all of them.
func assertScopesKnown(paths *openapi.Paths) {
	type kind struct{ Group, Version, Kind string }
	namespaced := map[kind]bool{}
	for _, path := range paths.GetPath() {
		for _, extension := range path.GetValue().GetGet().GetVendorExtension() {
			if extension.Name != "x-kubernetes-group-version-kind" {
				continue
			}
			var of kind
			if err := yaml.Unmarshal([]byte(extension.GetValue().GetYaml()), &of); err != nil {
				log.Fatal(err)
			}
			namespaced[of] = namespaced[of] || strings.Contains(path.Name, "namespaces/{namespace}")
		}
	}
	for of, expected := range namespaced {
		apiVersion := of.Version
		if of.Group != "" {
			apiVersion = of.Group + "/" + of.Version
		}
		actual, found := schema.IsNamespaceScoped(yaml.TypeMeta{APIVersion: apiVersion, Kind: of.Kind})
		if !found || actual != expected {
			log.Fatalf("kustomize's table of scopes lacks %s %s: keep the paths", apiVersion, of.Kind)
		}
	}
	log.Printf("%d kinds checked", len(namespaced))
}
