//go:build record

// Asks Argo CD 3.2.11's own code about each case of a file: whether it refuses an AppProject, which hook and
// wave an object has, and whether a retry has a time.
package main

import (
	"encoding/json"
	"log"
	"os"
	"time"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/rbac"
	"github.com/argoproj/gitops-engine/pkg/sync/hook"
	"github.com/argoproj/gitops-engine/pkg/sync/syncwaves"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type project struct {
	Spec json.RawMessage `json:"spec"`
	// What the API says; empty when it accepts the project.
	Refusal string `json:"refusal"`
	// Whether the policies of its roles are read when it comes from Git.
	Readable bool `json:"readable"`
}

type object struct {
	Annotations map[string]string `json:"annotations"`
	Hook        bool              `json:"hook"`
	Skipped     bool              `json:"skipped"`
	Types       int               `json:"types"`
	Wave        int               `json:"wave"`
}

type retry struct {
	Duration string `json:"duration"`
	Refused  bool   `json:"refused"`
}

type cases struct {
	Projects []project `json:"projects"`
	Objects  []object  `json:"objects"`
	Retries  []retry   `json:"retries"`
}

func main() {
	log.SetFlags(0)
	file := os.Args[1]
	content, err := os.ReadFile(file)
	check(err)
	var all cases
	check(json.Unmarshal(content, &all))
	for index := range all.Projects {
		one := &all.Projects[index]
		proj := v1alpha1.AppProject{ObjectMeta: metav1.ObjectMeta{Name: "shop"}}
		check(json.Unmarshal(one.Spec, &proj.Spec))
		one.Refusal = ""
		one.Readable = rbac.ValidatePolicy(proj.ProjectPoliciesString()) == nil
		if err := proj.ValidateProject(); err != nil {
			one.Refusal = err.Error()
		}
	}
	for index := range all.Objects {
		one := &all.Objects[index]
		found := &unstructured.Unstructured{Object: map[string]any{}}
		found.SetAnnotations(one.Annotations)
		one.Hook = hook.IsHook(found)
		one.Skipped = hook.Skip(found)
		one.Types = len(hook.Types(found))
		one.Wave = syncwaves.Wave(found)
	}
	for index := range all.Retries {
		one := &all.Retries[index]
		strategy := v1alpha1.RetryStrategy{Backoff: &v1alpha1.Backoff{Duration: one.Duration}}
		_, err := strategy.NextRetryAt(time.Now(), 1)
		one.Refused = err != nil
	}
	text, err := json.MarshalIndent(all, "", "  ")
	check(err)
	check(os.WriteFile(file, append(text, '\n'), 0o644))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
