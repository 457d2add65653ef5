// Adapt copies Helm's Go module to ./helm without the client of a cluster and without HTTP, and makes this module use the copy.
//
// Rendering uses neither, and they are three quarters of the result. Each change is a replacement that must hit exactly once.
package main

import (
	_ "embed"
	"fmt"
	"log"
	"strings"

	"cdk8s-gitops/engines/serve/modcopy"
)

const (
	module      = "helm.sh/helm/v4"
	copied      = "helm"
	helmVersion = "v4.1.4"
	helmCommit  = "05fa37973dc9e42b76e1d2883494c87174b6074f"
	// Of client-go in Helm's go.mod, as the Kubernetes version that it stands for.
	kubeMajor, kubeMinor = 1, 35
)

// The API versions that client-go of that version knows, in its order.
//
//go:embed api-versions.txt
var apiVersions string

var changes = map[string][]modcopy.Change{
	"internal/version/version.go": {
		{`version = "v4.1"`, fmt.Sprintf("version = %q", helmVersion)},
		{`gitCommit = ""`, fmt.Sprintf("gitCommit = %q", helmCommit)},
		{`gitTreeState = ""`, `gitTreeState = "clean"`},
	},
	"internal/version/clientgo.go": {
		{"\t\"fmt\"\n\t\"runtime/debug\"\n\t\"slices\"\n\n\t_ \"k8s.io/client-go/kubernetes\" // Force k8s.io/client-go to be included in the build\n", ""},
		{modcopy.Between("info, ok := debug.ReadBuildInfo()", "return m.Version, nil"), fmt.Sprintf("return \"v0.%d.0\", nil", kubeMinor)},
	},
	"pkg/chart/common/capabilities.go": {
		{"\t\"k8s.io/client-go/kubernetes/scheme\"\n", ""},
		{"\tapiextensionsv1 \"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1\"\n", ""},
		{"\tapiextensionsv1beta1 \"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1beta1\"\n", ""},
		{modcopy.Between("// We should register the built in", "return vs"), fmt.Sprintf("return %#v", strings.Fields(apiVersions))},
	},
	"pkg/chart/common/util/jsonschema.go": {
		{"\t\"crypto/tls\"\n", ""}, {"\t\"net/http\"\n", ""}, {"\t\"time\"\n", ""},
		{"\t\"helm.sh/helm/v4/internal/version\"\n", ""},
		{"type HTTPURLLoader http.Client", "type HTTPURLLoader struct{}"},
		{modcopy.Between("client := (*http.Client)(l)", "return jsonschema.UnmarshalJSON(resp.Body)"), `return nil, fmt.Errorf("remote schemas are not fetched: %s", urlStr)`},
		{modcopy.Between("httpLoader := HTTPURLLoader(http.Client{", "return &httpLoader"), "return &HTTPURLLoader{}"},
	},
	"pkg/engine/engine.go": {
		{"\t\"k8s.io/client-go/rest\"\n", ""},
		{"func New(config *rest.Config) Engine", "func New(config any) Engine"},
		{"values common.Values, config *rest.Config)", "values common.Values, config any)"},
	},
}

// Takes the place of the file that asks a cluster.
const lookup = `package engine

type ClientProvider interface{}

type clientProviderFromConfig struct{ config any }

func newLookupFunction(ClientProvider) func(string, string, string, string) (map[string]interface{}, error) {
	return func(string, string, string, string) (map[string]interface{}, error) { return map[string]interface{}{}, nil }
}
`

func main() {
	log.SetFlags(0)
	if err := adapt(); err != nil {
		log.Fatalf("cannot adapt Helm: %v", err)
	}
}

func adapt() error {
	if err := modcopy.Copy(module, helmVersion, copied); err != nil {
		return err
	}
	if err := modcopy.Edit(copied, changes); err != nil {
		return err
	}
	return modcopy.Replace(copied+"/pkg/engine/lookup_func.go", lookup)
}
