import { projectWords } from '../../argocd/project/project-words.js';
import { strategyWords } from '../../argocd/set/strategy-words.js';
import { applicationWords } from '../../argocd/sync/application-words.js';
import { metadataWords } from '../../argocd/sync/metadata-words.js';
import type { WordProblem } from '../../argocd/word-problem.js';
import { describeObject } from '../../manifest/identity.js';
import type { KubeObject, ObjectMetadata } from '../../manifest/kube-object.js';
import { lineOf } from '../../manifest/line-of.js';
import type { RenderedApplication } from '../../render/render-application.js';
import type { Found } from '../../render/resources/argo-resources.js';
import { lineOfPath } from '../../render/resources/line-of-path.js';
import type { RevisionFiles } from '../revision/revision-files.js';
import type { CheckRule, Finding } from '../verdicts/finding.js';

type Named = Found<{ readonly kind: string; readonly metadata: ObjectMetadata }>;

/**
 * Finds words that Argo CD ignores or refuses in its own resources and on all objects: annotations, sync
 * options, hooks, waves, retries, roles, sync windows.
 */
export function checkWords(
  { resources, tree }: Pick<RevisionFiles, 'resources' | 'tree'>,
  rendered: readonly RenderedApplication[],
): readonly Finding[] {
  const { applications, roots, projects, applicationSets, clusterSecrets } = resources;
  const ofResource = (found: Named, rule: CheckRule, problems: readonly WordProblem[]) =>
    problems.map((problem): Finding => {
      const { kind, metadata } = found.resource;
      const text = tree.files.get(found.file);
      const start = lineOf(text, `name: ${metadata.name}`);
      const what = kind === 'Application' ? 'Argo Application' : kind;
      return {
        rule: problem.level === 'error' ? rule : 'ignored-word',
        level: problem.level,
        message: `${problem.where} of ${what} '${metadata.name}' ${problem.message}`,
        file: found.file,
        ...(found.origin === undefined ? { line: lineOfPath(text, problem.where, start) ?? start } : {}),
        object: `${kind} ${metadata.name}`,
        hint: problem.hint,
      };
    });
  // What another Argo Application brings is among its objects.
  const stated = [...applications, ...roots].filter(({ origin }) => origin?.kind !== 'Application');
  const isStated = ({ origin }: Found<unknown>) => origin === undefined;
  return [
    ...[...applications, ...roots].flatMap((found) =>
      ofResource(found, 'invalid-application', applicationWords(found.resource)),
    ),
    ...projects.flatMap((found) => ofResource(found, 'invalid-project', projectWords(found.resource))),
    ...applicationSets.flatMap((found) => ofResource(found, 'invalid-applicationset', strategyWords(found.resource))),
    ...[...stated, ...[...projects, ...applicationSets, ...clusterSecrets].filter(isStated)].flatMap((found) =>
      ofResource(found, 'ignored-word', metadataWords(found.resource)),
    ),
    ...rendered.flatMap(({ application, file, objects }) =>
      objects.flatMap((object) => ofObject(object, application, file)),
    ),
  ];
}

function ofObject(
  object: KubeObject,
  { metadata }: { readonly metadata: ObjectMetadata },
  file: string,
): readonly Finding[] {
  const described = describeObject(object);
  const what = `${described.replace(' ', " '")}' of Argo Application '${metadata.name}'`;
  return metadataWords(object).map(({ where, message, hint }) => ({
    rule: 'ignored-word',
    level: 'warning',
    message: `${where} of ${what} ${message}`,
    file,
    object: described,
    hint,
  }));
}
