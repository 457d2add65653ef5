import type { InitPlace } from './describe-place.js';

export interface TemplateSettings extends Pick<InitPlace, 'prefix' | 'url' | 'branch'> {
  /** Name of the package. */
  readonly name: string;
  /** Range of versions of this package. */
  readonly version: string;
  /** `tsconfig.json`, or another where that is somebody else's. */
  readonly tsconfig: string;
  /** Whether package.json makes `.ts` files modules of ES. */
  readonly isModule: boolean;
  /** The workflow's file, relative to the top of the repository. */
  readonly workflow: string;
}

/** The values of `{{name}}` and similar placeholders in the files of the template. */
export function templateValues({
  name,
  version,
  tsconfig,
  isModule,
  workflow,
  prefix,
  url,
  branch,
}: TemplateSettings): Readonly<Record<string, string>> {
  const project = tsconfig === 'tsconfig.json' ? '' : ` -p ${tsconfig}`;
  const watched = prefix === '' ? '' : `\n    paths: [${[`${globOf(prefix)}/**`, workflow].map(yamlText).join(', ')}]`;
  return {
    name,
    version,
    workflow,
    project,
    verbatim: isModule ? '\n    "verbatimModuleSyntax": true,' : '',
    repository: [
      `url: ${tsText(url ?? `https://git.example.com/${name}.git`)}`,
      ...(branch === 'main' ? [] : [`branch: ${tsText(branch)}`]),
      ...(prefix === '' ? [] : [`output: ${tsText(`${prefix}/gitops`)}`]),
    ].join(', '),
    branch: /^[\w./-]+$/.test(branch) ? branch : yamlText(branch),
    paths: watched,
    defaults: prefix === '' ? '' : `\ndefaults:\n  run:\n    working-directory: ${yamlText(prefix)}`,
    cache: prefix === '' ? '' : ", cache-dependency-path: '**/package-lock.json'",
    cd: prefix === '' ? '' : `cd ${/^[\w./-]+$/.test(prefix) ? prefix : `"${prefix}"`}, `,
  };
}

function tsText(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

function yamlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** GitHub reads what a path may hold as a pattern. */
function globOf(path: string): string {
  return path.replace(/[\\*?+[\]!]/g, '\\$&');
}
