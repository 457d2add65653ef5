import { nearCauses } from '../../../src/cluster/rehearse/near-causes.js';
import { GitopsError } from '../../../src/errors.js';

const PORTS = ['f:spec', 'f:template', 'f:spec', 'f:containers', 'k:{"name":"web"}', 'f:ports'];

describe('only a field beside a refused one can be why', () => {
  test.each([
    ['the refused field', 'spec.strategy.rollingUpdate', ['f:spec', 'f:strategy', 'f:rollingUpdate'], true],
    ['one beside it', 'spec.strategy.type', ['f:spec', 'f:strategy', 'f:rollingUpdate'], true],
    [
      'an item of the same list',
      'spec.template.spec.containers[0].ports[1].name',
      [...PORTS, 'k:{"containerPort":9090}'],
      true,
    ],
    [
      'an item of another list',
      'spec.template.spec.containers[0].env[0].valueFrom',
      [...PORTS, 'k:{"containerPort":9090}'],
      false,
    ],
    ['one at the top beside it', 'spec.type', ['f:spec', 'f:clusterIP'], false],
    ['one with a dot in its name', 'data[a.b]', ['f:data', 'f:a.b'], false],
  ])('%s', (_, field, path, expected) => {
    const error = new GitopsError('CLUSTER_INVALID', 'x', { data: { causes: [{ field, reason: 'x', message: 'x' }] } });

    expect(nearCauses(error)(path)).toBe(expected);
  });

  test('an answer without causes names none', () => {
    expect(nearCauses(new GitopsError('CLUSTER_INVALID', 'x'))(['f:spec', 'f:a'])).toBe(false);
    expect(nearCauses(undefined)(['f:spec', 'f:a'])).toBe(false);
  });
});
