import { describeWord } from '../../argocd/describe-word.js';
import { applicationWords } from '../../argocd/sync/application-words.js';
import { metadataWords } from '../../argocd/sync/metadata-words.js';
import type { WordProblem } from '../../argocd/word-problem.js';
import { describeObject } from '../../manifest/identity.js';
import type { Repository } from '../../model/repository.js';
import { argoApplication } from '../layout/argo-application.js';
import type { Target } from '../target.js';

interface Told {
  readonly problem: WordProblem;
  readonly what: string;
}

/**
 * Warnings of words that Argo CD ignores in the Argo Applications and objects that are written: misspelt
 * annotations, hooks, waves and sync options. Each cause is one warning, with how many others have it.
 */
export function wordWarnings(repository: Repository, targets: readonly Target[]): readonly string[] {
  const causes = new Map<string, Told[]>();
  for (const told of targets.flatMap((target) => wordsOf(repository, target))) {
    const { where, message } = told.problem;
    const key = `${where}\0${message}\0${told.what.split(' ')[0]}`;
    causes.set(key, [...(causes.get(key) ?? []), told]);
  }
  return [...causes.values()].map(([first, ...more]) => {
    const others = more.length === 0 ? '' : ` (${more.length} more have it too)`;
    return `${describeWord(first!.problem, first!.what)}${others}`;
  });
}

function wordsOf(repository: Repository, target: Target): readonly Told[] {
  const manifest = argoApplication(repository, target);
  return [
    ...[...applicationWords(manifest), ...metadataWords(manifest)].map((problem) => ({
      problem,
      what: `Argo Application '${target.name}'`,
    })),
    ...target.build.objects.flatMap(({ object }) =>
      metadataWords(object).map((problem) => ({
        problem,
        what: `${describeObject(object).replace(' ', " '")}' in '${target.name}'`,
      })),
    ),
  ];
}
