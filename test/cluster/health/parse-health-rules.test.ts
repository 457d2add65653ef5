import { parseHealthRules } from '../../../src/cluster/health/parse-health-rules.js';
import { GitopsError } from '../../../src/errors.js';
import { parseYaml } from '../../../src/manifest/yaml.js';
import { thrownBy } from '../../helpers/thrown-by.js';

test('takes rules by function, CEL and Lua', () => {
  const rules = {
    'example.com/Widget': { judge: () => undefined },
    'example.com/*': { cel: { healthy: 'true' } },
    ConfigMap: { lua: 'return {status = "Healthy"}', openLibs: true },
  };

  expect(parseHealthRules(rules, 'rules.ts')).toEqual(rules);
});

test.each([
  { case: 'no map', value: ['x'], message: 'it is not a map' },
  { case: 'a key that is no kind', value: { 'a/b/c': { lua: 'x' } }, message: 'a/b/c is not a <group>/<Kind>' },
  { case: 'no rule', value: { Widget: 'healthy' }, message: 'Widget has no rule' },
  { case: 'an empty rule', value: { Widget: {} }, message: "Widget has none of 'judge', 'cel' and 'lua'" },
  { case: 'two rules in one', value: { Widget: { lua: 'x', cel: { healthy: 'true' } } }, message: 'more than one' },
  {
    case: 'an unknown field',
    value: { Widget: { lua: 'x', openlibs: true } },
    message: 'Widget.openlibs is not a field of a rule',
  },
  { case: 'a function as text', value: { Widget: { judge: 'x' } }, message: "'judge' that is not a function" },
  { case: 'an empty script', value: { Widget: { lua: ' ' } }, message: 'Widget.lua is empty' },
  {
    case: 'a misspelt expression',
    value: { Widget: { cel: { healthy: 'true', degradd: 'true' } } },
    message: 'Widget.cel.degradd is not a field of a rule',
  },
  {
    case: 'an expression that YAML read as a value',
    value: { Widget: { cel: { healthy: true } } },
    message: 'Widget.cel.healthy is not a text: true',
  },
  { case: 'no healthy', value: { Widget: { cel: { degraded: 'true' } } }, message: 'Widget.cel.healthy is missing' },
])('refuses $case', ({ value, message }) => {
  expect(() => parseHealthRules(value, 'rules.yaml')).toThrow(
    expect.objectContaining({ code: 'CLUSTER_HEALTH_RULES_INVALID', message: expect.stringContaining(message) }),
  );
});

test('tells all problems at once', () => {
  try {
    parseHealthRules({ A: {}, B: { lua: '' } }, 'rules.yaml');
  } catch (error) {
    expect(GitopsError.is(error) && GitopsError.each(error).map(({ message }) => message)).toEqual([
      expect.stringContaining('A has none'),
      expect.stringContaining('B.lua is empty'),
    ]);
  }
  expect.assertions(1);
});

test('a rule with several faults has an error for each, with the line', () => {
  const content = 'ConfigMap:\n  lua: return {}\nexample.com/Widget:\n  cel:\n    healty: "true"\n    degraded: 1\n';

  const error = thrownBy(() => parseHealthRules(parseYaml(content, 'rules.yaml')[0], 'rules.yaml', content));

  expect(GitopsError.each(error).map(({ message, source }) => [source?.line, message])).toEqual(
    [
      [4, 'example.com/Widget.cel.healthy is missing'],
      [5, 'example.com/Widget.cel.healty is not a field of a rule'],
      [6, 'example.com/Widget.cel.degraded is not a text: 1'],
    ].map(([line, problem]) => [line, `the health rules 'rules.yaml' cannot be used: ${problem}`]),
  );
});
