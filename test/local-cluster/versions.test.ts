import { readFileSync } from 'node:fs';
import { VERSIONS } from '../../src/local-cluster/versions.js';

test.each([
  { module: 'kube', line: `k8s.io/kubernetes ${VERSIONS.kubernetes}` },
  { module: 'etcd', line: `go.etcd.io/etcd/server/v3 ${VERSIONS.etcd}` },
  { module: 'kwok', line: `sigs.k8s.io/kwok ${VERSIONS.kwok}` },
])('the Go module $module builds $line', ({ module, line }) => {
  expect(readFileSync(`tools/control-plane/${module}/go.mod`, 'utf8')).toContain(line);
});
