//go:build js && wasm

package main

import (
	"regexp"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"github.com/gosimple/slug"
	"sigs.k8s.io/yaml"

	"cdk8s-gitops/engines/serve"
)

// Sprig without what looks at the machine, and Argo CD's own.
//
// See https://github.com/argoproj/argo-cd/blob/v3.2.11/applicationset/utils/utils.go and template_functions.go
var functions = func() template.FuncMap {
	all := template.FuncMap(sprig.GenericFuncMap())
	for _, name := range []string{"env", "expandenv", "getHostByName"} {
		delete(all, name)
	}
	all["normalize"] = normalize
	all["slugify"] = slugify
	all["toYaml"] = toYaml
	all["fromYaml"] = func(text string) (map[string]any, error) {
		value := map[string]any{}
		err := yaml.Unmarshal([]byte(text), &value)
		return value, err
	}
	all["fromYamlArray"] = func(text string) ([]any, error) {
		value := []any{}
		err := yaml.Unmarshal([]byte(text), &value)
		return value, err
	}
	return volatile.Watch(serve.Deterministic(all))
}()

var volatile = serve.NewVolatile()

var invalidInName = regexp.MustCompile("[^-a-z0-9.]")

const maxNameLength = 253

func normalize(name string) string {
	name = invalidInName.ReplaceAllString(strings.ToLower(name), "-")
	if len(name) > maxNameLength {
		name = name[:maxNameLength]
	}
	return strings.Trim(name, "-.")
}

// The last argument is the name; before it the longest length and whether to cut between words.
func slugify(arguments ...any) string {
	slug.MaxLength, slug.EnableSmartTruncate = 50, true
	name := ""
	for i, argument := range arguments {
		switch i {
		case len(arguments) - 1:
			name = argument.(string)
		case 0:
			slug.MaxLength = argument.(int)
		case 1:
			slug.EnableSmartTruncate = argument.(bool)
		}
	}
	return slug.Make(normalize(name))
}

func toYaml(value any) (string, error) {
	text, err := yaml.Marshal(value)
	return strings.TrimSuffix(string(text), "\n"), err
}
