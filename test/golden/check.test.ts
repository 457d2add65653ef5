import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../../src/model/repository.js';
import { check } from '../../src/workflow/check.js';
import { synthRepository } from '../../src/workflow/synth.js';
import { tempRepository } from '../helpers/temp-repository.js';
import { withKustomize } from '../synth/with-kustomize.js';
import { readTree } from './helpers.js';

const kustomize = withKustomize();
const cases = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

const OFFLINE =
  'warning unsupported-source: what is in other repositories and registries is not checked: it is not in the cache, and nothing is fetched with --offline';
/** What `check` says of a case, where it says anything. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  'argo-applications-are-named-and-labelled-by-levels': [
    "warning ignored-word: spec.syncPolicy.syncOptions of Argo Application 'eu-web' has 'NewOption=true', which is not a sync option",
    "warning not-brought: no app of apps brings anything of 'gitops/clusters': it is read here, and Argo CD does not know it",
  ],
  'charts-are-delivered-by-reference': [OFFLINE],
  'kustomizations-folders-and-plugins-are-read-where-they-are': [
    OFFLINE,
    "warning unsupported-source: Argo Application 'reports-dev' uses the plugin 'cue-v1', which is not supported",
  ],
};

test.each(cases.map(({ name }) => name))('check accepts what synth writes: %s', async (name) => {
  await using repository = tempRepository();
  const { default: build } = (await import(join(import.meta.dirname, name, 'app.ts'))) as {
    readonly default: () => Repository;
  };
  // What sources of this repository read.
  const own = join(import.meta.dirname, name, 'repository');
  if (existsSync(own)) repository.commit('sources', readTree(own).toJSON());
  await synthRepository({
    repository: build(),
    directory: repository.directory,
    kustomize: kustomize(),
    commit: {},
  });

  // Two cases name it.
  repository.git('branch', 'stable');
  const { findings } = await check({ repository: repository.directory, sources: { offline: true } });

  expect(findings.map(({ level, rule, message }) => `${level} ${rule}: ${message}`)).toEqual(SAID[name] ?? []);
});
