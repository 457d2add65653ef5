//go:build js && wasm

package main

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/valyala/fasttemplate"
)

// Replaces every string and every key, as Argo CD's deeplyReplace does. Keys in their order, so that of two that become the same the last wins.
//
// See https://github.com/argoproj/argo-cd/blob/v3.2.11/applicationset/utils/utils.go
func deepReplace(value any, replace func(string) (string, error)) (any, error) {
	switch typed := value.(type) {
	case string:
		return replace(typed)
	case []any:
		list := make([]any, len(typed))
		for i, item := range typed {
			replaced, err := deepReplace(item, replace)
			if err != nil {
				return nil, err
			}
			list[i] = replaced
		}
		return list, nil
	case map[string]any:
		keys := make([]string, 0, len(typed))
		for key := range typed {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		object := make(map[string]any, len(typed))
		for _, key := range keys {
			// Argo CD leaves them out.
			if typed[key] == nil {
				continue
			}
			replaced, err := deepReplace(typed[key], replace)
			if err != nil {
				return nil, err
			}
			name, err := replace(key)
			if err != nil {
				return nil, err
			}
			object[name] = replaced
		}
		return object, nil
	}
	return value, nil
}

// Placeholders without a text parameter stay as they are.
func fastReplace(text string, parameters map[string]any) (string, error) {
	if !isTemplated(text) {
		return text, nil
	}
	template, err := fasttemplate.NewTemplate(text, "{{", "}}")
	if err != nil {
		return "", fmt.Errorf("invalid template: %w", err)
	}
	return template.ExecuteFuncString(func(w io.Writer, tag string) (int, error) {
		name := strings.TrimSpace(tag)
		replacement, ok := parameters[name].(string)
		if name == "" || !ok {
			return fmt.Fprintf(w, "{{%s}}", tag)
		}
		return w.Write([]byte(replacement))
	}), nil
}

// Both braces in one line, as `.*{{.*}}.*`.
func isTemplated(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		if _, after, found := strings.Cut(line, "{{"); found && strings.Contains(after, "}}") {
			return true
		}
	}
	return false
}
