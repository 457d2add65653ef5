import { GitopsError } from '../../errors.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { objectsAmong } from '../../manifest/objects-among.js';
import { list, object, readShape, type TypeOf, text, texts } from '../../manifest/shape.js';
import { shapeErrors } from '../../manifest/shape-errors.js';
import { parseYaml } from '../../manifest/yaml.js';

const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
const CLUSTER = object({ name: text, server: text, project: text, labels: texts, annotations: texts }, [
  'name',
  'server',
]);
const CLUSTERS = list(CLUSTER);

/**
 * Argo CD's cluster Secrets from a file: as `kubectl get secrets -o yaml` prints them, or a plain list of
 * `{ name, server, project, labels, annotations }`.
 *
 * @throws GitopsError ARGOCD_INVALID_PARAMETERS, MANIFEST_INVALID_OBJECT, MANIFEST_INVALID_YAML
 */
export function parseClustersFile(content: string, file: string): readonly KubeObject[] {
  return parseYaml(content, file).flatMap((document): readonly KubeObject[] => {
    const objects = objectsAmong([document], file);
    const isListOfObjects = isRecord(document) && Array.isArray(document['items']);
    if (objects.length > 0 || isListOfObjects) return objects.filter(isClusterSecret);
    const { value, problems } = readShape(document, CLUSTERS, { unknownField: 'is not a field of a cluster' });
    const isList = Array.isArray(document);
    const errors = shapeErrors(
      isList ? problems : [{ path: '', message: 'holds neither Secrets nor a list of clusters' }],
      {
        code: 'ARGOCD_INVALID_PARAMETERS',
        name: 'the clusters file',
        file,
        content,
        hint: () => 'Write - { name: …, server: …, labels: { … } } for each cluster, or Argo CD cluster Secrets.',
      },
    );
    if (value === undefined || errors.length > 0) throw GitopsError.all(errors);
    return value.map(toSecret);
  });
}

function isClusterSecret({ kind, metadata }: KubeObject): boolean {
  return kind === 'Secret' && metadata.labels?.[SECRET_TYPE] === 'cluster';
}

function toSecret({ name, server, project, labels = {}, annotations = {} }: TypeOf<typeof CLUSTER>): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `cluster-${name}`, labels: { ...labels, [SECRET_TYPE]: 'cluster' }, annotations },
    stringData: { name, server, ...(project === undefined ? {} : { project }) },
  };
}
