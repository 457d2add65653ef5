import { GitopsError } from '../../errors.js';
import { isKubeObject, isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { checkShape, list, object, text, texts } from '../../manifest/shape.js';
import { parseYaml } from '../../manifest/yaml.js';

interface ListedCluster {
  readonly name: string;
  readonly server: string;
  readonly project?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
const SHAPE = list(
  object({ name: text, server: text, project: text, labels: texts, annotations: texts }, ['name', 'server']),
);

/**
 * Argo CD's cluster Secrets from a file: as `kubectl get secrets -o yaml` prints them, or a plain list of
 * `{ name, server, project, labels, annotations }`.
 *
 * @throws GitopsError ARGOCD_INVALID_PARAMETERS, MANIFEST_INVALID_YAML
 */
export function parseClustersFile(content: string, file: string): readonly KubeObject[] {
  return parseYaml(content, file).flatMap((document): readonly KubeObject[] => {
    if (isRecord(document) && Array.isArray(document['items']))
      return document['items'].filter(isKubeObject).filter(isClusterSecret);
    if (isKubeObject(document)) return isClusterSecret(document) ? [document] : [];
    const problems = Array.isArray(document)
      ? checkShape(document, SHAPE)
      : [{ path: '', message: 'holds neither Secrets nor a list of clusters' }];
    GitopsError.throwAll(
      problems.map(
        ({ path, message }) =>
          new GitopsError(
            'ARGOCD_INVALID_PARAMETERS',
            `the clusters file '${file}' cannot be used: ${`${path} ${message}`.trim()}`,
            {
              source: { file },
              hint: 'Write - { name: …, server: …, labels: { … } } for each cluster, or Argo CD cluster Secrets.',
            },
          ),
      ),
    );
    return (document as readonly ListedCluster[]).map(toSecret); // its shape was just checked
  });
}

function isClusterSecret({ kind, metadata }: KubeObject): boolean {
  return kind === 'Secret' && metadata.labels?.[SECRET_TYPE] === 'cluster';
}

function toSecret({ name, server, project, labels = {}, annotations = {} }: ListedCluster): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `cluster-${name}`, labels: { ...labels, [SECRET_TYPE]: 'cluster' }, annotations },
    stringData: { name, server, ...(project === undefined ? {} : { project }) },
  };
}
