// The real kustomize command, for tests and benchmarks that compare with it: built from the pinned module in tools/kustomize, kept in the user's cache.
//   usage: node tools/kustomize-binary.mjs     prints its path
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULE = join(dirname(fileURLToPath(import.meta.url)), 'kustomize');
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-gitops/kustomize-command');

/** Path of kustomize 5.8.1: `KUSTOMIZE` where it is set, the cached one, or a new build (Go, about 15 s). @throws when Go fails */
export function kustomizeBinary() {
  if (process.env.KUSTOMIZE) return process.env.KUSTOMIZE;
  const digest = createHash('sha256')
    .update(readFileSync(join(MODULE, 'go.mod')))
    .update(readFileSync(join(MODULE, 'go.sum')));
  const binary = join(CACHE, digest.digest('hex').slice(0, 12), 'kustomize');
  if (existsSync(binary)) return binary;
  mkdirSync(dirname(binary), { recursive: true });
  const temporary = `${binary}.${randomUUID()}`;
  const env = { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '-mod=readonly' };
  const args = ['build', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', temporary, 'sigs.k8s.io/kustomize/kustomize/v5'];
  execFileSync('go', args, { cwd: MODULE, env, stdio: ['ignore', 'inherit', 'inherit'] });
  renameSync(temporary, binary);
  return binary;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(kustomizeBinary());
