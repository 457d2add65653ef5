//go:build js && wasm

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/ignore"
)

// Either the files of a folder or a packed chart.
type chartFiles struct {
	Texts map[string]string `json:"texts"`
	// Base64.
	Binaries map[string][]byte `json:"binaries"`
	Archive  []byte            `json:"archive"`
}

var byteOrderMark = []byte{0xEF, 0xBB, 0xBF}

func (files *chartFiles) load() (*chart.Chart, error) {
	loaded, err := files.read()
	if err != nil {
		return nil, err
	}
	if version := loaded.Metadata.APIVersion; version != chart.APIVersionV1 && version != chart.APIVersionV2 {
		return nil, errors.New("unsupported chart version")
	}
	sortDependencies(loaded)
	return loaded, nil
}

func (files *chartFiles) read() (*chart.Chart, error) {
	if len(files.Archive) > 0 {
		return loader.LoadArchive(bytes.NewReader(files.Archive))
	}
	buffered, err := files.buffered()
	if err != nil {
		return nil, err
	}
	return loader.LoadFiles(buffered)
}

// The order and the exceptions of LoadDir, which reads a real folder.
func (files *chartFiles) buffered() ([]*archive.BufferedFile, error) {
	rules, err := files.ignoreRules()
	if err != nil {
		return nil, err
	}
	rules.AddDefaults()
	var names []string
	for name := range files.Texts {
		names = append(names, name)
	}
	for name := range files.Binaries {
		names = append(names, name)
	}
	// As a walk through folders: one name after the other, each folder with its content.
	slices.SortFunc(names, func(left, right string) int {
		return slices.Compare(strings.Split(left, "/"), strings.Split(right, "/"))
	})
	var buffered []*archive.BufferedFile
	for _, name := range names {
		if isIgnored(rules, name) {
			continue
		}
		content, isBinary := files.Binaries[name]
		if !isBinary {
			content = []byte(files.Texts[name])
		}
		if int64(len(content)) > archive.MaxDecompressedFileSize {
			return nil, fmt.Errorf("chart file %q is larger than the maximum file size %d", path.Base(name), archive.MaxDecompressedFileSize)
		}
		buffered = append(buffered, &archive.BufferedFile{Name: name, Data: bytes.TrimPrefix(content, byteOrderMark)})
	}
	return buffered, nil
}

func (files *chartFiles) ignoreRules() (*ignore.Rules, error) {
	text, ok := files.Texts[ignore.HelmIgnore]
	if !ok {
		return ignore.Empty(), nil
	}
	return ignore.Parse(strings.NewReader(text))
}

func isIgnored(rules *ignore.Rules, name string) bool {
	for i, character := range name {
		if character == '/' && rules.Ignore(name[:i], entry{name: name[:i], directory: true}) {
			return true
		}
	}
	return rules.Ignore(name, entry{name: name})
}

// A file or folder, as far as ignore rules look at it.
type entry struct {
	fs.FileInfo
	name      string
	directory bool
}

func (e entry) Name() string { return path.Base(e.name) }
func (e entry) IsDir() bool  { return e.directory }

// The loader adds them in random order.
func sortDependencies(parent *chart.Chart) {
	dependencies := slices.Clone(parent.Dependencies())
	slices.SortFunc(dependencies, func(left, right *chart.Chart) int {
		if order := strings.Compare(left.Name(), right.Name()); order != 0 {
			return order
		}
		return strings.Compare(left.Metadata.Version, right.Metadata.Version)
	})
	for _, dependency := range dependencies {
		sortDependencies(dependency)
	}
	parent.SetDependencies(dependencies...)
}

func checkInstallable(loaded *chart.Chart) error {
	if kind := loaded.Metadata.Type; kind != "" && kind != "application" {
		return fmt.Errorf("%s charts are not installable", kind)
	}
	if loaded.Metadata.Deprecated {
		slog.Warn("this chart is deprecated")
	}
	var missing []string
	for _, wanted := range loaded.Metadata.Dependencies {
		if !slices.ContainsFunc(loaded.Dependencies(), func(dependency *chart.Chart) bool { return dependency.Name() == wanted.Name }) {
			missing = append(missing, wanted.Name)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("an error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: "+
			"found in Chart.yaml, but missing in charts/ directory: %s", strings.Join(missing, ", "))
	}
	return nil
}
