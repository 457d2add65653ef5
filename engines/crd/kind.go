package main

import (
	"fmt"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/util/json"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

// One version of a kind, ready to judge objects.
type kind struct {
	namespaced bool
	hasStatus  bool
	structural *schema.Structural
	validator  validation.SchemaValidator
	// None where the schema has no rules.
	rules *cel.Validator
}

// Objects of a kind come in several requests, and preparing a large schema takes longer than judging a hundred of them.
var last struct {
	definition, version string
	kind                *kind
}

func prepared(encoded []byte, version string) (*kind, error) {
	if last.kind != nil && last.version == version && last.definition == string(encoded) {
		return last.kind, nil
	}
	var definition v1.CustomResourceDefinition
	if err := json.Unmarshal(encoded, &definition); err != nil {
		return nil, err
	}
	found, err := prepare(&definition, version)
	if err != nil {
		return nil, err
	}
	last.definition, last.version, last.kind = string(encoded), version, found
	return found, nil
}

func prepare(definition *v1.CustomResourceDefinition, version string) (*kind, error) {
	for _, one := range definition.Spec.Versions {
		if one.Name == version && one.Schema != nil && one.Schema.OpenAPIV3Schema != nil {
			return prepareVersion(one, definition.Spec.Scope == v1.NamespaceScoped)
		}
	}
	return nil, fmt.Errorf("it has no schema for the version %q", version)
}

func prepareVersion(version v1.CustomResourceDefinitionVersion, namespaced bool) (*kind, error) {
	var internal apiextensions.CustomResourceValidation
	if err := v1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(version.Schema, &internal, nil); err != nil {
		return nil, err
	}
	structural, err := schema.NewStructural(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	structural = structural.DeepCopy()
	if err := defaulting.PruneDefaults(structural); err != nil {
		return nil, err
	}
	validator, _, err := validation.NewSchemaValidator(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	return &kind{
		namespaced: namespaced,
		hasStatus:  version.Subresources != nil && version.Subresources.Status != nil,
		structural: structural,
		validator:  validator,
		rules:      cel.NewValidator(structural, true, celconfig.PerCallLimit),
	}, nil
}
