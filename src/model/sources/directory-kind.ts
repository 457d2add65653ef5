import type { ApplicationSource } from '../../argocd/application/application.js';
import { defined } from '../../manifest/defined.js';
import { boolean, list, object, record, text } from '../../manifest/shape.js';
import { toJson } from '../../manifest/to-json.js';
import { locateFolder, REFERENCE_SHAPE } from './locate.js';
import { sourceKind } from './source-kind.js';

type Directory = NonNullable<ApplicationSource['directory']>;
type Variables = NonNullable<NonNullable<Directory['jsonnet']>['extVars']>;

/** A folder of manifests that Argo CD reads. */
export const DIRECTORY = sourceKind({
  shape: object({
    from: REFERENCE_SHAPE,
    recurse: boolean,
    include: text,
    exclude: text,
    jsonnet: object({ extVars: record, tlas: record, libs: list(text) }),
  }),
  describe: ({ from, recurse, include, exclude, jsonnet }, { here, pins }) => {
    const { place, isHere, problems } = locateFolder('from', from ?? {}, here, pins.version);
    const directory: Directory = defined({
      recurse,
      include,
      exclude,
      jsonnet:
        jsonnet &&
        defined({ extVars: variablesOf(jsonnet.extVars), tlas: variablesOf(jsonnet.tlas), libs: jsonnet.libs }),
    });
    // Argo CD leaves out what says nothing. Then the folder may be a kustomization, which reads others.
    const isDirectory = Object.keys(directory).length > 0;
    const { path = '.' } = place;
    return {
      source: { ...place, ...(isDirectory ? { directory } : {}) },
      isHere,
      problems,
      reads: isDirectory && jsonnet === undefined && path !== '.' ? [path] : undefined,
    };
  },
});

/** A text is a text for Jsonnet; numbers, lists and maps are code. */
function variablesOf(variables: Readonly<Record<string, unknown>> | undefined): Variables | undefined {
  return (
    variables &&
    Object.entries(variables).map(([name, value]) =>
      typeof value === 'string' ? { name, value } : { name, value: toJson(value), code: true },
    )
  );
}
