module cdk8s-gitops/engines/health

go 1.25.0

require (
	cdk8s-gitops/engines/serve v0.0.0
	github.com/bmatcuk/doublestar/v4 v4.9.1
	github.com/gobwas/glob v0.2.3
	github.com/yuin/gopher-lua v1.1.1
	layeh.com/gopher-json v0.0.0-20190114024228-97fed8db8427
	sigs.k8s.io/yaml v1.6.0
)

require go.yaml.in/yaml/v2 v2.4.2 // indirect

replace cdk8s-gitops/engines/serve => ../serve
