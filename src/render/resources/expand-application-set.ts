import { type ArgoApplicationSet, parseApplicationSet } from '../../argocd/set/application-set.js';
import { fillTemplate } from '../../argocd/set/fill-template.js';
import { type Generated, generate } from '../../argocd/set/generators/generate.js';
import type { Parameters } from '../../argocd/set/generators/parameters.js';
import { settle } from '../../argocd/set/generators/settle.js';
import { applyTemplatePatch } from '../../argocd/set/template-patch.js';
import { GitopsError } from '../../errors.js';
import { defined } from '../../manifest/defined.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { lineOf } from '../../manifest/line-of.js';
import { anyText } from '../../manifest/untyped.js';
import type { Found } from './argo-resources.js';
import { createGeneratorContext, type GeneratorInputs } from './create-generator-context.js';
import { invalidNames } from './invalid-names.js';
import { lineOfPath } from './line-of-path.js';

/** The Argo Applications of one ApplicationSet as they are generated, before any check. */
export interface ExpandedApplicationSet {
  readonly set: ArgoApplicationSet;
  readonly applications: readonly KubeObject[];
}

const FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/**
 * The Argo Applications that Argo CD's ApplicationSet controller would generate, in its order.
 *
 * @param content text of the file, for lines in errors
 * @throws GitopsError ARGOCD_INVALID_APPLICATIONSET with everything that is wrong; RENDER_UNSUPPORTED for a
 * generator whose answer is not known here
 */
export async function expandApplicationSet(
  { resource, file }: Found<KubeObject>,
  inputs: GeneratorInputs,
  content?: string,
): Promise<ExpandedApplicationSet> {
  const { name } = resource.metadata;
  const start = lineOf(content, `name: ${name}`);
  const set = parseApplicationSet(resource, file, (path) => lineOfPath(content, path, start) ?? start);
  try {
    const context = createGeneratorContext(set, inputs);
    const generated = await generate(set.spec.generators, context);
    context.spend(generated.reduce((sum, { parameters }) => sum + parameters.length, 0));
    const applications = (await settle(generated.map((one) => instantiate(one, set, context.render)))).flat();
    if (inputs.anyName !== true) GitopsError.throwAll(invalidNames(applications, set));
    return { set, applications };
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    throw GitopsError.all(GitopsError.each(error).map((problem) => inSet(problem, name, file, content, start)));
  }
}

type Render = <Value>(value: Value, parameters: readonly Parameters[]) => Promise<readonly Value[]>;

async function instantiate(
  { template, parameters }: Generated,
  { metadata, spec }: ArgoApplicationSet,
  render: Render,
): Promise<readonly KubeObject[]> {
  const whole = fillTemplate(template, spec.template);
  const { name, labels, annotations, finalizers } = isRecord(whole['metadata']) ? whole['metadata'] : {};
  const skeleton = { metadata: { name, labels, annotations, finalizers }, spec: whole['spec'] };
  const [rendered, patches] = await Promise.all([
    render(skeleton, parameters),
    spec.templatePatch === undefined ? undefined : render({ patch: spec.templatePatch }, parameters.map(neverEmpty)),
  ]);
  return rendered.map((one, index) => {
    const finalized = withFinalizer(
      one,
      Object.keys(parameters[index] ?? {}).length > 0 && spec.syncPolicy?.preserveResourcesOnDeletion !== true,
    );
    const patch = patches?.[index]?.patch;
    const patched = patch === undefined ? finalized : applyTemplatePatch(finalized, patch);
    return toApplication(patched, metadata.namespace);
  });
}

/** Unlike the template, a patch is rendered also without any parameter. */
function neverEmpty(parameters: Parameters): Parameters {
  return Object.keys(parameters).length === 0 ? { '': '' } : parameters;
}

function withFinalizer(
  application: { readonly metadata: { readonly finalizers: unknown }; readonly spec: unknown },
  wanted: boolean,
): Readonly<Record<string, unknown>> {
  const { finalizers } = application.metadata;
  if (!wanted || (Array.isArray(finalizers) && finalizers.length > 0)) return application;
  return { ...application, metadata: { ...application.metadata, finalizers: [FINALIZER] } };
}

/** The namespace is always that of the ApplicationSet. */
function toApplication(fields: Readonly<Record<string, unknown>>, namespace: string | undefined): KubeObject {
  const { metadata, spec, ...others } = fields;
  const { namespace: _, ...own } = isRecord(metadata) ? metadata : {};
  const { name, ...rest } = own;
  return {
    ...others,
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: anyText(name ?? ''), ...defined({ namespace, ...rest }) },
    spec: isRecord(spec) ? withRepository(spec) : spec,
  };
}

/** Argo CD writes an empty repoURL into a source without one. Next to `sources` it has no effect. */
function withRepository(spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { source, sources } = spec;
  const isBeside = isRecord(source) && Array.isArray(sources) && sources.length > 0;
  return isBeside ? { ...spec, source: { repoURL: '', ...source } } : spec;
}

/** A problem with the place of the ApplicationSet, unless it has its own. */
function inSet(
  problem: GitopsError,
  name: string,
  file: string,
  content: string | undefined,
  start: number | undefined,
): GitopsError {
  const { message, source } = problem;
  const isPart = source !== undefined && ['elementsYaml', 'templatePatch'].includes(source.file);
  const template = namedTemplate(message);
  const wanted = source?.file === 'templatePatch' ? 'templatePatch:' : template;
  const line = (wanted === undefined ? undefined : lineOf(content, wanted, start)) ?? start;
  return problem.with({
    ...(isPart ? { code: 'ARGOCD_INVALID_APPLICATIONSET' } : {}),
    message: message.startsWith('ApplicationSet ') ? message : `ApplicationSet '${name}': ${message}`,
    source: source === undefined || isPart ? { file, ...(line === undefined ? {} : { line }) } : source,
    object: `ApplicationSet ${name}`,
  });
}

/** The template that the message names, as in `template NAME: failed`. */
function namedTemplate(message: string): string | undefined {
  const start = message.indexOf('template ');
  if (start < 0) return undefined;
  const rest = message.slice(start + 'template '.length);
  const end = rest.search(/: (?:template: |failed)/);
  return end > 0 ? rest.slice(0, end) : undefined;
}
