import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { documents, filesBelow, ROOT } from './documents.js';

const IMPORTS = `
import { Application, AppProject, Cluster, DirectoryApplication, Environment, GitopsError, HelmApplication, hook, jsonPatch, KustomizeApplication, patch, PluginApplication, RawObject, remove, Repository, Source, SyncPolicy, syncOptions, syncWave, yamlFile, type BuildContext, type ProjectPolicy } from 'cdk8s-gitops';
import { Deployment, HorizontalPodAutoscaler } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
`;

/** What an example may take for granted, unless it declares it itself. */
const GIVEN: Readonly<Record<string, string>> = {
  scope: 'Construct',
  web: 'Deployment',
  dev: 'Environment',
  staging: 'Environment',
  prod: 'Environment',
  eu: 'Cluster',
  us: 'Cluster',
  prodEu: 'Cluster',
  prodUs: 'Cluster',
  guestbook: 'Guestbook',
  repository: 'Repository',
};
const GUESTBOOK =
  'declare abstract class Guestbook extends Application<{ replicas?: number; host?: string }, { web: Deployment; autoscaler: HorizontalPodAutoscaler }> {}';

interface Example {
  readonly place: string;
  readonly code: string;
}

/** The `@example`s of a source file, fenced or not. */
function docstringExamples(file: string): readonly Example[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].flatMap(([, comment = '']) =>
    comment
      .replace(/^\s*\* ?/gm, '')
      .split(/^@(?=\w)/m)
      .filter((section) => /^example\b/.test(section))
      .map((section) => section.replace(/^example\b.*\n/, ''))
      .map((body) => ({ place: file, code: /```ts\n([\s\S]*?)```/.exec(body)?.[1] ?? body })),
  );
}

/** The blocks that begin with three backticks and `ts`; those marked `ts ignore` are fragments. */
function fencedExamples(file: string): readonly Example[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```/gm)].map((match) => ({
    place: `${file}:${text.slice(0, match.index).split('\n').length}`,
    code: match[1]!,
  }));
}

/** Messages of the type checker, with the place of the example. */
function problemsOf(examples: readonly Example[]): readonly string[] {
  const sources = new Map(
    examples.map(({ code }, index) => [join(ROOT, 'test/docs', `__example-${index}.ts`), toModule(code)]),
  );
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile) as { readonly config: object };
  const { options: strict } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, ROOT);
  const options: ts.CompilerOptions = { ...strict, noUnusedLocals: false, noUnusedParameters: false };
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
  return [...sources.keys()].flatMap((path, index) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map(({ messageText }) => `${examples[index]!.place}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`),
  );
}

/** An example with imports is taken as it stands; any other may use the public names and what is given. */
function toModule(code: string): string {
  if (/^import /m.test(code)) return `${code}\nexport {};\n`;
  const given = Object.entries(GIVEN).filter(([name]) => !new RegExp(`(const|let|function) ${name}\\b`).test(code));
  const guestbook = /class Guestbook\b/.test(code) ? '' : GUESTBOOK;
  return `${IMPORTS}${guestbook}\n${given.map(([name, type]) => `declare const ${name}: ${type};`).join('\n')}\n${code}\nexport {};\n`;
}

test('every example in a docstring, in the README and in the guide compiles', () => {
  const docstrings = filesBelow('src', '.ts').flatMap(docstringExamples);
  const guides = documents().flatMap(fencedExamples);

  expect(docstrings.length).toBeGreaterThan(13);
  expect(guides.length).toBeGreaterThan(4);
  expect(problemsOf([...docstrings, ...guides])).toEqual([]);
});

test('an example that does not compile is told with its place', () => {
  expect(
    problemsOf([{ place: 'somewhere.md:1', code: "guestbook.overlay(dev, { propz: { replicas: 'two' } });" }]),
  ).toEqual([expect.stringMatching(/^somewhere\.md:1: .*propz/s)]);
});
