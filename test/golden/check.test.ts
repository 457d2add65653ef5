import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../../src/model/repository.js';
import { check } from '../../src/workflow/check.js';
import { synthRepository } from '../../src/workflow/synth.js';
import { tempRepository } from '../helpers/temp-repository.js';
import { withKustomize } from '../synth/with-kustomize.js';

const kustomize = withKustomize();
const cases = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** What `check` says of a case, where it says anything. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  'argo-applications-are-named-and-labelled-by-levels': [
    "warning ignored-word: spec.syncPolicy.syncOptions of Argo Application 'eu-web' has 'NewOption=true', which is not a sync option",
    "warning not-brought: no app of apps brings anything of 'gitops/clusters': it is read here, and Argo CD does not know it",
  ],
};

test.each(cases.map(({ name }) => name))('check accepts what synth writes: %s', async (name) => {
  await using repository = tempRepository();
  const { default: build } = (await import(join(import.meta.dirname, name, 'app.ts'))) as {
    readonly default: () => Repository;
  };
  await synthRepository({
    repository: build(),
    directory: repository.directory,
    kustomize: kustomize(),
    commit: {},
  });

  // One case names it.
  repository.git('branch', 'stable');
  const { findings } = await check({ repository: repository.directory });

  expect(findings.map(({ level, rule, message }) => `${level} ${rule}: ${message}`)).toEqual(SAID[name] ?? []);
});
