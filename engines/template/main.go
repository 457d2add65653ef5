//go:build js && wasm

// The templates of Argo CD's ApplicationSets as WebAssembly: Go templates with sprig, and fasttemplate.
package main

import (
	"encoding/json"

	"cdk8s-gitops/engines/serve"
)

func main() {
	serve.Functions(map[string]serve.Function{"render": renderAll})
}

type request struct {
	// Any JSON; every string and every key in it is a template.
	Template any `json:"template"`
	// One rendering each.
	Parameters []map[string]any `json:"parameters"`
	// Go templates; otherwise fasttemplate.
	GoTemplate bool     `json:"goTemplate"`
	Options    []string `json:"options"`
}

// One of the two is set.
type outcome struct {
	Value any    `json:"value"`
	Error string `json:"error,omitempty"`
}

type answer struct {
	Outcomes []outcome `json:"outcomes"`
	// Functions that were called and give another value each time, sorted.
	Volatile []string `json:"volatile"`
}

func renderAll(body []byte) (any, error) {
	var asked request
	if err := json.Unmarshal(body, &asked); err != nil {
		return nil, err
	}
	volatile.Reset()
	replace := fastReplace
	if asked.GoTemplate {
		replace = newGoTemplates(asked.Options).replace
	}
	outcomes := make([]outcome, len(asked.Parameters))
	for i, parameters := range asked.Parameters {
		value, err := deepReplace(asked.Template, func(text string) (string, error) { return replace(text, parameters) })
		if err != nil {
			outcomes[i] = outcome{Error: err.Error()}
		} else {
			outcomes[i] = outcome{Value: value}
		}
	}
	return answer{Outcomes: outcomes, Volatile: volatile.Names()}, nil
}
