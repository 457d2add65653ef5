import { recordsOf, textOf, textsOf } from '../../manifest/untyped.js';
import { isGlob } from '../is-glob.js';
import type { WordProblem } from '../word-problem.js';
import type { ArgoAppProject } from './app-project.js';
import { repeatedItems } from './repeated-items.js';
import { rolePolicyProblem } from './role-policy-problem.js';
import { windowWords } from './window-words.js';

type Fields = Readonly<Record<string, unknown>>;
type Told = Omit<WordProblem, 'level'>;

const ROLE_NAME = /^[a-zA-Z0-9]([-_a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const NEGATION = '!*';

/**
 * The parts of an AppProject that Argo CD refuses or that have no effect: roles, policies and groups, sync
 * windows, service accounts, and patterns that permit nothing. Argo CD's API also refuses repeated items.
 * They are a warning here, because they have no effect when the project comes from Git. Pure.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.11/pkg/apis/application/v1alpha1/app_project_types.go
 * `ValidateProject`
 */
export function projectWords({ metadata, spec }: Pick<ArgoAppProject, 'metadata' | 'spec'>): readonly WordProblem[] {
  const fields: Fields = spec ?? {};
  return [
    ...error(recordsOf(fields['destinations']).flatMap(destinationFaults)),
    ...error(textsOf(fields['sourceRepos']).flatMap(repositoryFault)),
    ...recordsOf(fields['roles']).flatMap((role, index) => roleFaults(metadata.name, role, `spec.roles[${index}]`)),
    ...recordsOf(fields['syncWindows']).flatMap((window, index) => windowWords(window, `spec.syncWindows[${index}]`)),
    ...error(recordsOf(fields['destinationServiceAccounts']).flatMap(accountFaults)),
    ...warning(textsOf(fields['sourceNamespaces']).flatMap(namespaceFault)),
    ...warning(repeatedItems(fields)),
  ];
}

function destinationFaults(destination: Fields, index: number): readonly Told[] {
  return ['name', 'server', 'namespace']
    .filter((field) => destination[field] === NEGATION)
    .map((field) => ({
      where: `spec.destinations[${index}].${field}`,
      message: `is '${NEGATION}', which Argo CD refuses`,
      hint: 'Name what it denies, or remove it.',
    }));
}

function repositoryFault(pattern: string, index: number): readonly Told[] {
  const hint = 'Name what it denies, or remove it.';
  return pattern === NEGATION
    ? [{ where: `spec.sourceRepos[${index}]`, message: `is '${NEGATION}', which Argo CD refuses`, hint }]
    : [];
}

function roleFaults(project: string, role: Fields, where: string): readonly WordProblem[] {
  const name = textOf(role['name']);
  const isName = ROLE_NAME.test(name);
  const nameFault: Told = {
    where: `${where}.name`,
    message: `is '${name}', which is not a name of a role`,
    hint: "Use letters, digits, '-' and '_'; begin and end with a letter or digit.",
  };
  return [
    ...(isName ? [] : error([nameFault])),
    ...textsOf(role['policies']).flatMap((policy, index): readonly WordProblem[] => {
      const fault = rolePolicyProblem(project, name, policy);
      if (fault === undefined) return [];
      const message = `is '${policy}', which ${fault.message}`;
      const told = { where: `${where}.policies[${index}]`, message, hint: fault.hint };
      return fault.works ? warning([told]) : error([told]);
    }),
    ...error(textsOf(role['groups']).flatMap((group, index) => groupFault(group, `${where}.groups[${index}]`))),
  ];
}

function groupFault(group: string, where: string): readonly Told[] {
  const trimmed = group.trim();
  const isQuoted = trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"');
  const inner = isQuoted ? trimmed.slice(1, -1) : trimmed;
  const told = (message: string, hint: string): readonly Told[] => [{ where, message, hint }];
  if (!isQuoted && trimmed.includes(','))
    return told(`is '${group}', which has a comma`, `Put quotes into it: '"${trimmed}"'.`);
  if (inner === '') return told('is empty', 'Name a group, or remove it.');
  if (/["\n\r\t]/.test(inner)) return told(`is '${group}', which has a quote, a tab or a line break`, 'Remove it.');
  return group.length > 1 && trimmed !== group
    ? told(`is '${group}', which begins or ends with a space`, `Write '${trimmed}'.`)
    : [];
}

function accountFaults(account: Fields, index: number): readonly Told[] {
  const where = `spec.destinationServiceAccounts[${index}]`;
  const name = textOf(account['defaultServiceAccount']);
  const patterns = ['server', 'namespace'].filter((field) => !isPattern(textOf(account[field])));
  return [
    ...patterns.map((field) => ({
      where: `${where}.${field}`,
      message: `is '${textOf(account[field])}', which is not a pattern that Argo CD accepts there`,
      hint: "Write a name, or a pattern such as 'team-*', without '!'.",
    })),
    ...(/^ *$/.test(name) || /[!*[\]{}\\/]/.test(name)
      ? [
          {
            where: `${where}.defaultServiceAccount`,
            message: `is '${name}', which is not a name`,
            hint: 'Name one service account.',
          },
        ]
      : []),
  ];
}

function isPattern(text: string): boolean {
  return !text.includes('!') && isGlob(text);
}

/** Argo CD ignores an expression that it cannot read. */
function namespaceFault(pattern: string, index: number): readonly Told[] {
  const isExpression = pattern.length > 1 && pattern.startsWith('/') && pattern.endsWith('/');
  if (!isExpression || isReadable(pattern.slice(1, -1))) return [];
  const message = `is '${pattern}', an expression that cannot be read: it permits nothing`;
  return [{ where: `spec.sourceNamespaces[${index}]`, message, hint: 'Correct the expression.' }];
}

function isReadable(expression: string): boolean {
  try {
    return new RegExp(expression) instanceof RegExp;
  } catch {
    return false;
  }
}

function error(told: readonly Told[]): readonly WordProblem[] {
  return told.map((one) => ({ level: 'error', ...one }));
}

function warning(told: readonly Told[]): readonly WordProblem[] {
  return told.map((one) => ({ level: 'warning', ...one }));
}
