package main

import (
	"context"
	encoding "encoding/json"
	"fmt"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metadata "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

type request struct {
	Definition encoding.RawMessage `json:"definition"`
	// The version that the objects have.
	Version string           `json:"version"`
	Objects []map[string]any `json:"objects"`
}

// Gives for each object what is wrong with it, one line each. A definition that cannot be used fails as a whole.
func validate(body []byte) (any, error) {
	var asked request
	// Whole numbers become int64, as in the API server.
	if err := json.Unmarshal(body, &asked); err != nil {
		return nil, err
	}
	kind, err := prepared(asked.Definition, asked.Version)
	if err != nil {
		return nil, err
	}
	problems := make([][]string, len(asked.Objects))
	for i, object := range asked.Objects {
		problems[i] = kind.problemsOf(object)
	}
	return problems, nil
}

// In the order of the API server: decoding, preparing, validating.
func (k *kind) problemsOf(object map[string]any) []string {
	problems := []string{}
	_, _, unknown, err := objectmeta.GetObjectMetaWithOptions(object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return append(problems, err.Error())
	}
	unknown = append(unknown, pruning.PruneWithOptions(object, k.structural, true, schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})...)
	defaulting.PruneNonNullableNullsWithoutDefaults(object, k.structural)
	coercion, embedded := objectmeta.CoerceWithOptions(nil, object, k.structural, false, objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	for _, path := range append(unknown, embedded...) {
		problems = append(problems, fmt.Sprintf("%s: unknown field", path))
	}
	if coercion != nil {
		return append(problems, coercion.Error())
	}
	defaulting.Default(object, k.structural)
	if k.hasStatus {
		delete(object, "status")
	}
	for _, problem := range k.refusals(object) {
		// A rule that this version does not understand is none of the object's.
		if problem.Type != field.ErrorTypeInternal {
			problems = append(problems, strings.TrimPrefix(problem.Error(), "<nil>: "))
		}
	}
	return problems
}

func (k *kind) refusals(object map[string]any) field.ErrorList {
	accessor := &unstructured.Unstructured{Object: object}
	// Which one it goes to is no matter of the definition.
	if k.namespaced && accessor.GetNamespace() == "" {
		accessor.SetNamespace("default")
	}
	found := metadata.ValidateObjectMetaAccessor(accessor, k.namespaced, metadata.NameIsDNSSubdomain, field.NewPath("metadata"))
	found = append(found, validation.ValidateCustomResource(nil, object, k.validator)...)
	found = append(found, objectmeta.Validate(nil, object, k.structural, false)...)
	found = append(found, listtype.ValidateListSetsAndMaps(nil, k.structural, object)...)
	if k.rules == nil || blocksRules(found) {
		return found
	}
	broken, _ := k.rules.Validate(context.Background(), nil, k.structural, object, nil, celconfig.RuntimeCELCostBudget)
	return append(found, broken...)
}

// Rules rely on types and bounds, so that the API server does not evaluate them then.
func blocksRules(problems field.ErrorList) bool {
	for _, problem := range problems {
		switch problem.Type {
		case field.ErrorTypeNotSupported, field.ErrorTypeRequired, field.ErrorTypeTooLong, field.ErrorTypeTooMany, field.ErrorTypeTypeInvalid:
			return true
		}
	}
	return false
}
