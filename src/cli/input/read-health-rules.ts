import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { readHealthOverrides } from '../../argocd/health-overrides.js';
import { assertCelRules } from '../../cluster/health/assert-cel-rules.js';
import type { HealthRules } from '../../cluster/health/health-rule.js';
import { parseHealthRules } from '../../cluster/health/parse-health-rules.js';
import { isKubeObject } from '../../manifest/kube-object.js';
import { parseYaml } from '../../manifest/yaml.js';
import { loadModule } from '../loading/load-module.js';
import { unreadableFile } from './unreadable-file.js';

const MODULES = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/**
 * Reads `--health-rules FILE`: YAML or JSON with rules in CEL and Lua, a ConfigMap `argocd-cm`, or a module
 * that exports rules by default or as `healthRules`. It is the operator who names it: code from Git is never
 * run because a revision has it.
 *
 * @throws GitopsError CLI_FILE_NOT_FOUND, CLI_LOAD_FAILED, CLUSTER_HEALTH_RULES_INVALID, ENGINE_CEL_FAILED,
 * ARGOCD_INVALID_CUSTOMIZATION
 */
export async function readHealthRules(file: string, directory: string): Promise<HealthRules> {
  const rules = await readRules(file, directory);
  if (!Object.values(rules).some((rule) => 'cel' in rule)) return rules;
  const { createCel } = await import('../../engines/cel/create-cel.js');
  const cel = createCel();
  try {
    await assertCelRules(cel, rules, file);
    return rules;
  } finally {
    await cel.close();
  }
}

async function readRules(file: string, directory: string): Promise<HealthRules> {
  if (MODULES.includes(extname(file))) {
    const { exports } = await loadModule(resolve(directory, file), directory);
    return parseHealthRules(exportedRules(exports), file);
  }
  const content = await read(file, directory);
  const documents = parseYaml(content, file);
  return Object.assign(
    {},
    ...documents.map((document): HealthRules => {
      if (isKubeObject(document) && document.kind === 'ConfigMap') return readHealthOverrides(document);
      return parseHealthRules(document, file, content);
    }),
  );
}

/** A CommonJS project's exports arrive below `default`. */
function exportedRules(exports: Readonly<Record<string, unknown>>): unknown {
  const { default: inner, healthRules } = exports;
  if (healthRules !== undefined) return healthRules;
  const isCommonJs = typeof inner === 'object' && inner !== null && '__esModule' in inner;
  return isCommonJs ? exportedRules({ ...inner }) : inner;
}

async function read(file: string, directory: string): Promise<string> {
  try {
    return await readFile(resolve(directory, file), 'utf8');
  } catch (cause) {
    throw unreadableFile(`The health rules '${file}'`, cause, 'Correct the path after --health-rules.');
  }
}
