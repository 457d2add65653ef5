//go:build js && wasm

// Helm as WebAssembly: what `helm template` prints, from files in memory.
package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"

	"cdk8s-gitops/engines/serve"
)

func main() {
	serve.Functions(map[string]serve.Function{"template": templateChart})
}

type request struct {
	Chart       chartFiles  `json:"chart"`
	Values      valueInputs `json:"values"`
	ReleaseName string      `json:"releaseName"`
	// Makes the release name, where it is given.
	NameTemplate string   `json:"nameTemplate"`
	Namespace    string   `json:"namespace"`
	KubeVersion  string   `json:"kubeVersion"`
	APIVersions  []string `json:"apiVersions"`
	IncludeCRDs  bool     `json:"includeCrds"`
	SkipTests    bool     `json:"skipTests"`
	NoHooks      bool     `json:"noHooks"`
	IsUpgrade    bool     `json:"isUpgrade"`
	SkipSchema   bool     `json:"skipSchemaValidation"`
}

type answer struct {
	// Byte for byte what the command prints.
	Output string `json:"output"`
	// What the command warns of on the standard error output, sorted.
	Warnings []string `json:"warnings"`
	// Functions that were called and give another value each time, sorted.
	Volatile []string `json:"volatile"`
}

// The steps of runInstall and RunWithContext of the command, without a cluster.
//
// See https://github.com/helm/helm/blob/v4.1.4/pkg/cmd/install.go and pkg/action/install.go
func templateChart(body []byte) (any, error) {
	var asked request
	if err := json.Unmarshal(body, &asked); err != nil {
		return nil, err
	}
	warnings := collectWarnings()
	volatile.Reset()
	if err := asked.nameRelease(); err != nil {
		return nil, err
	}
	values, err := asked.Values.merge()
	if err != nil {
		return nil, err
	}
	chart, err := asked.Chart.load()
	if err != nil {
		return nil, err
	}
	if err := checkInstallable(chart); err != nil {
		return nil, err
	}
	if err := chartutil.ValidateReleaseName(asked.ReleaseName); err != nil {
		return nil, fmt.Errorf("release name check failed: release name %q: %w", asked.ReleaseName, err)
	}
	if err := chartutil.ProcessDependencies(chart, values); err != nil {
		return nil, fmt.Errorf("chart dependencies processing failed: %w", err)
	}
	capabilities, err := asked.capabilities()
	if err != nil {
		return nil, err
	}
	options := common.ReleaseOptions{Name: asked.ReleaseName, Namespace: asked.Namespace, Revision: 1, IsInstall: !asked.IsUpgrade, IsUpgrade: asked.IsUpgrade}
	scope, err := util.ToRenderValuesWithSchemaValidation(chart, values, options, capabilities, asked.SkipSchema)
	if err != nil {
		return nil, err
	}
	if wanted := chart.Metadata.KubeVersion; wanted != "" && !chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.String()) {
		return nil, fmt.Errorf("chart requires kubeVersion: %s which is incompatible with Kubernetes %s", wanted, capabilities.KubeVersion.Version)
	}
	files, err := engine.Engine{CustomTemplateFuncs: functions}.Render(chart, scope)
	if err != nil {
		return nil, err
	}
	withoutNotes(files)
	hooks, manifests, err := releaseutil.SortManifests(files, nil, releaseutil.InstallOrder)
	if err != nil {
		return nil, err
	}
	output := printed(chart, manifests, hooks, &asked)
	return answer{Output: output, Warnings: warnings(), Volatile: volatile.Names()}, nil
}

// See TemplateName in https://github.com/helm/helm/blob/v4.1.4/pkg/action/install.go
func (asked *request) nameRelease() error {
	if asked.NameTemplate == "" {
		return nil
	}
	parsed, err := template.New("name-template").Funcs(sprig.TxtFuncMap()).Funcs(functions).Parse(asked.NameTemplate)
	if err != nil {
		return err
	}
	var name strings.Builder
	if err := parsed.Execute(&name, nil); err != nil {
		return err
	}
	asked.ReleaseName = name.String()
	return nil
}

func (asked *request) capabilities() (*common.Capabilities, error) {
	capabilities := common.DefaultCapabilities.Copy()
	if asked.KubeVersion != "" {
		version, err := common.ParseKubeVersion(asked.KubeVersion)
		if err != nil {
			return nil, fmt.Errorf("invalid kube version '%s': %s", asked.KubeVersion, err)
		}
		capabilities.KubeVersion = *version
	}
	capabilities.APIVersions = append(append(common.VersionSet{}, capabilities.APIVersions...), asked.APIVersions...)
	return capabilities, nil
}
