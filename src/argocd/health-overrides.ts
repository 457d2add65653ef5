import type { LuaOverride, LuaOverrides } from '../engines/lua-health/lua-override.js';
import { GitopsError } from '../errors.js';
import { isRecord, type KubeObject } from '../manifest/kube-object.js';
import { parseYaml } from '../manifest/yaml.js';

const CUSTOMIZATIONS = 'resource.customizations';

/**
 * The health rules in Lua of the ConfigMap `argocd-cm`, by `<group>/<Kind>` or a glob of it:
 * `resource.customizations.health.<group>_<Kind>` with `…useOpenLibs.…`, and the older
 * `resource.customizations` that holds all in one YAML text.
 *
 * @throws GitopsError ARGOCD_INVALID_CUSTOMIZATION, all problems at once
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#custom-health-checks
 */
export function readHealthOverrides(configMap: KubeObject): LuaOverrides {
  const data = isRecord(configMap['data']) ? configMap['data'] : {};
  const overrides = new Map<string, LuaOverride>(allInOne(data[CUSTOMIZATIONS]));
  const problems: GitopsError[] = [];
  for (const [key, value] of Object.entries(data).sort(([left], [right]) => (left < right ? -1 : 1))) {
    const [resource, customizations, type, ...rest] = key.split('.');
    if (`${resource}.${customizations}` !== CUSTOMIZATIONS || rest.length === 0 || typeof value !== 'string') continue;
    if (type !== 'health' && type !== 'useOpenLibs') continue;
    const name = toOverrideKey(rest.join('.'));
    const openLibs = type === 'useOpenLibs' ? toBoolean(value) : undefined;
    if (name === undefined) problems.push(invalidError(key, 'it does not end in <group>_<Kind>'));
    else if (type === 'useOpenLibs' && openLibs === undefined)
      problems.push(invalidError(key, `'${value}' is neither true nor false`));
    else
      overrides.set(name, {
        ...(overrides.get(name) ?? { lua: '' }),
        ...(type === 'health' ? { lua: value } : { openLibs: openLibs ?? false }),
      });
  }
  GitopsError.throwAll(problems);
  return Object.fromEntries(
    [...overrides].filter(([, { lua }]) => lua !== '').sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

function allInOne(text: unknown): [string, LuaOverride][] {
  if (typeof text !== 'string' || text === '') return [];
  const [overrides] = parseYaml(text, `argocd-cm: ${CUSTOMIZATIONS}`);
  if (!isRecord(overrides)) throw invalidError(CUSTOMIZATIONS, 'it is not a map by <group>/<Kind>');
  return Object.entries(overrides).flatMap(([key, override]) => {
    const lua = isRecord(override) ? override['health.lua'] : undefined;
    return typeof lua === 'string'
      ? [
          [key, { lua, openLibs: isRecord(override) && override['health.lua.useOpenLibs'] === true }] satisfies [
            string,
            LuaOverride,
          ],
        ]
      : [];
  });
}

function toOverrideKey(groupKind: string): string | undefined {
  const parts = groupKind.split('_');
  if (groupKind === 'all') return '*/*';
  if (parts.length === 2) return parts.join('/');
  return parts.length === 1 && groupKind !== '' ? groupKind : undefined;
}

/** Reads a boolean as Go's strconv.ParseBool does. */
function toBoolean(text: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text) ? false : undefined;
}

function invalidError(key: string, reason: string): GitopsError {
  return new GitopsError('ARGOCD_INVALID_CUSTOMIZATION', `'${key}' in argocd-cm: ${reason}`, {
    object: 'ConfigMap argocd-cm',
    hint: 'Write resource.customizations.health.<group>_<Kind>, or …health.<Kind> for the core group.',
  });
}
