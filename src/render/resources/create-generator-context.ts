import type { ArgoApplicationSet } from '../../argocd/set/application-set.js';
import type { GeneratorContext, GeneratorFiles } from '../../argocd/set/generators/generator-context.js';
import { invalidSet } from '../../argocd/set/generators/invalid-set.js';
import type { Parameters } from '../../argocd/set/generators/parameters.js';
import { findRecording, type Recording } from '../../argocd/set/generators/recorded-parameters.js';
import type { Templates } from '../../engines/template/templates.js';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { toJson } from '../../manifest/to-json.js';

/** The inputs for expanding ApplicationSets. */
export interface GeneratorInputs {
  readonly templates: Templates;
  /** Argo CD's cluster Secrets. */
  readonly clusters: readonly KubeObject[];
  /** The recorded answers for generators that ask other services. */
  readonly recordings: readonly Recording[];
  /** @throws GitopsError RENDER_UNSUPPORTED for a repository that cannot be read */
  files(repoURL: string, revision: string): Promise<GeneratorFiles>;
  /**
   * The limit of sets of parameters of one ApplicationSet, with those of inner generators. Default: 200,000.
   */
  readonly maxSets?: number;
  /** True when names of Argo Applications are not checked. Default: false. */
  readonly anyName?: boolean;
}

const MAX_SETS = 200_000;
/** The number of characters that are rendered at once. */
const MAX_TEXT = 500_000_000;
const SMALLER = 'Make them smaller, or split the ApplicationSet.';
/** The number of different errors of templates that are reported. */
const MAX_PROBLEMS = 10;

/** The context for the generators of one ApplicationSet. */
export function createGeneratorContext(
  { metadata, spec }: ArgoApplicationSet,
  inputs: GeneratorInputs,
): GeneratorContext {
  const { templates, clusters, recordings, files, maxSets = MAX_SETS } = inputs;
  const { goTemplate = false, goTemplateOptions = [] } = spec;
  const trees = new Map<string, Promise<GeneratorFiles>>();
  let spent = 0;
  return {
    applicationSet: metadata.name,
    goTemplate,
    clusters,
    files(repoURL, revision) {
      const key = `${repoURL}\0${revision}`;
      const tree = trees.get(key) ?? files(repoURL, revision);
      trees.set(key, tree);
      return tree;
    },
    recorded(kind, place, outer) {
      const found = findRecording(recordings, { applicationSet: metadata.name, kind, place, outer });
      if (found !== undefined) return found.parameters;
      throw new GitopsError('RENDER_UNSUPPORTED', `'${place}' asks another service, and no answer of it was recorded`, {
        hint: `Record its parameters, for applicationSet: ${metadata.name}, generator: ${place}, and give the file with --parameters.`,
      });
    },
    spend(sets) {
      spent += sets;
      if (spent <= maxSets) return;
      throw invalidSet(`its generators yield more than ${maxSets} sets of parameters`, { hint: SMALLER });
    },
    async render<Value>(value: Value, parameters: readonly Parameters[]): Promise<readonly Value[]> {
      const text = toJson(value) ?? '';
      // A text that is not a template stays as it is. Rendering leaves out null.
      if (!text.includes('{{') && !text.includes('null')) return parameters.map(() => value);
      if (text.length * parameters.length > MAX_TEXT)
        throw invalidSet(`its templates yield more than ${MAX_TEXT / 1e6} MB`, { hint: SMALLER });
      // Without any parameter Argo CD uses the template as it is.
      const given = parameters.flatMap((one, index) => (Object.keys(one).length === 0 ? [] : [{ one, index }]));
      const { outcomes } = await templates.render({
        template: value,
        parameters: given.map(({ one }) => one),
        goTemplate,
        goTemplateOptions,
      });
      const errors = [...new Set(outcomes.flatMap(({ error }) => (error === undefined ? [] : [error])))];
      GitopsError.throwAll(
        errors
          .slice(0, MAX_PROBLEMS)
          .map((error) => invalidSet(error, { hint: 'Correct the template, or give it the missing parameters.' })),
      );
      const results: Value[] = parameters.map(() => value);
      given.forEach(({ index }, at) => {
        results[index] = outcomes[at]?.value as Value; // a template keeps the shape of its value
      });
      return results;
    },
  };
}
