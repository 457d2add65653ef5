import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ConflictRule, parseConflictRule } from '../../../cluster/objects/conflict-rules.js';
import { GitopsError } from '../../../errors.js';
import { collect } from './collect.js';

/** What a sync may take that is not ours. */
export interface OwnershipOptions {
  readonly adopt?: boolean;
  readonly adoptOnly?: readonly string[];
  readonly takeover?: boolean;
  readonly conflicts: 'auto' | 'take' | 'yield' | 'fail';
  readonly conflictsFor?: readonly ConflictRule[];
  readonly recreate?: boolean;
}

export function withOwnership(command: Command): Command {
  return command
    .option('--adopt', 'take over objects that exist and belong to nobody')
    .option(
      '--adopt-only <object>',
      'take over just these: KIND/NAME, KIND/NAMESPACE/NAME, or NAMESPACE for all in it; repeatable',
      collectObject,
    )
    .option('--takeover', 'take objects over from Argo CD')
    .addOption(
      new Option(
        '--conflicts <policy>',
        "fields that another manager owns: take them, yield, fail, or auto (take from people's tools, yield replicas to an autoscaler, fail otherwise)",
      )
        .choices(['auto', 'take', 'yield', 'fail'])
        .default('auto'),
    )
    .option(
      '--conflicts-for <rule>',
      'the same for some fields: [GROUP/]KIND[:FIELD][@MANAGER]=POLICY, such as apps/Deployment:.spec.replicas=yield; repeatable',
      collectRule,
    )
    .option(
      '--recreate',
      'delete and make again what differs in a field that cannot change (never Namespaces, CustomResourceDefinitions, volumes)',
    );
}

function collectObject(text: string, before: readonly string[] | undefined): readonly string[] {
  const all = collect(text, before);
  const wrong = all.filter((one) => !/^[^/]+(\/[^/]+){0,2}$/.test(one));
  if (wrong.length === 0) return all;
  throw new InvalidArgumentError(
    `'${wrong.join("', '")}' is no object. Write KIND/NAME, KIND/NAMESPACE/NAME or NAMESPACE`,
  );
}

function collectRule(text: string, before: readonly ConflictRule[] = []): readonly ConflictRule[] {
  try {
    return [...before, parseConflictRule(text)];
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    throw new InvalidArgumentError(`${error.message}. ${error.hint ?? ''}`);
  }
}
