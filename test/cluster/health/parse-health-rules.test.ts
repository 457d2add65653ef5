import { parseHealthRules } from '../../../src/cluster/health/parse-health-rules.js';
import { GitopsError } from '../../../src/errors.js';

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
  { case: 'a key that is no kind', value: { 'a/b/c': { lua: 'x' } }, message: "'a/b/c' is no <group>/<Kind>" },
  { case: 'no rule', value: { Widget: 'healthy' }, message: "'Widget' has no rule" },
  { case: 'an empty rule', value: { Widget: {} }, message: "'Widget' has none of 'judge', 'cel' and 'lua'" },
  { case: 'two rules in one', value: { Widget: { lua: 'x', cel: { healthy: 'true' } } }, message: 'more than one' },
  {
    case: 'an unknown field',
    value: { Widget: { lua: 'x', openlibs: true } },
    message: "'openlibs', which means nothing",
  },
  { case: 'a function as text', value: { Widget: { judge: 'x' } }, message: "'judge' that is no function" },
  { case: 'an empty script', value: { Widget: { lua: ' ' } }, message: "'lua' that is no script" },
  { case: 'a misspelt expression', value: { Widget: { cel: { healty: 'true' } } }, message: "'healty' in 'cel'" },
  {
    case: 'an expression that YAML read as a value',
    value: { Widget: { cel: { healthy: true } } },
    message: "'healthy' in 'cel' that is no text",
  },
  { case: 'no healthy', value: { Widget: { cel: { degraded: 'true' } } }, message: "no 'healthy'" },
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
      expect.stringContaining("'A'"),
      expect.stringContaining("'B'"),
    ]);
  }
  expect.assertions(1);
});
