import { javascript, TextFile, typescript } from 'projen';

const NODE = '20.19.0';
const HOME = 'https://github.com/cdk8s-gitops/cdk8s-gitops';

const project = new typescript.TypeScriptProject({
  name: 'cdk8s-gitops',
  description: 'Typed constructs for GitOps repositories, and a sync engine that applies, waits, verifies and prunes what was committed',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: NODE,
  license: 'Apache-2.0',
  repository: `${HOME}.git`,
  homepage: `${HOME}#readme`,
  bugsUrl: `${HOME}/issues`,
  copyrightOwner: 'The cdk8s-gitops authors',
  keywords: ['gitops', 'kubernetes', 'argocd', 'cdk8s', 'eks', 'kustomize', 'infrastructure-as-code'],
  entrypoint: 'lib/index.js',
  entrypointTypes: 'lib/index.d.ts',
  bin: { gitops: 'lib/bin/gitops.js' },
  projenrcTs: true,
  runner: typescript.TypeScriptRunner?.tsx?.(),
  typescriptVersion: '5.9.3',
  tsconfig: { fileName: 'tsconfig.build.json', compilerOptions: compilerOptions('src', 'lib') },
  tsconfigDevFile: 'tsconfig.json',
  tsconfigDev: { compilerOptions: compilerOptions('.'), include: ['src', 'apps', 'environments', 'test'], exclude: ['node_modules', 'lib', 'templates', '.cache'] },
  jest: false,
  eslint: false,
  prettier: false,
  sampleCode: false,
  github: false,
  depsUpgrade: false,
  release: false,
  package: false,
  npmignoreEnabled: false,
  // One line each says why a dependency is here: docs/dependencies.md.
  peerDeps: ['cdk8s@^2.68.11', 'constructs@^10.5.0'],
  peerDependencyOptions: { pinnedDevDependency: false },
  deps: [
    '@aws-crypto/sha256-js@5.2.0', '@aws-sdk/client-eks@3.1169.0', '@aws-sdk/client-sts@3.1169.0', '@aws-sdk/credential-provider-ini@3.973.30',
    '@aws-sdk/credential-provider-node@3.972.97',
    '@kubernetes/client-node@1.4.0', '@smithy/signature-v4@5.7.5', 'cli-truncate@5.2.0', 'commander@14.0.3', 'diff@9.0.0', 'fast-json-patch@3.1.1',
    'isomorphic-git@1.44.11', 'js-yaml@5.5.0', 'js-yaml-4@npm:js-yaml@4.3.0', 'listr2@9.0.5', 'string-width@8.3.0', 'tsx@4.23.15',
  ],
  devDeps: [
    '@biomejs/biome@2.5.13', '@microsoft/api-extractor@7.60.1', '@swc/core@1.16.2', '@swc/jest@0.2.39', '@types/commonmark@0.27.10', '@types/jest@30.0.0', '@types/node@^20', 'ajv@8.20.0', 'cdk8s@2.70.106', 'cdk8s-plus-28@2.5.6', 'commonmark@0.31.2', 'constructs@10.8.1',
    'dependency-cruiser@17.3.9', 'esbuild@0.28.2', 'fast-check@4.10.2', 'jest@30.5.2', 'knip@6.42.0', 'recheck@4.5.0',
    'ts-json-schema-generator@2.10.0',
  ],
});

function compilerOptions(rootDir?: string, outDir?: string): javascript.TypeScriptCompilerOptions {
  return {
    rootDir, outDir, target: 'ES2022', lib: ['ES2023'], module: 'nodenext',
    moduleResolution: javascript.TypeScriptModuleResolution.NODE_NEXT,
    noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: false, noImplicitOverride: true, verbatimModuleSyntax: true,
    isolatedModules: true, skipLibCheck: true, sourceMap: false, inlineSourceMap: false, inlineSources: false, esModuleInterop: true,
    types: outDir ? ['node'] : ['node', 'jest'],
    ...(outDir ? { declaration: true } : { noEmit: true, declaration: false, paths: { 'cdk8s-gitops': ['./src/index.ts'], 'cdk8s-gitops/testing': ['./src/testing.ts'] } }),
  } as javascript.TypeScriptCompilerOptions;
}

project.package.addField('type', 'module');
// The newest version whose binaries exist for every platform: `npm ci` refuses a lock file that lacks one.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './testing': { types: './lib/testing.d.ts', default: './lib/testing.js' },
  './package.json': './package.json',
});
project.package.addField('files', ['lib', 'templates', 'tools/control-plane', 'docs', 'README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE']);
new TextFile(project, '.npmrc', { lines: ['fund=false', 'audit=false', 'omit-lockfile-registry-resolved=true'] });

// Scripts are plain files in tools/, so that a fresh clone runs them before anything is installed.
for (const name of ['build', 'clobber', 'compile', 'eject', 'package', 'post-compile', 'pre-compile', 'test', 'watch']) project.removeTask(name);
const scripts = {
  projen: 'projen',
  build: 'tools/build.sh',
  lint: 'tools/lint.sh',
  test: 'tools/test.sh',
  'test:unit': 'node --liftoff-only --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js',
  'test:argocd': 'tools/build.sh && exec node tools/argocd/test-argocd.mjs',
  synth: 'tools/build.sh && node lib/bin/gitops.js synth',
  demo: 'tools/demo.sh',
  api: 'tools/build.sh && node tools/api-report.mjs --write',
  bench: 'tools/build.sh && exec node bench/run.mjs',
  foreign: 'tools/build.sh && node tools/foreign/foreign.mjs',
  audit: 'node tools/audit.mjs',
  prepack: 'tools/build.sh',
};
for (const name of project.tasks.all.map((task) => task.name)) project.removeScript(name);
for (const [name, command] of Object.entries(scripts)) project.setScript(name, command);
project.gitignore.addPatterns('/lib/', '/.cache/', '*.tsbuildinfo', '_actual/');
project.synth();
