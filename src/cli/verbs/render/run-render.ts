import { GitopsError } from '../../../errors.js';
import { defined } from '../../../manifest/defined.js';
import { describeIdentity, identityOf } from '../../../manifest/identity.js';
import type { KubeObject } from '../../../manifest/kube-object.js';
import { toYaml } from '../../../manifest/yaml.js';
import type { RenderResult } from '../../../workflow/render.js';
import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { readGivenFile } from '../../input/read-given-file.js';
import { toRevisionOptions } from '../../input/to-revision-options.js';
import { documentLine } from '../../reports/document-line.js';
import { inLine } from '../../terminal/in-line.js';
import { withinText } from '../../terminal/within-text.js';
import type { RenderOptions } from './render-options.js';

export async function runRender(
  cli: Cli,
  options: RenderOptions & GlobalOptions,
  target: string | undefined,
): Promise<ExitCode> {
  const { terminal } = cli;
  const { file, all = false } = options;
  const isChosen = target !== undefined || all;
  if ((target !== undefined && all) || (file === undefined && !isChosen)) {
    throw new GitopsError('CLI_USAGE', 'render takes either one name or folder, or --file, or --all', {
      hint: 'gitops render guestbook-prod, gitops render -f application.yaml, or gitops render --all.',
    });
  }
  const problems: GitopsError[] = [];
  const { render } = await import('../../../workflow/render.js');
  const result = await render({
    ...(await toRevisionOptions(cli, isChosen ? options : { ...options, file: undefined })),
    directory: terminal.directory,
    ...(all ? { all, onProblem: (problem: GitopsError) => problems.push(problem) } : {}),
    ...(options.namespaces ? { namespaces: true } : {}),
    tracking: options.tracking,
    ...defined({ target }),
    ...(file === undefined || isChosen ? {} : { manifest: await readGivenFile(terminal.directory, file) }),
  });
  if (options.output === 'yaml') for (const text of yamlOf(result.objects)) terminal.out(text, 'data');
  else terminal.out(textOf(result, options.output));
  GitopsError.throwAll(problems);
  return EXIT.done;
}

/** Object by object, because all in one may be larger than a text can be. */
function* yamlOf(objects: readonly KubeObject[]): Generator<string> {
  for (const [index, object] of objects.entries())
    yield withinText(
      () => `${index === 0 ? '' : '---\n'}${toYaml(object)}`,
      `'${describeIdentity(identityOf(object))}'`,
    );
}

function textOf(result: RenderResult, output: RenderOptions['output']): string {
  if (output === 'json') return documentLine(result);
  return result.objects.map((object) => `${inLine(describeIdentity(identityOf(object)))}\n`).join('');
}
