/**
 * Commands of peers that tests and benchmarks compare with. Each is built from the pinned Go module in the
 * folder of its name beside this file.
 */
export const GO_COMMANDS = {
  kustomize: 'sigs.k8s.io/kustomize/kustomize/v5',
  registry: 'github.com/distribution/distribution/v3/cmd/registry',
  kapp: 'carvel.dev/kapp/cmd/kapp',
};
