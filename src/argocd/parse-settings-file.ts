import { GitopsError } from '../errors.js';
import { defined } from '../manifest/defined.js';
import { itemsOf } from '../manifest/items-of.js';
import { isRecord, type KubeObject, type ObjectMetadata } from '../manifest/kube-object.js';
import { objectsAmong } from '../manifest/objects-among.js';
import { anyText } from '../manifest/untyped.js';
import { parseYaml } from '../manifest/yaml.js';

const CONFIG_MAPS = ['argocd-cm', 'argocd-cmd-params-cm'];
const SECRET_TYPE = 'argocd.argoproj.io/secret-type';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a file says of an Argo CD: its ConfigMaps `argocd-cm` and `argocd-cmd-params-cm`, AppProjects and
 * cluster Secrets, as `kubectl get -o yaml` prints them; or the values of the chart argo-cd with `configs`,
 * also below the name of a subchart; or the `ArgoCD` of its operator. Anything else in it is passed over. The
 * namespaces are kept: Argo CD runs there.
 *
 * @throws GitopsError ARGOCD_INVALID_SETTINGS for a file with nothing of this, or with a setting that is not
 * text; MANIFEST_INVALID_OBJECT, MANIFEST_INVALID_YAML
 */
export function parseSettingsFile(content: string, file: string): readonly KubeObject[] {
  const found = parseYaml(content, file)
    .flatMap(itemsOf)
    .flatMap((document) => {
      const [object] = objectsAmong([document], file);
      if (object !== undefined) return ofObject(object, file);
      return isRecord(document) ? [document, ...Object.values(document)].flatMap((one) => ofValues(one, file)) : [];
    });
  if (found.length > 0) return found;
  throw invalidSettings(
    file,
    'it has neither the ConfigMap argocd-cm, an AppProject or a cluster Secret, nor values of the chart argo-cd',
  );
}

function ofObject(object: KubeObject, file: string): readonly KubeObject[] {
  const { apiVersion, kind, metadata } = object;
  if (kind === 'ConfigMap' && CONFIG_MAPS.includes(metadata.name)) return [configMap(metadata, object['data'], file)];
  if (kind === 'ArgoCD' && apiVersion.startsWith('argoproj.io/'))
    return [ofOperator(object['spec'], file, metadata.namespace)];
  const isProject = kind === 'AppProject' && apiVersion.startsWith('argoproj.io/');
  const isCluster = kind === 'Secret' && metadata.labels?.[SECRET_TYPE] === 'cluster';
  return isProject || isCluster ? [object] : [];
}

/** `configs` of the chart. Before version 5 of the chart it was `server.config`. */
function ofValues(values: unknown, file: string): readonly KubeObject[] {
  if (!isRecord(values)) return [];
  const configs = isRecord(values['configs']) ? values['configs'] : {};
  const server = isRecord(values['server']) ? values['server'] : {};
  const settings = [server['config'], configs['cm']].filter(isRecord).map(withoutSwitches);
  const parameters = [configs['params']].filter(isRecord).map(withoutSwitches);
  const namespace = anyText(values['namespaceOverride'] ?? '') || undefined;
  return [
    ...settings.map((data) => configMap({ name: 'argocd-cm', namespace }, data, file)),
    ...parameters.map((data) => configMap({ name: 'argocd-cmd-params-cm', namespace }, data, file)),
    ...clustersOf(configs['clusterCredentials']),
  ];
}

/** The values without the switches that only the chart reads. */
function withoutSwitches({ create: _, annotations: __, ...data }: Fields): Fields {
  return data;
}

/** The clusters: a map by name, and a list before version 6 of the chart. */
function clustersOf(given: unknown): readonly KubeObject[] {
  const named = isRecord(given) ? Object.entries(given).map(([name, one]) => ({ name, one })) : [];
  const listed = Array.isArray(given) ? given.filter(isRecord).map((one) => ({ name: anyText(one['name']), one })) : [];
  return [...named, ...listed].flatMap(({ name, one }): readonly KubeObject[] => {
    if (!isRecord(one) || typeof one['server'] !== 'string') return [];
    const labels = isRecord(one['labels']) ? textsOf(one['labels']) : {};
    const annotations = isRecord(one['annotations']) ? textsOf(one['annotations']) : {};
    return [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: `cluster-${name}`, labels: { ...labels, [SECRET_TYPE]: 'cluster' }, annotations },
        stringData: {
          name,
          server: one['server'],
          ...(typeof one['namespaces'] === 'string' ? { namespaces: one['namespaces'] } : {}),
          ...(isRecord(one['config']) ? { config: JSON.stringify(one['config']) } : {}),
        },
      },
    ];
  });
}

/** @see https://argocd-operator.readthedocs.io/en/latest/reference/argocd/ */
function ofOperator(spec: unknown, file: string, namespace: string | undefined): KubeObject {
  const { kustomizeBuildOptions, resourceTrackingMethod, applicationInstanceLabelKey, extraConfig } = isRecord(spec)
    ? spec
    : {};
  const own = {
    'kustomize.buildOptions': kustomizeBuildOptions,
    'application.resourceTrackingMethod': resourceTrackingMethod,
    'application.instanceLabelKey': applicationInstanceLabelKey,
  };
  return configMap({ name: 'argocd-cm', namespace }, { ...own, ...(isRecord(extraConfig) ? extraConfig : {}) }, file);
}

/** A ConfigMap as the chart writes it: all values are texts, and empty values are left out. */
function configMap(
  { name, namespace }: Pick<ObjectMetadata, 'name' | 'namespace'>,
  data: unknown,
  file: string,
): KubeObject {
  const fields: Fields = isRecord(data) ? data : {};
  const wrong = Object.keys(fields).filter((key) => typeof fields[key] === 'object' && fields[key] !== null);
  if (wrong.length > 0) throw invalidSettings(file, `'${wrong[0]}' of ${name} is not text`);
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...defined({ namespace }) }, data: textsOf(fields) };
}

function textsOf(fields: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) =>
      value === undefined || value === null || value === '' ? [] : [[key, anyText(value)]],
    ),
  );
}

function invalidSettings(file: string, why: string): GitopsError {
  return new GitopsError('ARGOCD_INVALID_SETTINGS', `the settings of Argo CD in '${file}' cannot be used: ${why}`, {
    source: { file },
    hint: 'Give what kubectl get configmap argocd-cm -n argocd -o yaml prints, or values of the chart argo-cd with configs.cm.',
  });
}
