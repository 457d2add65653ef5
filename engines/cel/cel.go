//go:build js && wasm

package main

import (
	"bytes"
	"encoding/json"
	"reflect"
	"time"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/ext"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/structpb"

	"cdk8s-gitops/engines/serve"
)

const (
	timeLimit = time.Second
	// As Kubernetes for one validation rule.
	costLimit        = 10_000_000
	checkedEachRound = 100
)

type request struct {
	Expression string `json:"expression"`
	// One evaluation each. The names are those of the first.
	Inputs []map[string]any `json:"inputs"`
	Names  []string         `json:"names"`
}

// Gives for each input the value, or an error. An expression that does not compile fails as a whole.
func run(body []byte) (any, error) {
	var asked request
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&asked); err != nil {
		return nil, err
	}
	program, err := compile(asked.Expression, asked.Names)
	if err != nil {
		return nil, err
	}
	outcomes := make([]outcome, len(asked.Inputs))
	for i, input := range asked.Inputs {
		outcomes[i] = evaluate(program, input)
	}
	return outcomes, nil
}

func compile(expression string, names []string) (cel.Program, error) {
	options := []cel.EnvOption{
		cel.OptionalTypes(), cel.CrossTypeNumericComparisons(true), cel.DefaultUTCTimeZone(true),
		ext.Strings(ext.StringsVersion(2)), ext.Sets(), ext.Lists(), ext.Math(), ext.Encoders(), ext.TwoVarComprehensions(), ext.Regex(),
	}
	for _, name := range names {
		options = append(options, cel.Variable(name, cel.DynType))
	}
	environment, err := cel.NewEnv(options...)
	if err != nil {
		return nil, err
	}
	ast, issues := environment.Compile(expression)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	return environment.Program(ast, cel.CostLimit(costLimit), cel.InterruptCheckFrequency(checkedEachRound), cel.EvalOptions(cel.OptOptimize))
}

func evaluate(program cel.Program, input map[string]any) outcome {
	values := make(map[string]any, len(input))
	for name, value := range input {
		values[name] = typed(value)
	}
	result, _, err := program.Eval(&variables{values: values, limit: serve.NewDeadline(timeLimit)})
	if err != nil {
		return failed(err)
	}
	native, err := result.ConvertToNative(reflect.TypeFor[*structpb.Value]())
	if err != nil {
		return failed(err)
	}
	encoded, err := protojson.Marshal(native.(*structpb.Value))
	if err != nil {
		return failed(err)
	}
	return outcome{Value: json.RawMessage(encoded)}
}

// Whole numbers are integers, as in Kubernetes.
func typed(value any) any {
	switch value := value.(type) {
	case json.Number:
		if integer, err := value.Int64(); err == nil {
			return integer
		}
		float, _ := value.Float64()
		return float
	case []any:
		for i, item := range value {
			value[i] = typed(item)
		}
	case map[string]any:
		for key, item := range value {
			value[key] = typed(item)
		}
	}
	return value
}

// The variables of one evaluation. cel-go asks it at intervals whether to stop; a context's timer would never fire in WebAssembly.
type variables struct {
	values map[string]any
	limit  *serve.Deadline
}

func (v *variables) ResolveName(name string) (any, bool) {
	if name == "#interrupted" {
		return v.limit.Over(), true
	}
	value, ok := v.values[name]
	return value, ok
}

func (v *variables) Parent() cel.Activation { return nil }
