import { InvalidArgumentError } from 'commander';
import { type ConflictRule, parseConflictRule } from '../../../cluster/objects/conflict-rules.js';
import { GitopsError } from '../../../errors.js';
import { declareOptions } from '../../command/declare-options.js';
import { collect } from './collect.js';

/** What a sync may take that is not ours. */
export const ownershipOptions = declareOptions('ownership', {
  adopt: {
    flags: '--adopt',
    help: 'take over objects that exist and belong to nobody',
    common: true,
    engine: 'adopt',
  },
  adoptOnly: {
    flags: '--adopt-only <object>',
    help: 'take over just these: KIND/NAME, KIND/NAMESPACE/NAME, or NAMESPACE for all in it; repeatable',
    parse: collectObject,
    engine: 'adoptable',
  },
  takeover: { flags: '--takeover', help: 'take objects over from Argo CD', engine: 'takeover' },
  conflicts: {
    flags: '--conflicts <policy>',
    help: "fields that another manager owns: take them, yield, fail, or auto (take from people's tools, yield replicas to an autoscaler, fail otherwise)",
    choices: ['auto', 'take', 'yield', 'fail'],
    default: 'auto',
    engine: 'conflicts',
  },
  conflictsFor: {
    flags: '--conflicts-for <rule>',
    help: 'the same for some fields: [GROUP/]KIND[:FIELD][@MANAGER]=POLICY, such as apps/Deployment:.spec.replicas=yield; repeatable',
    parse: collectRule,
    engine: 'conflictRules',
  },
  recreate: {
    flags: '--recreate',
    help: 'delete and make again what differs in a field that cannot change (never Namespaces, CustomResourceDefinitions, volumes)',
    engine: 'recreate',
  },
});

function collectObject(text: string, before: readonly string[] | undefined): readonly string[] {
  const all = collect(text, before);
  const wrong = all.filter((one) => !/^[^/]+(\/[^/]+){0,2}$/.test(one));
  if (wrong.length === 0) return all;
  throw new InvalidArgumentError(
    `'${wrong.join("', '")}' is not an object. Write KIND/NAME, KIND/NAMESPACE/NAME or NAMESPACE`,
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
