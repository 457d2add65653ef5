//go:build js && wasm

// Jsonnet as WebAssembly: go-jsonnet, as in Argo CD's directories.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/google/go-jsonnet"

	"cdk8s-gitops/engines/serve"
)

func main() {
	serve.Functions(map[string]serve.Function{"evaluate": evaluate})
}

type variable struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	// The value is Jsonnet and not text.
	Code bool `json:"code"`
}

type request struct {
	// Path of the file to evaluate, in Files.
	File  string            `json:"file"`
	Files map[string]string `json:"files"`
	// Folders of Files where imports are looked for, after the importing file's own. The last one first, as the command does.
	Libraries    []string   `json:"libraries"`
	ExtVariables []variable `json:"extVariables"`
	TopLevel     []variable `json:"topLevel"`
	MaxStack     int        `json:"maxStack"`
}

func evaluate(body []byte) (any, error) {
	var asked request
	if err := json.Unmarshal(body, &asked); err != nil {
		return nil, err
	}
	vm := jsonnet.MakeVM()
	if asked.MaxStack > 0 {
		vm.MaxStack = asked.MaxStack
	}
	vm.Importer(&importer{files: asked.Files, libraries: asked.Libraries, contents: map[string]jsonnet.Contents{}})
	for _, variable := range asked.ExtVariables {
		if variable.Code {
			vm.ExtCode(variable.Name, variable.Value)
		} else {
			vm.ExtVar(variable.Name, variable.Value)
		}
	}
	for _, variable := range asked.TopLevel {
		if variable.Code {
			vm.TLACode(variable.Name, variable.Value)
		} else {
			vm.TLAVar(variable.Name, variable.Value)
		}
	}
	text, err := vm.EvaluateFile(asked.File)
	if err != nil {
		return nil, errors.New(strings.TrimRight(err.Error(), "\n"))
	}
	return json.RawMessage(text), nil
}

// Imports from memory; the same rules as go-jsonnet's FileImporter.
type importer struct {
	files     map[string]string
	libraries []string
	contents  map[string]jsonnet.Contents
}

func (i *importer) Import(importedFrom, importedPath string) (jsonnet.Contents, string, error) {
	if path.IsAbs(importedPath) {
		return jsonnet.Contents{}, "", fmt.Errorf("couldn't open import %q: only files of the repository can be imported", importedPath)
	}
	if found, at, ok := i.find(path.Join(path.Dir(importedFrom), importedPath)); ok {
		return found, at, nil
	}
	for last := len(i.libraries) - 1; last >= 0; last-- {
		if found, at, ok := i.find(path.Join(i.libraries[last], importedPath)); ok {
			return found, at, nil
		}
	}
	return jsonnet.Contents{}, "", fmt.Errorf("couldn't open import %q: no match locally or in the Jsonnet library paths", importedPath)
}

// The same file must give the same Contents each time.
func (i *importer) find(file string) (jsonnet.Contents, string, bool) {
	if known, ok := i.contents[file]; ok {
		return known, file, true
	}
	text, ok := i.files[file]
	if !ok {
		return jsonnet.Contents{}, "", false
	}
	i.contents[file] = jsonnet.MakeContents(text)
	return i.contents[file], file, true
}
