import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GitopsError } from '../../../errors.js';
import { defined } from '../../../manifest/defined.js';
import { describeIdentity, identityOf } from '../../../manifest/identity.js';
import { toYaml } from '../../../manifest/yaml.js';
import type { RenderResult } from '../../../workflow/render.js';
import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { cacheDirectory } from '../../input/cache-directory.js';
import { generatorOptions } from '../../input/generator-options.js';
import { outputOf } from '../../input/output-of.js';
import { registryOf } from '../../input/registry-of.js';
import { sourceOptions } from '../../input/source-options.js';
import { unreadableFile } from '../../input/unreadable-file.js';
import { packageVersion } from '../../package-root.js';
import { documentLine } from '../../reports/document-line.js';
import type { RenderOptions } from './render-options.js';

export async function runRender(
  cli: Cli,
  options: RenderOptions & GlobalOptions,
  target: string | undefined,
): Promise<ExitCode> {
  const { terminal } = cli;
  const { file, revision, worktree = false, all = false } = options;
  const outputDir = outputOf(options, terminal.directory);
  if ([target !== undefined, file !== undefined, all].filter(Boolean).length !== 1) {
    throw new GitopsError('CLI_USAGE', 'render takes either one name or folder, or --file, or --all', {
      hint: 'gitops render guestbook-prod, gitops render -f application.yaml, or gitops render --all.',
    });
  }
  const problems: GitopsError[] = [];
  const { render } = await import('../../../workflow/render.js');
  const result = await render({
    repository: resolve(terminal.directory, options.repository),
    directory: terminal.directory,
    cacheDirectory: cacheDirectory(terminal.environment),
    cacheVersion: packageVersion(),
    ...(all ? { all, onProblem: (problem: GitopsError) => problems.push(problem) } : {}),
    ...(options.namespaces ? { namespaces: true } : {}),
    tracking: options.tracking,
    ...(await generatorOptions(terminal.directory, options, await registryOf(cli, options))),
    ...(await sourceOptions(terminal, options)),
    worktree,
    ...defined({ target }),
    ...(file === undefined
      ? {}
      : { manifest: { file, content: await readText(resolve(terminal.directory, file), file) } }),
    ...defined({ revision, outputDir }),
  });
  terminal.out(textOf(result, options.output));
  GitopsError.throwAll(problems);
  return EXIT.done;
}

function textOf(result: RenderResult, output: RenderOptions['output']): string {
  if (output === 'json') return documentLine(result);
  if (output === 'yaml') return result.objects.map(toYaml).join('---\n');
  return result.objects.map((object) => `${describeIdentity(identityOf(object))}\n`).join('');
}

async function readText(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw unreadableFile(`'${file}'`, cause, 'Name a file that exists.');
  }
}
