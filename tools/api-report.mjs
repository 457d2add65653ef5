// The public API as a report that is committed: api/cdk8s-gitops.api.md. It is read from the types in lib/, which
// are what users see. Without an option the report is compared, and a type that is used but has no name to
// import, or an exported name without a description, is an error. `--write` rewrites the report. `--root FOLDER` is
// another package than this one.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { createTwoFilesPatch } from 'diff';

const HERE = join(dirname(fileURLToPath(import.meta.url)), '..');
const NAME = 'cdk8s-gitops.api.md';
const { values } = parseArgs({ options: { root: { type: 'string', default: HERE }, write: { type: 'boolean' } } });

process.exitCode = report(values.root, values.write ?? false);

/** The exit code: 0 when the report is as committed, or is now. */
function report(root, write) {
  const committed = join(root, 'api', NAME);
  const before = existsSync(committed) ? readFileSync(committed, 'utf8') : '';
  const { text, problems } = extract(root);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) return 1;
  if (text === before) return 0;
  if (write) {
    mkdirSync(dirname(committed), { recursive: true });
    writeFileSync(committed, text);
    return 0;
  }
  console.error(createTwoFilesPatch(`api/${NAME}`, 'lib', before, text));
  console.error(
    'The public API is not as committed. Run `npm run api`, review the change, and add it to CHANGELOG.md.',
  );
  return 1;
}

/** Both doors of the package as one, so that a type which one exports is known to the other. */
function extract(root) {
  const work = join(root, '.cache/api');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const entry = join(work, 'entry.d.ts');
  const doors = [
    "export * from '../../lib/index.js';",
    ...(existsSync(join(root, 'lib/testing.d.ts')) ? ["export * as testing from '../../lib/testing.js';"] : []),
  ];
  writeFileSync(entry, `${doors.join('\n')}\n`);
  const problems = [];
  Extractor.invoke(configOf(root, work, entry), {
    localBuild: true,
    messageCallback: (message) => {
      message.handled = true;
      if (message.messageId === 'ae-undocumented' && !isExported(message)) return;
      if (message.logLevel === 'none' || message.category === 'console') return;
      problems.push(
        `${message.sourceFilePath ?? ''}:${message.sourceFileLine ?? ''} ${message.messageId} ${message.text}`,
      );
    },
  });
  return { text: readFileSync(join(work, NAME), 'utf8'), problems };
}

/** Whether a message is about an exported name, and not about a member of one. */
function isExported({ sourceFilePath, sourceFileLine }) {
  return /^export /.test(readFileSync(sourceFilePath, 'utf8').split('\n')[sourceFileLine - 1] ?? '');
}

function configOf(root, work, entry) {
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      newlineKind: 'lf',
      mainEntryPointFilePath: entry,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2022',
            lib: ['ES2023'],
            module: 'nodenext',
            moduleResolution: 'nodenext',
            strict: true,
            skipLibCheck: true,
            types: ['node'],
            typeRoots: [join(HERE, 'node_modules/@types')],
          },
          files: [entry],
        },
      },
      apiReport: { enabled: true, reportFileName: NAME, reportFolder: work, reportTempFolder: join(work, 'new') },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: {
          default: { logLevel: 'error' },
          'ae-missing-release-tag': { logLevel: 'none' }, // everything that is exported is public
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } }, // examples are TypeScript, braces and all
      },
    },
  });
}
