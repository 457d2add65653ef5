// Adapt copies Helm's Go module to ./helm without the client of a cluster and without HTTP, and makes this module use the copy.
//
// Rendering uses neither, and they are three quarters of the result. Each change is a replacement that must hit exactly once.
package main

import (
	_ "embed"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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

type change struct{ from, to string }

var changes = map[string][]change{
	"internal/version/version.go": {
		{`version = "v4.1"`, fmt.Sprintf("version = %q", helmVersion)},
		{`gitCommit = ""`, fmt.Sprintf("gitCommit = %q", helmCommit)},
		{`gitTreeState = ""`, `gitTreeState = "clean"`},
	},
	"internal/version/clientgo.go": {
		{"\t\"fmt\"\n\t\"runtime/debug\"\n\t\"slices\"\n\n\t_ \"k8s.io/client-go/kubernetes\" // Force k8s.io/client-go to be included in the build\n", ""},
		{between("info, ok := debug.ReadBuildInfo()", "return m.Version, nil"), fmt.Sprintf("return \"v0.%d.0\", nil", kubeMinor)},
	},
	"pkg/chart/common/capabilities.go": {
		{"\t\"k8s.io/client-go/kubernetes/scheme\"\n", ""},
		{"\tapiextensionsv1 \"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1\"\n", ""},
		{"\tapiextensionsv1beta1 \"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1beta1\"\n", ""},
		{between("// We should register the built in", "return vs"), fmt.Sprintf("return %#v", strings.Fields(apiVersions))},
	},
	"pkg/chart/common/util/jsonschema.go": {
		{"\t\"crypto/tls\"\n", ""}, {"\t\"net/http\"\n", ""}, {"\t\"time\"\n", ""},
		{"\t\"helm.sh/helm/v4/internal/version\"\n", ""},
		{"type HTTPURLLoader http.Client", "type HTTPURLLoader struct{}"},
		{between("client := (*http.Client)(l)", "return jsonschema.UnmarshalJSON(resp.Body)"), `return nil, fmt.Errorf("remote schemas are not fetched: %s", urlStr)`},
		{between("httpLoader := HTTPURLLoader(http.Client{", "return &httpLoader"), "return &HTTPURLLoader{}"},
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
	answer, err := exec.Command("go", "list", "-m", "-f", "{{.Version}} {{.Dir}}", module).Output()
	if err != nil {
		return err
	}
	version, source, _ := strings.Cut(strings.TrimSpace(string(answer)), " ")
	if version != helmVersion {
		return fmt.Errorf("go.mod asks for %s, this is for %s", version, helmVersion)
	}
	if err := os.CopyFS(copied, os.DirFS(source)); err != nil {
		return err
	}
	for file, wanted := range changes {
		if err := edit(filepath.Join(copied, file), wanted); err != nil {
			return err
		}
	}
	if err := replace(filepath.Join(copied, "pkg/engine/lookup_func.go"), lookup); err != nil {
		return err
	}
	return exec.Command("go", "mod", "edit", "-replace", module+"=./"+copied).Run()
}

func edit(file string, wanted []change) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	text := string(content)
	for _, change := range wanted {
		if text, err = apply(text, change); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return replace(file, text)
}

// Files of the module cache are read-only, and so are their copies.
func replace(file, text string) error {
	if err := os.Remove(file); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644)
}

const separator = "\x00"

// From the beginning of the one text to the end of the other.
func between(first, last string) string { return first + separator + last }

func apply(text string, change change) (string, error) {
	first, last, isRange := strings.Cut(change.from, separator)
	if count := strings.Count(text, first); count != 1 {
		return "", fmt.Errorf("%q is there %d times", first, count)
	}
	start := strings.Index(text, first)
	end := start + len(first)
	if isRange {
		length := strings.Index(text[end:], last)
		if length < 0 {
			return "", fmt.Errorf("there is no %q after %q", last, first)
		}
		end += length + len(last)
	}
	return text[:start] + change.to + text[end:], nil
}
