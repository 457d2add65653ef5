import type { ApplicationSource } from '../../argocd/application/application.js';
import type { BuildFlags } from '../../engines/kustomize/kustomize.js';
import { GitopsError } from '../../errors.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { anyText } from '../../manifest/untyped.js';

type FlagKind = 'boolean' | 'refused' | 'text';

/**
 * The flags of `kustomize build` 5.8.1. Flags for plugins, functions and the format of errors have no effect:
 * plugins and functions are refused where they are used.
 */
const FLAGS: Readonly<Record<string, FlagKind>> = {
  'as-current-user': 'boolean',
  'enable-alpha-plugins': 'boolean',
  'enable-exec': 'boolean',
  'enable-helm': 'boolean',
  'enable-managedby-label': 'boolean',
  env: 'text',
  'helm-api-versions': 'text',
  'helm-command': 'refused',
  'helm-debug': 'boolean',
  'helm-kube-version': 'text',
  help: 'refused',
  'load-restrictor': 'text',
  mount: 'text',
  network: 'boolean',
  'network-name': 'text',
  output: 'refused',
  reorder: 'text',
  'stack-trace': 'boolean',
};
const SHORT: Readonly<Record<string, string>> = { e: 'env', h: 'help', o: 'output' };
const LEGAL: Readonly<Record<string, readonly string[]>> = {
  'load-restrictor': ['LoadRestrictionsNone', 'LoadRestrictionsRootOnly', ''],
  reorder: ['legacy', 'none'],
};
const WORDS: Readonly<Record<string, boolean>> = { 1: true, t: true, true: true, 0: false, f: false, false: false };

/**
 * The flags with which Argo CD builds a kustomization: `kustomize.buildOptions` of its settings, and with
 * `--enable-helm` the versions of the source.
 *
 * @param settings the ConfigMap `argocd-cm`
 * @throws GitopsError RENDER_UNSUPPORTED for a flag that is not supported, ENGINE_KUSTOMIZE_FAILED for a flag
 * that kustomize does not have
 */
export function buildFlags(settings: KubeObject | undefined, source: ApplicationSource): BuildFlags | undefined {
  const data = isRecord(settings?.['data']) ? settings['data'] : {};
  const options = anyText(data['kustomize.buildOptions'] ?? '');
  const given = readFlags(options.split(/\s+/).filter((word) => word !== ''));
  if (given.length === 0) return undefined;
  const last = (name: string) => given.findLast((flag) => flag.name === name)?.value;
  const isSet = (name: string) => last(name) === 'true';
  // Argo CD searches for the text anywhere in the options.
  const own = (options.includes('--enable-helm') ? source.kustomize : undefined) ?? {};
  const kubeVersion = own.kubeVersion || last('helm-kube-version');
  const apiVersions = own.apiVersions ?? [];
  const restrictor = last('load-restrictor');
  const reorder = last('reorder');
  return {
    // kustomize also reads plugins this way.
    ...(isSet('enable-helm') || isSet('enable-alpha-plugins') ? { enableHelm: true } : {}),
    helmApiVersions: [
      ...given.flatMap(({ name, value }) => (name === 'helm-api-versions' ? [value] : [])),
      ...apiVersions,
    ],
    ...(kubeVersion ? { helmKubeVersion: kubeVersion } : {}),
    ...(restrictor ? { loadRestrictor: restrictor } : {}),
    ...(reorder ? { reorder } : {}),
    ...(isSet('enable-managedby-label') ? { enableManagedbyLabel: true } : {}),
  };
}

interface Flag {
  readonly name: string;
  readonly value: string;
}

/** Reads a command line as pflag does. */
function readFlags(words: readonly string[]): readonly Flag[] {
  const flags: Flag[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [, long, ofLong, short, ofShort] = /^(?:--([^=]+)(?:=(.+)?)?|-([a-z])=?(.+)?)$/.exec(word) ?? [];
    const attached = ofLong ?? ofShort;
    const name = long ?? SHORT[short ?? ''];
    const kind = name === undefined ? undefined : FLAGS[name];
    if (!word.startsWith('-')) throw refusal(`'${word}' is not a flag, and the path is given already`);
    if (name === undefined || kind === undefined) throw refusal(`unknown flag: ${word.replace(/=.*/s, '')}`);
    if (kind === 'refused') throw notHonoured(name);
    const value = attached ?? (kind === 'boolean' ? 'true' : words[++at]);
    if (value === undefined) throw refusal(`flag needs an argument: --${name}`);
    flags.push({ name, value: kind === 'boolean' ? booleanOf(name, value) : legal(name, value) });
  }
  return flags;
}

function booleanOf(name: string, value: string): string {
  const known = /^(?:1|0|[tfTF]|true|false|TRUE|FALSE|True|False)$/.test(value)
    ? WORDS[value.toLowerCase()]
    : undefined;
  if (known === undefined) throw refusal(`invalid argument "${value}" for "--${name}" flag`);
  return String(known);
}

function legal(name: string, value: string): string {
  const values = LEGAL[name];
  if (values === undefined || values.includes(value)) return value;
  throw refusal(
    `illegal flag value --${name} ${value}; legal values: ${values.filter((one) => one !== '').join(', ')}`,
  );
}

function refusal(why: string): GitopsError {
  return new GitopsError(
    'ENGINE_KUSTOMIZE_FAILED',
    `kustomize does not take kustomize.buildOptions of 'argocd-cm': ${why}`,
    {
      hint: 'Correct kustomize.buildOptions: `kustomize build --help` lists its flags.',
    },
  );
}

function notHonoured(name: string): GitopsError {
  return new GitopsError('RENDER_UNSUPPORTED', `--${name} in kustomize.buildOptions of 'argocd-cm' is not supported`, {
    hint: 'Remove it.',
  });
}
