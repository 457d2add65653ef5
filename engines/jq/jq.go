//go:build js && wasm

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"

	"github.com/itchyny/gojq"

	"cdk8s-gitops/engines/serve"
)

// Argo CD's limit for one expression on one object.
const timeLimit = time.Second

// A million values would only fill the memory.
const maxResults = 100_000

type request struct {
	Expression string `json:"expression"`
	Inputs     []any  `json:"inputs"`
}

// Gives for each input the list of results, or an error. An expression that does not compile fails as a whole.
func run(body []byte) (any, error) {
	var asked request
	decoder := json.NewDecoder(bytes.NewReader(body))
	// What is left of an object is applied: its numbers keep their digits.
	decoder.UseNumber()
	if err := decoder.Decode(&asked); err != nil {
		return nil, err
	}
	query, err := gojq.Parse(asked.Expression)
	if err != nil {
		return nil, err
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, err
	}
	outcomes := make([]outcome, len(asked.Inputs))
	for i, input := range asked.Inputs {
		outcomes[i] = resultsOf(code, input)
	}
	return outcomes, nil
}

func resultsOf(code *gojq.Code, input any) outcome {
	results := []json.RawMessage{}
	iterator := code.RunWithContext(serve.NewDeadline(timeLimit), input)
	for {
		value, ok := iterator.Next()
		if !ok {
			return outcome{Value: results}
		}
		if err, ok := value.(error); ok {
			var halt *gojq.HaltError
			if errors.As(err, &halt) && halt.Value() == nil {
				return outcome{Value: results}
			}
			return failed(err)
		}
		encoded, err := json.Marshal(value)
		if err != nil {
			return failed(err)
		}
		if results = append(results, encoded); len(results) > maxResults {
			return failed(errors.New("more than 100000 results"))
		}
	}
}
