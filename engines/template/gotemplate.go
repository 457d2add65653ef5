//go:build js && wasm

package main

import (
	"fmt"
	"strings"
	"text/template"
)

// Go templates, each text parsed once.
type goTemplates struct {
	options []string
	parsed  map[string]*template.Template
}

func newGoTemplates(options []string) *goTemplates {
	return &goTemplates{options: options, parsed: map[string]*template.Template{}}
}

func (g *goTemplates) replace(text string, parameters map[string]any) (string, error) {
	if !strings.Contains(text, "{{") {
		return text, nil
	}
	parsed, err := g.parse(text)
	if err != nil {
		return "", err
	}
	var output strings.Builder
	if err := parsed.Execute(&output, parameters); err != nil {
		return "", fmt.Errorf("failed to execute go template %s: %w", text, err)
	}
	return output.String(), nil
}

func (g *goTemplates) parse(text string) (*template.Template, error) {
	if known, ok := g.parsed[text]; ok {
		return known, nil
	}
	parsed, err := template.New("").Funcs(functions).Parse(text)
	if err != nil {
		return nil, fmt.Errorf("failed to parse template %s: %w", text, err)
	}
	// An unknown option panics; the panic becomes the error.
	for _, option := range g.options {
		parsed.Option(option)
	}
	g.parsed[text] = parsed
	return parsed, nil
}
