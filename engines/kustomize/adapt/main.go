// Adapt copies the Go modules of kustomize to ./api and ./kyaml, and makes this module use the copies:
//   - charts are rendered by a host instead of by the helm command. Everything else that kustomize does with a chart stays its own: values merged, files loaded, namespaces kept.
//   - files in memory may have any name that files on disk may have.
//   - what takes most of the time of a large build takes less of it, with the same result (faster.go).
//
// Each change is a replacement that must hit exactly once.
package main

import (
	"log"
	"os"

	"cdk8s-gitops/engines/serve/modcopy"
)

const version = "v0.21.1"

var changes = map[string]map[string][]modcopy.Change{
	"api": {
		"internal/builtins/HelmChartInflationGenerator.go":     charts,
		"resmap/reswrangler.go":                                appending,
		"types/fieldspec.go":                                   fieldSpecs,
		"internal/plugins/builtinconfig/namebackreferences.go": nameReferences,
	},
	"kyaml": {
		"filesys/fsnode.go": {
			{"\t\"strings\"\n", ""},
			{modcopy.Between(`if n == "" || n == SelfDir`, "return !strings.Contains(n, ParentDir)"), `return n != "" && n != SelfDir && n != ParentDir`},
		},
		"resid/gvk.go":  order,
		"yaml/rnode.go": anchors,
	},
}

// Files that are added.
var added = map[string]string{
	"api/types/helm.go":    port,
	"api/resmap/append.go": currentID,
	"kyaml/yaml/plain.go":  plain,
}

var charts = []modcopy.Change{
	{"\t\"os\"\n", ""}, {"\t\"os/exec\"\n", ""}, {"\t\"regexp\"\n", ""}, {"\t\"slices\"\n", ""}, {"\t\"strings\"\n", ""},
	{`p.tmpDir, err = os.MkdirTemp("", "kustomize-helm-")`, `p.tmpDir = types.HelmTmpDir`},
	{modcopy.Between("func (p *HelmChartInflationGeneratorPlugin) runHelmCommand(", "return stdout.Bytes(), err\n}"), ""},
	{"os.WriteFile(path, b, 0644)", "types.TheHelm.WriteFile(path, b)"},
	{"os.RemoveAll(p.tmpDir)", ""},
	{modcopy.Between("if err = p.checkHelmVersion()", "return nil, err\n\t}"), ""},
	{"if _, err := p.runHelmCommand(p.pullCommand()); err != nil {\n\t\t\treturn nil, err\n\t\t}", "types.TheHelm.Pull(p.HelmChart, p.absChartHome())\n\t\treturn nil, nil"},
	{"p.runHelmCommand(p.AsHelmArgs(p.absChartHome()))", "types.TheHelm.Template(p.HelmChart, p.absChartHome())"},
	{modcopy.Between("func (p *HelmChartInflationGeneratorPlugin) pullCommand()", "return args\n}"), ""},
	{modcopy.Between("s, err := os.Stat(path)", "return path, s.IsDir()"), "if !types.TheHelm.IsDir(path) {\n\t\treturn \"\", false\n\t}\n\treturn path, true"},
	{modcopy.Between("// checkHelmVersion will", "but got v%s\", v)\n\t}\n\treturn nil\n}"), ""},
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
	for module, edits := range changes {
		if err := modcopy.Copy("sigs.k8s.io/kustomize/"+module, version, module); err != nil {
			return err
		}
		if err := modcopy.Edit(module, edits); err != nil {
			return err
		}
	}
	for file, text := range added {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
