import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GitopsError } from '../../errors.js';
import { COMPONENTS } from './components.js';

/**
 * `tools/control-plane` of this package: Go modules and the kwok stages. Found from here upwards, so it works
 * from `src`, from `lib` and from the bundled command.
 */
export function controlPlaneSources(): string {
  for (
    let directory = dirname(fileURLToPath(import.meta.url));
    dirname(directory) !== directory;
    directory = dirname(directory)
  ) {
    const sources = join(directory, 'tools', 'control-plane');
    if (existsSync(join(sources, 'kube', 'go.mod'))) return sources;
  }
  throw new GitopsError('LOCAL_SOURCES_MISSING', "The folder 'tools/control-plane' of this package is missing", {
    hint: 'Install the package again.',
  });
}

/** Names a set of binaries: versions, platform and everything they are built from. */
export function sourcesKey(sources: string): string {
  const hash = createHash('sha256').update(JSON.stringify(COMPONENTS));
  for (const { module } of COMPONENTS) {
    for (const file of readdirSync(join(sources, module))
      .filter((name) => /^go\.(mod|sum)$|\.go$/.test(name))
      .sort()) {
      hash.update(`\0${module}/${file}\0`).update(readFileSync(join(sources, module, file)));
    }
  }
  const kube = COMPONENTS.find(({ name }) => name === 'kube');
  return `${kube?.version}-${process.platform}-${process.arch}-${hash.digest('hex').slice(0, 12)}`;
}
