module cdk8s-gitops/engines/serve

go 1.25.0
