// Adapt copies the Go modules of kustomize to ./api and ./kyaml, and makes this module use the copies:
//   - charts are rendered by a host instead of by the helm command. Everything else that kustomize does with a chart stays its own: values merged, files loaded, namespaces kept.
//   - files in memory may have any name that files on disk may have.
//
// Each change is a replacement that must hit exactly once.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const version = "v0.21.1"

type change struct{ from, to string }

var modules = []struct {
	name    string
	file    string
	changes []change
}{
	{"api", "internal/builtins/HelmChartInflationGenerator.go", charts},
	{"kyaml", "filesys/fsnode.go", []change{
		{"\t\"strings\"\n", ""},
		{between(`if n == "" || n == SelfDir`, "return !strings.Contains(n, ParentDir)"), `return n != "" && n != SelfDir && n != ParentDir`},
	}},
}

var charts = []change{
	{"\t\"os\"\n", ""}, {"\t\"os/exec\"\n", ""}, {"\t\"regexp\"\n", ""}, {"\t\"slices\"\n", ""}, {"\t\"strings\"\n", ""},
	{`p.tmpDir, err = os.MkdirTemp("", "kustomize-helm-")`, `p.tmpDir = types.HelmTmpDir`},
	{between("func (p *HelmChartInflationGeneratorPlugin) runHelmCommand(", "return stdout.Bytes(), err\n}"), ""},
	{"os.WriteFile(path, b, 0644)", "types.TheHelm.WriteFile(path, b)"},
	{"os.RemoveAll(p.tmpDir)", ""},
	{between("if err = p.checkHelmVersion()", "return nil, err\n\t}"), ""},
	{"if _, err := p.runHelmCommand(p.pullCommand()); err != nil {\n\t\t\treturn nil, err\n\t\t}", "types.TheHelm.Pull(p.HelmChart, p.absChartHome())\n\t\treturn nil, nil"},
	{"p.runHelmCommand(p.AsHelmArgs(p.absChartHome()))", "types.TheHelm.Template(p.HelmChart, p.absChartHome())"},
	{between("func (p *HelmChartInflationGeneratorPlugin) pullCommand()", "return args\n}"), ""},
	{between("s, err := os.Stat(path)", "return path, s.IsDir()"), "if !types.TheHelm.IsDir(path) {\n\t\treturn \"\", false\n\t}\n\treturn path, true"},
	{between("// checkHelmVersion will", "but got v%s\", v)\n\t}\n\treturn nil\n}"), ""},
}

const port = `package types

// HelmTmpDir is a folder that no repository has.
const HelmTmpDir = "/.kustomize-helm"

// Helm renders charts for kustomize.
type Helm interface {
	WriteFile(path string, content []byte) error
	IsDir(path string) bool
	// Pull says that a chart is needed which is not in its home. What is built without it does not count.
	Pull(chart HelmChart, home string)
	// Template gives what helm prints. ValuesFile and AdditionalValuesFiles of the chart are absolute.
	Template(chart HelmChart, home string) ([]byte, error)
}

var TheHelm Helm
`

func main() {
	log.SetFlags(0)
	if err := adapt(); err != nil {
		log.Fatalf("cannot adapt kustomize: %v", err)
	}
}

func adapt() error {
	for _, module := range modules {
		path := "sigs.k8s.io/kustomize/" + module.name
		answer, err := exec.Command("go", "list", "-m", "-f", "{{.Version}} {{.Dir}}", path).Output()
		if err != nil {
			return err
		}
		found, source, _ := strings.Cut(strings.TrimSpace(string(answer)), " ")
		if found != version {
			return fmt.Errorf("go.mod asks for %s %s, this is for %s", path, found, version)
		}
		if err := os.CopyFS(module.name, os.DirFS(source)); err != nil {
			return err
		}
		if err := edit(filepath.Join(module.name, module.file), module.changes); err != nil {
			return err
		}
		if err := exec.Command("go", "mod", "edit", "-replace", path+"=./"+module.name).Run(); err != nil {
			return err
		}
	}
	return os.WriteFile("api/types/helm.go", []byte(port), 0o644)
}

func edit(file string, changes []change) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	text := string(content)
	for _, change := range changes {
		if text, err = apply(text, change); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	// Files of the module cache are read-only, and so are their copies.
	if err := os.Remove(file); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644)
}

const separator = "\x00"

// From the beginning of the one text to the end of the other.
func between(first, last string) string { return first + separator + last }

func apply(text string, change change) (string, error) {
	first, last, isRange := strings.Cut(change.from, separator)
	if count := strings.Count(text, first); count != 1 {
		return "", fmt.Errorf("%q is there %d times", first, count)
	}
	start := strings.Index(text, first)
	end := start + len(first)
	if isRange {
		length := strings.Index(text[end:], last)
		if length < 0 {
			return "", fmt.Errorf("there is no %q after %q", last, first)
		}
		end += length + len(last)
	}
	return text[:start] + change.to + text[end:], nil
}
