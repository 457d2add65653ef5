//go:build js && wasm

// Kustomize as WebAssembly, the version and dependencies of the command 5.8.1.
package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"syscall/js"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/openapi"
	"sigs.k8s.io/yaml"
)

func main() {
	defaultSchema = openapi.GetSchemaVersion()
	engine := js.Global().Get("Object").New()
	engine.Set("build", js.FuncOf(call(build)))
	engine.Set("read", js.FuncOf(call(read)))
	js.Global().Set("engine", engine)
	select {}
}

var defaultSchema string

// Each function takes one Uint8Array, a list of texts, each after its length in four little-endian bytes, and gives { result: string } or { error: string }.
func call(work func(texts [][]byte) (string, error)) func(js.Value, []js.Value) any {
	return func(_ js.Value, args []js.Value) (answer any) {
		defer func() {
			if reason := recover(); reason != nil {
				answer = map[string]any{"error": fmt.Sprintf("panic: %v", reason), "stack": string(debug.Stack())}
			}
		}()
		request := make([]byte, args[0].Get("byteLength").Int())
		js.CopyBytesToGo(request, args[0])
		texts, err := decode(request)
		if err != nil {
			return map[string]any{"error": err.Error()}
		}
		result, err := work(texts)
		if err != nil {
			return map[string]any{"error": err.Error()}
		}
		return map[string]any{"result": result}
	}
}

// read: a YAML document as kubectl and Argo CD read it (sigs.k8s.io/yaml), as JSON.
func read(texts [][]byte) (string, error) {
	document, err := yaml.YAMLToJSONStrict(texts[0])
	return string(document), err
}

// The flags of the kustomize command that have a say in what is built.
type buildOptions struct {
	Directory       string   `json:"directory"`
	EnableHelm      bool     `json:"enableHelm"`
	HelmAPIVersions []string `json:"helmApiVersions"`
	HelmKubeVersion string   `json:"helmKubeVersion"`
	LoadRestrictor  string   `json:"loadRestrictor"`
	Reorder         string   `json:"reorder"`
	ManagedByLabel  bool     `json:"enableManagedbyLabel"`
	// What helm prints for charts, by the key of the need.
	Charts map[string]string `json:"charts"`
}

func (o *buildOptions) forKustomize() *krusty.Options {
	options := krusty.MakeDefaultOptions()
	// The default of the command; the default of the library is another one.
	options.Reorder = krusty.ReorderOptionUnspecified
	if o.Reorder != "" {
		options.Reorder = krusty.ReorderOption(o.Reorder)
	}
	if o.LoadRestrictor == types.LoadRestrictionsNone.String() {
		options.LoadRestrictions = types.LoadRestrictionsNone
	}
	options.AddManagedbyLabel = o.ManagedByLabel
	options.PluginConfig.HelmConfig.Enabled = o.EnableHelm
	options.PluginConfig.HelmConfig.Command = "helm"
	options.PluginConfig.HelmConfig.ApiVersions = o.HelmAPIVersions
	options.PluginConfig.HelmConfig.KubeVersion = o.HelmKubeVersion
	return options
}

// build: the options as JSON, then path and content of each file. Gives a JSON array in the order of the kustomize command,
// or a JSON object with what it needs to know about charts.
func build(texts [][]byte) (string, error) {
	if len(texts)%2 == 0 {
		return "", errors.New("the request has a path without content")
	}
	var asked buildOptions
	if err := json.Unmarshal(texts[0], &asked); err != nil {
		return "", err
	}
	files := filesys.MakeFsInMemory()
	for i := 1; i+1 < len(texts); i += 2 {
		if err := files.WriteFile(string(texts[i]), texts[i+1]); err != nil {
			return "", err
		}
	}
	defer forgetCustomSchema()
	helm := &charts{FileSystem: files, answers: asked.Charts}
	types.TheHelm = helm
	resources, err := krusty.MakeKustomizer(asked.forKustomize()).Run(files, asked.Directory)
	if len(helm.needs) > 0 {
		// Whatever went wrong after that.
		needs, err := json.Marshal(map[string]any{"charts": helm.needs})
		return string(needs), err
	}
	if err != nil {
		return "", err
	}
	var objects strings.Builder
	objects.WriteByte('[')
	for i, built := range resources.Resources() {
		if i > 0 {
			objects.WriteByte(',')
		}
		object, err := asRead(built)
		if err != nil {
			return "", err
		}
		objects.Write(object)
	}
	objects.WriteByte(']')
	return objects.String(), nil
}

// The object as Argo CD and kubectl read it from the YAML that the command prints. The command makes that YAML out of the JSON;
// the way there and back changes nothing, but for a key "<<", control characters and minus zero.
func asRead(built *resource.Resource) ([]byte, error) {
	object, err := built.MarshalJSON()
	if err != nil || !survivesOnlyAsJSON(object) {
		return object, err
	}
	text, err := yaml.JSONToYAML(object)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be written as YAML: %w", built.CurId(), err)
	}
	return yaml.YAMLToJSON(text)
}

func survivesOnlyAsJSON(object []byte) bool {
	if bytes.Contains(object, []byte(`"\u003c\u003c"`)) {
		return true
	}
	for i := 0; i+2 < len(object); i++ {
		switch object[i] {
		case 0x7f:
			return true
		case 0xc2: // U+0080 to U+009F
			if object[i+1] < 0xa0 {
				return true
			}
		case 0xef: // U+FFFE and U+FFFF
			if object[i+1] == 0xbf && object[i+2] >= 0xbe {
				return true
			}
		case '\\': // \u0000 to \u001f
			if bytes.HasPrefix(object[i:], []byte(`\u00`)) && object[i+4] < '2' {
				return true
			}
			i++
		case ':', ',', '[':
			if object[i+1] == '-' && object[i+2] == '0' {
				return true
			}
		}
	}
	return false
}

// A schema given by `openapi:` is global and would stay for the next build.
func forgetCustomSchema() {
	if openapi.GetSchemaVersion() != defaultSchema {
		openapi.ResetOpenAPI()
	}
}

func decode(request []byte) ([][]byte, error) {
	var texts [][]byte
	for len(request) > 0 {
		if len(request) < 4 {
			return nil, errors.New("the request is cut off")
		}
		length := int(binary.LittleEndian.Uint32(request))
		request = request[4:]
		if length > len(request) {
			return nil, errors.New("the request is cut off")
		}
		texts = append(texts, request[:length:length])
		request = request[length:]
	}
	return texts, nil
}
