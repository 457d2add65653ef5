//go:build js && wasm

package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"log/slog"
	"slices"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	release "helm.sh/helm/v4/pkg/release/v1"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"

	"cdk8s-gitops/engines/serve"
)

const notesSuffix = "NOTES.txt"

var volatile = serve.NewVolatile()

// What Helm offers anyway, watched, and in a fixed order.
var functions = func() template.FuncMap {
	changed := template.FuncMap{}
	all := template.FuncMap(sprig.TxtFuncMap())
	for _, name := range serve.VolatileNames {
		changed[name] = all[name]
	}
	return serve.Deterministic(volatile.Watch(changed))
}()

func withoutNotes(files map[string]string) {
	for name := range files {
		if strings.HasSuffix(name, notesSuffix) {
			delete(files, name)
		}
	}
}

// See https://github.com/helm/helm/blob/v4.1.4/pkg/cmd/template.go
func printed(loaded *chart.Chart, manifests []releaseutil.Manifest, hooks []*release.Hook, asked *request) string {
	var documents bytes.Buffer
	if asked.IncludeCRDs {
		for _, definition := range loaded.CRDObjects() {
			fmt.Fprintf(&documents, "---\n# Source: %s\n%s\n", definition.Filename, definition.File.Data)
		}
	}
	for _, manifest := range manifests {
		fmt.Fprintf(&documents, "---\n# Source: %s\n%s\n", manifest.Name, manifest.Content)
	}
	var output strings.Builder
	output.WriteString(strings.TrimSpace(documents.String()) + "\n")
	for _, hook := range hooks {
		if asked.NoHooks || asked.SkipTests && slices.Contains(hook.Events, release.HookTest) {
			continue
		}
		fmt.Fprintf(&output, "---\n# Source: %s\n%s\n", hook.Path, hook.Manifest)
	}
	return output.String()
}

// Gathers what Helm and its libraries log; the returned function gives it.
func collectWarnings() func() []string {
	found := &warnings{texts: []string{}}
	slog.SetDefault(slog.New(found))
	log.SetOutput(found)
	log.SetFlags(0)
	return func() []string {
		slices.Sort(found.texts)
		return slices.Compact(found.texts)
	}
}

type warnings struct{ texts []string }

func (w *warnings) Write(line []byte) (int, error) {
	w.texts = append(w.texts, strings.TrimSpace(string(line)))
	return len(line), nil
}

func (w *warnings) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

func (w *warnings) Handle(_ context.Context, record slog.Record) error {
	text := record.Message
	record.Attrs(func(attribute slog.Attr) bool {
		text += fmt.Sprintf(" %s=%v", attribute.Key, attribute.Value)
		return true
	})
	w.texts = append(w.texts, text)
	return nil
}

func (w *warnings) WithAttrs([]slog.Attr) slog.Handler { return w }
func (w *warnings) WithGroup(string) slog.Handler      { return w }
