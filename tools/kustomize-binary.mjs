// The real kustomize command, for tests and benchmarks that compare with it.
//   usage: node tools/kustomize-binary.mjs     prints its path
import { fileURLToPath } from 'node:url';
import { goCommand } from './go-command.mjs';

/**
 * Path of kustomize 5.8.1: `KUSTOMIZE` where it is set, the cached one, or a new build (Go, about 15 s).
 * @throws when Go fails
 */
export function kustomizeBinary() {
  return process.env.KUSTOMIZE || goCommand('kustomize', 'sigs.k8s.io/kustomize/kustomize/v5');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(kustomizeBinary());
