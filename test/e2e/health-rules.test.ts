import { temporaryFolder } from '../cli/temporary-folder.js';
import { gitops, linkPackage } from './project.js';

const LIVE = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nstatus: {phase: Running}\n';

test.each([
  {
    case: 'TypeScript with the types of the package',
    file: 'health-rules.ts',
    content: `
import type { HealthRules } from 'cdk8s-gitops';
export default {
  'example.com/Widget': { judge: ({ kind, status }) => ({ status: (status as { phase: string }).phase === 'Running' ? 'Healthy' : 'Progressing', message: kind }) },
} satisfies HealthRules;`,
  },
  {
    case: 'JavaScript, by name',
    file: 'rules.mjs',
    content: `export const healthRules = { 'example.com/Widget': { judge: ({ kind }) => ({ status: 'Healthy', message: kind }) } };`,
  },
])('rules of the user as a module: $case', async ({ file, content }) => {
  const directory = temporaryFolder({ 'package.json': '{ "type": "module" }', 'live.yaml': LIVE, [file]: content });
  linkPackage(directory);

  const { code, out } = await gitops(['health', '-f', 'live.yaml', '--health-rules', file], directory);

  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(/Healthy +Widget\.example\.com +- +w +user\/example\.com\/Widget +Widget/),
  });
});
