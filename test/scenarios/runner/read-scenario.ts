import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { parseYaml } from '../../../src/manifest/yaml.js';
import { applicationOf, isLooking, type Scenario, type Step } from './scenario.js';

const SCENARIOS = 'test/scenarios';
const DIFFERENCES = 'docs/argo-differences.md';
/** What a step does; each has exactly one of these. */
const ACTIONS = ['commit', 'sync', 'refresh', 'remove', 'apply', 'patch', 'scale', 'delete', 'wait'] as const;
/** Which other keys go with which action. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  expect: ['sync', 'refresh', 'remove'],
  differs: ['sync', 'refresh', 'remove'],
  as: ['apply'],
};

const validate = new Ajv2020({ allErrors: true, strictTypes: false, verbose: true }).compile(
  JSON.parse(readFileSync(join(SCENARIOS, 'scenario.schema.json'), 'utf8')) as object,
);

/** Names of all scenarios: the folders with a `scenario.yaml`. */
export function scenarioNames(): readonly string[] {
  return readdirSync(SCENARIOS)
    .filter((name) => existsSync(join(SCENARIOS, name, 'scenario.yaml')))
    .sort();
}

/**
 * Reads and checks a scenario.
 *
 * @throws Error with every problem, each with its place in the file
 */
export function readScenario(name: string, directory = join(SCENARIOS, name)): Scenario {
  const file = join(directory, 'scenario.yaml');
  const documents = parseYaml(readFileSync(file, 'utf8'), file);
  const content = documents[0];
  if (documents.length !== 1) throw new Error(`${file} has ${documents.length} documents: a scenario is one`);
  const problems = validate(content)
    ? problemsOf(content as Scenario, directory)
    : describeErrors(validate.errors ?? []);
  if (name.length > 45)
    problems.push(`the folder's name '${name}' is longer than 45 characters: it becomes the name of a namespace`);
  if (problems.length > 0)
    throw new Error(`${file} is no scenario:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  return { ...(content as Omit<Scenario, 'name' | 'directory'>), name, directory };
}

/** The ids that `differs` may name. */
function differenceRows(): ReadonlySet<string> {
  return new Set(
    [...readFileSync(DIFFERENCES, 'utf8').matchAll(/^\| <a id="([a-z0-9-]+)">/gm)].map(([, id]) => id ?? ''),
  );
}

function problemsOf(scenario: Scenario, directory: string): string[] {
  const problems = scenario.steps.flatMap((step, index) =>
    stepProblems(step, directory).map((problem) => `steps[${index}]: ${problem}`),
  );
  if (scenario.application && scenario.applications) problems.push("give 'application' or 'applications', not both");
  const asked = scenario.steps.flatMap((step) => (isLooking(step) ? (applicationOf(step) ?? []) : []));
  for (const name of asked)
    if (!scenario.applications?.[name]) problems.push(`application '${name}' is not among 'applications'`);
  if (!scenario.steps.some(isLooking)) problems.push("nothing is looked at: add a step 'sync', 'refresh' or 'remove'");
  return problems;
}

function stepProblems(step: Step, directory: string): string[] {
  const actions = ACTIONS.filter((action) => action in step);
  if (actions.length !== 1)
    return [`a step does one of ${ACTIONS.join(', ')}; this one has ${actions.join(', ') || 'none'}`];
  const misplaced = Object.entries(COMPANIONS).filter(
    ([key, allowed]) => key in step && !allowed.includes(actions[0]!),
  );
  const applied = 'apply' in step ? step.apply : undefined;
  const folder = 'commit' in step ? step.commit : applied;
  const rows = isLooking(step) ? Object.values(step.differs ?? {}).filter((row) => !differenceRows().has(row)) : [];
  return [
    ...misplaced.map(([key, allowed]) => `'${key}' goes with ${allowed.join(' or ')}, not with ${actions[0]}`),
    ...(folder !== undefined && !existsSync(join(directory, folder))
      ? [`there is no folder '${folder}' beside scenario.yaml`]
      : []),
    ...rows.map((row) => `${DIFFERENCES} has no row '${row}' (a row begins with | <a id="${row}"></a>)`),
  ];
}

/** The deepest error of each place: what a `$ref` or `anyOf` adds around it says nothing. */
function describeErrors(errors: readonly ErrorObject[]): string[] {
  return [...new Set(errors.filter(({ keyword }) => !['anyOf', 'oneOf', 'if'].includes(keyword)).map(describeError))];
}

function describeError({ instancePath, keyword, message, params, data }: ErrorObject): string {
  const place =
    instancePath === ''
      ? 'the file'
      : instancePath
          .slice(1)
          .replace(/\/(\d+)/g, '[$1]')
          .replaceAll('/', '.')
          .replaceAll('~1', '/');
  if (keyword === 'additionalProperties') return `${place} has the unknown key '${params['additionalProperty']}'`;
  if (keyword === 'enum')
    return `${place} is '${data}', and must be one of ${(params['allowedValues'] as unknown[]).map((one) => `'${one}'`).join(', ')}`;
  if (keyword === 'pattern') return `${place}: '${data}' has the wrong form, which is ${params['pattern']}`;
  return `${place} ${message}`;
}
