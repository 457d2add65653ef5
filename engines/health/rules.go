//go:build js && wasm

package main

import (
	"embed"
	"path"
	"sort"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/gobwas/glob"
)

// Argo CD's bundled rules: <group>/<Kind>/health.lua, copied from its Go module by ./collect when this module is built.
//
//go:embed all:rules
var bundled embed.FS

type rule struct {
	name     string
	script   string
	openLibs bool
}

// Finds rules as Argo CD does: overrides by key, overrides by glob, bundled ones by key, bundled ones by wildcard folder.
//
// See GetHealthScript in https://github.com/argoproj/argo-cd/blob/v3.2.11/util/lua/lua.go
type rules struct {
	overrides map[string]override
	globs     []string
	known     map[string]rule
}

func newRules(overrides map[string]override) *rules {
	globs := make([]string, 0, len(overrides))
	for key := range overrides {
		globs = append(globs, key)
	}
	// Argo CD takes any that matches.
	sort.Strings(globs)
	return &rules{overrides: overrides, globs: globs, known: map[string]rule{}}
}

func (r *rules) find(key string) (rule, error) {
	if found, ok := r.known[key]; ok {
		return found, nil
	}
	found, err := r.lookUp(key)
	if err == nil {
		r.known[key] = found
	}
	return found, err
}

func (r *rules) lookUp(key string) (rule, error) {
	if exact, ok := r.overrides[key]; ok && exact.Lua != "" {
		return overriding(key, exact), nil
	}
	for _, pattern := range r.globs {
		compiled, err := glob.Compile(pattern)
		if err == nil && compiled.Match(key) && r.overrides[pattern].Lua != "" {
			return overriding(pattern, r.overrides[pattern]), nil
		}
	}
	if script, err := bundled.ReadFile(path.Join("rules", key, "health.lua")); err == nil {
		return rule{name: "argocd/" + key, script: string(script), openLibs: true}, nil
	}
	for _, folder := range wildcardFolders {
		if !doublestar.PathMatchUnvalidated(strings.ReplaceAll(folder, "_", "*"), key) {
			continue
		}
		script, err := bundled.ReadFile(path.Join("rules", folder, "health.lua"))
		return rule{name: "argocd/" + folder, script: string(script), openLibs: true}, err
	}
	return rule{}, nil
}

func overriding(key string, override override) rule {
	return rule{name: "argocd-cm/" + key, script: override.Lua, openLibs: override.OpenLibs}
}

// Sorted.
var wildcardFolders = func() []string {
	var folders []string
	groups, _ := bundled.ReadDir("rules")
	for _, group := range groups {
		kinds, _ := bundled.ReadDir("rules/" + group.Name())
		for _, kind := range kinds {
			if folder := group.Name() + "/" + kind.Name(); strings.Contains(folder, "_") {
				folders = append(folders, folder)
			}
		}
	}
	sort.Strings(folders)
	return folders
}()

func keyOf(object map[string]any) string {
	version, _ := object["apiVersion"].(string)
	kind, _ := object["kind"].(string)
	group, _, hasGroup := strings.Cut(version, "/")
	if !hasGroup {
		return kind
	}
	return group + "/" + kind
}
