import { readHealthOverrides } from '../../argocd/health-overrides.js';
import type { LuaOverrides } from '../../engines/lua-health/lua-override.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { isKubeObject, type KubeObject } from '../../manifest/kube-object.js';
import { parseYaml } from '../../manifest/yaml.js';

const NAME = 'argocd-cm';
const CUSTOMIZATIONS = 'resource.customizations';
const MANIFEST = /\.(ya?ml|json)$/;

/**
 * The health rules for Argo CD in Git: those of every ConfigMap `argocd-cm`, rendered ones first, then those
 * in files and in patches of it, by path. Of two rules for one kind the first counts.
 *
 * @throws GitopsError ARGOCD_INVALID_CUSTOMIZATION with the problems of all
 */
export function committedHealthRules(files: FileSet, rendered: readonly KubeObject[]): LuaOverrides {
  const configMaps = [
    ...rendered.filter(isSettings),
    ...files.entries().flatMap(([path, text]) => settingsIn(path, text)),
  ];
  const problems: GitopsError[] = [];
  const overrides = configMaps.map((configMap): LuaOverrides => {
    try {
      return readHealthOverrides(configMap);
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      problems.push(error);
      return {};
    }
  });
  GitopsError.throwAll(problems);
  return Object.assign({}, ...overrides.reverse());
}

/** What is a template, or not YAML at all, is nobody's rule. */
function settingsIn(path: string, text: string): readonly KubeObject[] {
  if (!MANIFEST.test(path) || !text.includes(CUSTOMIZATIONS) || !text.includes(NAME)) return [];
  try {
    return parseYaml(text, path).flatMap((document) =>
      isKubeObject(document) && isSettings(document) ? [document] : [],
    );
  } catch (error) {
    if (GitopsError.is(error)) return [];
    throw error;
  }
}

function isSettings({ apiVersion, kind, metadata }: KubeObject): boolean {
  return apiVersion === 'v1' && kind === 'ConfigMap' && metadata.name === NAME;
}
