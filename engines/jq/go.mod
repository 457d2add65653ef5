module cdk8s-gitops/engines/jq

go 1.25.0

require (
	cdk8s-gitops/engines/serve v0.0.0
	github.com/itchyny/gojq v0.12.17
)

require github.com/itchyny/timefmt-go v0.1.6 // indirect

replace cdk8s-gitops/engines/serve => ../serve
