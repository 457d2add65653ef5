import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');

const IMPORTS = `
import { Application, AppProject, Cluster, Environment, FileSet, jsonPatch, patch, RawObject, rawPatch, remove, Repository, SyncPolicy, syncWave, yamlFile, type Context } from 'cdk8s-gitops';
import { Deployment, HorizontalPodAutoscaler } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
declare abstract class Guestbook extends Application<{ replicas?: number; host?: string }, { web: Deployment; autoscaler: HorizontalPodAutoscaler }> {}
`;

/** What an example may take for granted, unless it declares it itself. */
const GIVEN: Readonly<Record<string, string>> = {
  scope: 'Construct',
  web: 'Deployment',
  dev: 'Environment',
  staging: 'Environment',
  prod: 'Environment',
  prodEu: 'Cluster',
  prodUs: 'Cluster',
  guestbook: 'Guestbook',
  repository: 'Repository',
};

interface Example {
  readonly place: string;
  readonly code: string;
}

function examplesOf(file: string): readonly Example[] {
  const blocks = readFileSync(join(ROOT, file), 'utf8').matchAll(/\/\*\*([\s\S]*?)\*\//g);
  return [...blocks].flatMap(([, comment]) => {
    const match = /@example\n([\s\S]*?)(?=\n\s*\*\s*@|$)/.exec(comment!);
    return match ? [{ place: file, code: match[1]!.replace(/^\s*\* ?/gm, '') }] : [];
  });
}

function guideExamples(file: string): readonly Example[] {
  return [...readFileSync(join(ROOT, file), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => ({ place: file, code: code! }));
}

test('every example in a docstring and in the guide compiles', () => {
  const files = ['src/model', 'src/argocd', 'src/synth'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).flatMap((file) => (file.endsWith('.ts') ? [`${folder}/${file}`] : [])),
  );
  const examples = [...files.flatMap(examplesOf), ...guideExamples('docs/model.md')];
  const sources = new Map(examples.map(({ code }, index) => [join(ROOT, 'test/types', `example-${index}.ts`), module(code)]));
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile) as { readonly config: { readonly compilerOptions: object } };
  const base = ts.readConfigFile(join(ROOT, 'tsconfig.build.json'), ts.sys.readFile).config as { readonly compilerOptions: object };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...base.compilerOptions, ...config.compilerOptions, noUnusedLocals: false, noUnusedParameters: false },
    ROOT,
  );
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([...sources.keys()], options, {
    ...host,
    fileExists: (file) => sources.has(file) || host.fileExists(file),
    readFile: (file) => sources.get(file) ?? host.readFile(file),
    getSourceFile: (file, version) => {
      const text = sources.get(file);
      return text === undefined ? host.getSourceFile(file, version) : ts.createSourceFile(file, text, version);
    },
  });

  const paths = [...sources.keys()];
  const errors = paths.flatMap((path, index) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map(({ messageText }) => `${examples[index]!.place}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`),
  );

  expect(examples.length).toBeGreaterThan(12);
  expect(errors).toEqual([]);
});

function module(code: string): string {
  if (code.includes('import ')) return `${code}\nexport {};\n`;
  const given = Object.entries(GIVEN).filter(([name]) => !new RegExp(`const ${name}\\b`).test(code));
  return `${IMPORTS}${given.map(([name, type]) => `declare const ${name}: ${type};`).join('\n')}\n${code}\nexport {};\n`;
}
