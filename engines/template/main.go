//go:build js && wasm

// The templates of Argo CD's ApplicationSets as WebAssembly: Go templates with sprig, and fasttemplate.
package main

import (
	"bytes"
	"encoding/json"

	"cdk8s-gitops/engines/serve"
)

func main() {
	serve.Functions(map[string]serve.Function{"render": renderAll})
}

// Renderings with the same options.
type request struct {
	Pieces []piece `json:"pieces"`
	// Go templates; otherwise fasttemplate.
	GoTemplate bool     `json:"goTemplate"`
	Options    []string `json:"options"`
}

type piece struct {
	// Any JSON; every string and every key in it is a template.
	Template exact `json:"template"`
	// One rendering each.
	Parameters []map[string]any `json:"parameters"`
}

// JSON whose numbers keep their digits: values of Helm charts stand in templates.
type exact struct{ value any }

func (e *exact) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(&e.value)
}

// One of the two is set.
type outcome struct {
	Value any    `json:"value"`
	Error string `json:"error,omitempty"`
}

type answer struct {
	// For each piece one for each set of parameters.
	Outcomes [][]outcome `json:"outcomes"`
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
	outcomes := make([][]outcome, len(asked.Pieces))
	for i, piece := range asked.Pieces {
		outcomes[i] = make([]outcome, len(piece.Parameters))
		for j, given := range piece.Parameters {
			parameters, _ := typed(given).(map[string]any)
			value, err := deepReplace(piece.Template.value, func(text string) (string, error) { return replace(text, parameters) })
			if err != nil {
				outcomes[i][j] = outcome{Error: err.Error()}
			} else {
				outcomes[i][j] = outcome{Value: value}
			}
		}
	}
	return answer{Outcomes: outcomes, Volatile: volatile.Names()}, nil
}

// Marks a map that holds texts only.
const stringsMark = "\x00strings"

// Marks a list that holds maps only.
const mapsMark = "\x00maps"

// Parameters with the types that Argo CD's generators give them: `values`, labels and annotations are maps of texts, which templates can tell from maps of anything.
func typed(value any) any {
	switch known := value.(type) {
	case map[string]any:
		if marked, ok := known[stringsMark].(map[string]any); ok && len(known) == 1 {
			texts := make(map[string]string, len(marked))
			for key, item := range marked {
				texts[key], _ = item.(string)
			}
			return texts
		}
		if marked, ok := known[mapsMark].([]any); ok && len(known) == 1 {
			var maps []map[string]any
			for _, item := range marked {
				one, _ := typed(item).(map[string]any)
				maps = append(maps, one)
			}
			return maps
		}
		for key, item := range known {
			known[key] = typed(item)
		}
	case []any:
		for i, item := range known {
			known[i] = typed(item)
		}
	}
	return value
}
