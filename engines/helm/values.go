//go:build js && wasm

package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/strvals"
)

type named struct {
	Name    string `json:"name"`
	Content string `json:"content"`
}

// What the command's flags give, in the order in which the command takes them.
type valueInputs struct {
	// --values
	Files []named `json:"files"`
	// --set-json
	SetJSON []string `json:"setJson"`
	// --set
	Set []string `json:"set"`
	// --set-string
	SetString []string `json:"setString"`
	// --set-file, with the content instead of a path.
	SetFile []named `json:"setFile"`
	// --set-literal
	SetLiteral []string `json:"setLiteral"`
}

// See MergeValues in https://github.com/helm/helm/blob/v4.1.4/pkg/cli/values/options.go
func (inputs *valueInputs) merge() (map[string]any, error) {
	merged := map[string]any{}
	for _, file := range inputs.Files {
		values, err := loader.LoadValues(strings.NewReader(file.Content))
		if err != nil {
			return nil, fmt.Errorf("failed to parse %s: %w", file.Name, err)
		}
		merged = loader.MergeMaps(merged, values)
	}
	for _, text := range inputs.SetJSON {
		if strings.HasPrefix(strings.TrimSpace(text), "{") {
			var values map[string]any
			if err := json.Unmarshal([]byte(text), &values); err != nil {
				return nil, fmt.Errorf("failed parsing --set-json data JSON: %s", text)
			}
			merged = loader.MergeMaps(merged, values)
		} else if err := strvals.ParseJSON(text, merged); err != nil {
			return nil, fmt.Errorf("failed parsing --set-json data %s", text)
		}
	}
	for _, text := range inputs.Set {
		if err := strvals.ParseInto(text, merged); err != nil {
			return nil, fmt.Errorf("failed parsing --set data: %w", err)
		}
	}
	for _, text := range inputs.SetString {
		if err := strvals.ParseIntoString(text, merged); err != nil {
			return nil, fmt.Errorf("failed parsing --set-string data: %w", err)
		}
	}
	for _, file := range inputs.SetFile {
		content := func([]rune) (any, error) { return file.Content, nil }
		if err := strvals.ParseIntoFile(file.Name+"=content", merged, content); err != nil {
			return nil, fmt.Errorf("failed parsing --set-file data: %w", err)
		}
	}
	for _, text := range inputs.SetLiteral {
		if err := strvals.ParseLiteralInto(text, merged); err != nil {
			return nil, fmt.Errorf("failed parsing --set-literal data: %w", err)
		}
	}
	return merged, nil
}
