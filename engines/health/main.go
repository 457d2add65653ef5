//go:build js && wasm

// Argo CD's Lua rules of health as WebAssembly.
package main

import (
	"encoding/json"

	"cdk8s-gitops/engines/serve"
)

func main() {
	serve.Functions(map[string]serve.Function{"judge": judgeAll})
}

type request struct {
	Objects []map[string]any `json:"objects"`
	// By group/Kind, or Kind for the core group; the key may be a glob.
	Overrides map[string]override `json:"overrides"`
}

type override struct {
	Lua      string `json:"lua"`
	OpenLibs bool   `json:"openLibs"`
}

// One per object, in order. Rule is empty when there is none for the kind.
type verdict struct {
	Rule    string `json:"rule"`
	Status  string `json:"status"`
	Message string `json:"message"`
}

func judgeAll(body []byte) (any, error) {
	var asked request
	if err := json.Unmarshal(body, &asked); err != nil {
		return nil, err
	}
	rules := newRules(asked.Overrides)
	verdicts := make([]verdict, len(asked.Objects))
	for i, object := range asked.Objects {
		verdicts[i] = judge(object, rules)
	}
	return verdicts, nil
}

func judge(object map[string]any, rules *rules) verdict {
	found, err := rules.find(keyOf(object))
	if err != nil {
		return verdict{Rule: found.name, Status: unknown, Message: err.Error()}
	}
	if found.script == "" {
		return verdict{}
	}
	result, err := run(found, object)
	if err != nil {
		return verdict{Rule: found.name, Status: unknown, Message: err.Error()}
	}
	return verdict{Rule: found.name, Status: result.Status, Message: result.Message}
}
