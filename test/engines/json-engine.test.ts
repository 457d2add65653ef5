import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJq } from '../../src/engines/jq/create-jq.js';
import { createTemplates } from '../../src/engines/template/create-templates.js';
import type { TemplateRequest } from '../../src/engines/template/templates.js';

let cacheDirectory: string;
let opened: { close(): Promise<void> }[];

beforeEach(() => {
  cacheDirectory = mkdtempSync(join(tmpdir(), 'json-engine-'));
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((one) => one.close()));
  rmSync(cacheDirectory, { recursive: true, force: true });
});

/** As a further process has it. */
function open<Engine extends { close(): Promise<void> }>(engine: Engine): Engine {
  opened.push(engine);
  return engine;
}

const GO = { parameters: [{ name: 'a' }, { name: 'b' }], goTemplate: true };

test.each<[string, TemplateRequest, 0 | 1]>([
  ['what is the same at any time is kept', { ...GO, template: { name: '{{.name}}-x' } }, 0],
  ['the time of day is not', { ...GO, template: { at: '{{now | date "15:04:05"}}' } }, 1],
  ['an error, which may be that of a limit, is not', { ...GO, template: { at: '{{fail "no"}}' } }, 1],
  ['without Go templates', { ...GO, goTemplate: false, template: { name: '{{name}}-{{other}}' } }, 0],
])('templates: %s', async (_, request, started) => {
  const first = await open(createTemplates({ cacheDirectory })).render(request);
  const again = open(createTemplates({ cacheDirectory }));
  const uncached = open(createTemplates());

  const second = await again.render(request);
  expect(again.enginesStarted).toBe(started);
  if (first.volatile.length === 0) {
    expect(second).toEqual(first);
    expect(await uncached.render(request)).toEqual(first);
  }
});

test('templates: another template, parameter or option is another result', async () => {
  const template = { name: '{{.name}}{{.gone}}' };
  await open(createTemplates({ cacheDirectory })).render({ ...GO, template });
  const again = open(createTemplates({ cacheDirectory }));

  const other = await again.render({ ...GO, template: { name: '{{.name}}!' } });
  const changed = await again.render({ ...GO, template, parameters: [{ name: 'c' }] });
  const strict = await again.render({ ...GO, template, goTemplateOptions: ['missingkey=error'] });

  expect(other.outcomes.map(({ value }) => value)).toEqual([{ name: 'a!' }, { name: 'b!' }]);
  expect(changed.outcomes.map(({ value }) => value)).toEqual([{ name: 'c<no value>' }]);
  expect(strict.outcomes.map(({ error }) => error)).toEqual([
    expect.stringContaining('gone'),
    expect.stringContaining('gone'),
  ]);
});

test('jq: that an expression compiles is kept; what it gives, and that it does not compile, is not', async () => {
  const first = open(createJq({ cacheDirectory }));
  await Promise.all(Array.from({ length: 50 }, () => first.run('.a | now', [])));
  await first.run('.a', [{ a: 1 }]);
  await expect(first.run('.[', [])).rejects.toMatchObject({ code: 'ENGINE_JQ_FAILED' });

  const again = open(createJq({ cacheDirectory }));
  expect(await again.run('.a | now', [])).toEqual([]);
  expect(again.enginesStarted).toBe(0);
  await expect(again.run('.[', [])).rejects.toMatchObject({ code: 'ENGINE_JQ_FAILED' });
  expect(await again.run('.a', [{ a: 2 }])).toEqual([{ results: [2] }]);
});
