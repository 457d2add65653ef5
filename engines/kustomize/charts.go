//go:build js && wasm

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// What a build needs to know about a chart before it can go on: its files, or what helm prints for it.
type chartNeed struct {
	// Under which the next request has the answer.
	Key string `json:"key"`
	// Whether the files are needed.
	Pull bool `json:"pull"`
	// The folder in which the chart is, or would be.
	Home   string          `json:"home"`
	Chart  types.HelmChart `json:"chart"`
	Values []chartValues   `json:"values"`
}

type chartValues struct {
	Name    string `json:"name"`
	Content string `json:"content"`
}

// Answers what kustomize asks helm with what the request has, and notes what it does not have.
type charts struct {
	filesys.FileSystem
	answers map[string]string
	needs   []chartNeed
}

func (c *charts) Pull(chart types.HelmChart, home string) {
	c.note(chartNeed{Pull: true, Home: home, Chart: chart})
}

func (c *charts) Template(chart types.HelmChart, home string) ([]byte, error) {
	need := chartNeed{Home: home, Chart: chart}
	for _, name := range append([]string{chart.ValuesFile}, chart.AdditionalValuesFiles...) {
		content, err := c.ReadFile(name)
		if err != nil {
			return nil, err
		}
		need.Values = append(need.Values, chartValues{Name: name, Content: string(content)})
	}
	if output, ok := c.answers[need.key()]; ok {
		return []byte(output), nil
	}
	c.note(need)
	return nil, nil
}

func (c *charts) note(need chartNeed) {
	need.Key = need.key()
	c.needs = append(c.needs, need)
}

// The same for what is asked the same way. Inline values are in the values already.
func (need *chartNeed) key() string {
	need.Chart.ValuesInline = nil
	text, err := json.Marshal(need)
	if err != nil {
		panic(err)
	}
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:])
}
