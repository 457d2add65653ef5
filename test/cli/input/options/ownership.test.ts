import { Command } from 'commander';
import { addOptions } from '../../../../src/cli/command/add-options.js';
import { engineValues } from '../../../../src/cli/command/engine-values.js';
import { limitOptions } from '../../../../src/cli/input/options/limits.js';

function parse(...args: readonly string[]) {
  const command = new Command('sync').exitOverride().configureOutput({ writeErr: () => {} });
  addOptions(command, limitOptions);
  return engineValues(limitOptions, command.parse(args, { from: 'user' }).opts());
}

test('what may be taken reaches the plan: rules in their order, objects, the takeover', () => {
  const options = parse(
    '--conflicts-for',
    'apps/Deployment:.spec.replicas=yield',
    '--conflicts-for',
    '*=take',
    '--adopt-only',
    'shop',
    '--adopt-only',
    'Secret/a',
    '--takeover',
    '--recreate',
  );

  expect(options).toMatchObject({
    conflicts: 'auto',
    conflictRules: [
      { policy: 'yield', group: 'apps', kind: 'Deployment', field: '.spec.replicas' },
      { policy: 'take' },
    ],
    adoptable: ['shop', 'Secret/a'],
    takeover: true,
    recreate: true,
  });
  expect(options.adopt).toBeUndefined();
});

test('a rule that cannot be read is a mistake of usage, with the way to write it', () => {
  expect(() => parse('--conflicts-for', 'deployments=take')).toThrow(
    expect.objectContaining({
      code: 'commander.invalidArgument',
      message: expect.stringContaining("'apps/Deployment:.spec.replicas=yield'"),
    }),
  );
});
