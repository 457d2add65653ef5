//go:build record

// Prints what Argo CD 3.2.11's own ApplicationSet code generates for the cases in a folder.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	log "github.com/sirupsen/logrus"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	kubefake "k8s.io/client-go/kubernetes/fake"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/yaml"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers/template"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
)

type repository struct{ root string }

func (r repository) GetFiles(_ context.Context, _, _, _, pattern string, _, _ bool) (map[string][]byte, error) {
	if pattern == "" {
		pattern = "."
	}
	command := exec.Command("git", "ls-files", "--full-name", "-z", "--", pattern)
	command.Dir = r.root
	out, err := command.Output()
	if err != nil {
		return nil, err
	}
	names := strings.Split(string(out), "\x00")
	found := map[string][]byte{}
	for _, name := range names[:len(names)-1] {
		content, err := os.ReadFile(filepath.Join(r.root, name))
		if err != nil {
			return nil, err
		}
		found[name] = content
	}
	return found, nil
}

func (r repository) GetDirectories(_ context.Context, _, _, _ string, _, _ bool) ([]string, error) {
	var paths []string
	err := filepath.WalkDir(r.root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if strings.HasPrefix(entry.Name(), ".") {
			return filepath.SkipDir
		}
		relative, err := filepath.Rel(r.root, path)
		if err == nil && relative != "." {
			paths = append(paths, relative)
		}
		return err
	})
	return paths, err
}

type answer struct {
	Applications []map[string]any `json:"applications,omitempty"`
	Error        string           `json:"error,omitempty"`
}

func run(folder string) (answer, error) {
	text, err := os.ReadFile(filepath.Join(folder, "applicationset.yaml"))
	if err != nil {
		return answer{}, err
	}
	var set v1alpha1.ApplicationSet
	if err := yaml.Unmarshal(text, &set); err != nil {
		return answer{Error: err.Error()}, nil
	}
	scheme := runtime.NewScheme()
	_ = v1alpha1.AddToScheme(scheme)
	_ = corev1.AddToScheme(scheme)
	objects := []client.Object{&v1alpha1.AppProject{ObjectMeta: metav1.ObjectMeta{Name: "default", Namespace: "argocd"}}}
	var secrets []runtime.Object
	if clusters, err := os.ReadFile(filepath.Join(folder, "clusters.yaml")); err == nil {
		for _, document := range strings.Split(string(clusters), "\n---\n") {
			var secret corev1.Secret
			if err := yaml.Unmarshal([]byte(document), &secret); err != nil {
				return answer{}, err
			}
			if secret.Data == nil {
				secret.Data = map[string][]byte{}
			}
			for key, value := range secret.StringData {
				secret.Data[key] = []byte(value)
			}
			secret.StringData = nil
			objects = append(objects, secret.DeepCopy())
			secrets = append(secrets, secret.DeepCopy())
		}
	}
	root, err := os.MkdirTemp("", "appset")
	if err != nil {
		return answer{}, err
	}
	defer os.RemoveAll(root)
	if _, err := os.Stat(filepath.Join(folder, "files")); err == nil {
		if err := os.CopyFS(root, os.DirFS(filepath.Join(folder, "files"))); err != nil {
			return answer{}, err
		}
	}
	for _, arguments := range [][]string{{"init", "-q"}, {"add", "-A", "-f"}} {
		command := exec.Command("git", arguments...)
		command.Dir = root
		if err := command.Run(); err != nil {
			return answer{}, err
		}
	}
	c := fake.NewClientBuilder().WithScheme(scheme).WithObjects(objects...).Build()
	all := generators.GetGenerators(context.Background(), c, kubefake.NewClientset(secrets...), "argocd", repository{root}, nil, generators.SCMConfig{})
	set.Namespace = "argocd"
	found, _, err := template.GenerateApplications(log.NewEntry(log.StandardLogger()), set, all, &utils.Render{}, c)
	if err != nil {
		return answer{Error: err.Error()}, nil
	}
	applications := []map[string]any{}
	for _, one := range found {
		bytes, err := json.Marshal(one)
		if err != nil {
			return answer{}, err
		}
		plain := map[string]any{}
		if err := json.Unmarshal(bytes, &plain); err != nil {
			return answer{}, err
		}
		delete(plain, "status")
		if metadata, ok := plain["metadata"].(map[string]any); ok {
			delete(metadata, "creationTimestamp")
		}
		applications = append(applications, plain)
	}
	return answer{Applications: applications}, nil
}

func main() {
	log.SetLevel(log.PanicLevel)
	var folders []string
	for _, given := range os.Args[1:] {
		if _, err := os.Stat(filepath.Join(given, "applicationset.yaml")); err == nil {
			folders = append(folders, given)
			continue
		}
		below, _ := filepath.Glob(filepath.Join(given, "*"))
		folders = append(folders, below...)
	}
	for _, folder := range folders {
		result, err := func() (result answer, err error) {
			defer func() {
				if r := recover(); r != nil {
					result, err = answer{Error: fmt.Sprintf("panic: %v", r)}, nil
				}
			}()
			return run(folder)
		}()
		if err != nil {
			fmt.Fprintln(os.Stderr, folder, err)
			os.Exit(1)
		}
		bytes, _ := json.MarshalIndent(result, "", "  ")
		if err := os.WriteFile(filepath.Join(folder, "expected.json"), append(bytes, '\n'), 0o644); err != nil {
			panic(err)
		}
	}
}
