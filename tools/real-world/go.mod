// Modules with kustomizations that a test builds. Nothing of them is compiled, nor in the package.
module cdk8s-gitops.local/real-world

go 1.26.0

require (
	github.com/argoproj/argo-cd/v3 v3.2.11
	github.com/google/cadvisor v0.56.2
	k8s.io/pod-security-admission v0.36.2
	sigs.k8s.io/kwok v0.8.0
)
