import type { ApplicationSource } from '../../argocd/application/application.js';
import { defined } from '../../manifest/defined.js';
import { isRecord } from '../../manifest/kube-object.js';
import { anything, map, object, text, texts } from '../../manifest/shape.js';
import { locateFolder, REFERENCE_SHAPE } from './locate.js';
import type { SourceProblem } from './reference-problems.js';
import { sourceKind } from './source-kind.js';

/** A folder from which a config management plugin of Argo CD makes objects. */
export const PLUGIN = sourceKind({
  shape: object({ from: REFERENCE_SHAPE, plugin: text, env: texts, parameters: map(anything) }),
  describe: ({ from, plugin: name, env, parameters }, { here, pins }) => {
    const { place, isHere, problems } = locateFolder('from', from ?? {}, here, pins.version);
    const plugin: ApplicationSource['plugin'] = defined({
      name,
      env: env && Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
      parameters: parameters && Object.entries(parameters).map(([parameter, value]) => written(parameter, value)),
    });
    return {
      source: { ...place, plugin },
      isHere,
      problems: [...problems, ...Object.entries(parameters ?? {}).flatMap(([key, value]) => refused(key, value))],
      reads: undefined,
    };
  },
});

function written(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (Array.isArray(value)) return { name, array: value };
  return isRecord(value) ? { name, map: value } : { name, string: value };
}

function refused(name: string, value: unknown): readonly SourceProblem[] {
  const isText = (one: unknown) => typeof one === 'string';
  const texted = isRecord(value) ? Object.values(value) : [value].flat();
  if (texted.every(isText)) return [];
  return [
    {
      message: `parameters['${name}'] is neither a text nor a list or map of texts`,
      hint: 'Quote numbers: Argo CD passes texts to plugins.',
    },
  ];
}
