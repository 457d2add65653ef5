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
    ['the refused field at the top', 'spec', ['f:spec'], false],
    ['one of another parent', 'spec.a.b', ['f:spec', 'f:b', 'f:b'], false],
    ['an item that is named by a text', 'spec.list[the name].a', ['f:spec', 'f:list', 'k:{"name":"b"}'], true],
    ['an item whose name has a dot and is cut off', 'spec.list[a.b', ['f:spec', 'f:list', 'v:"b"'], true],
    ['another field at the top', 'status.a.b', ['f:spec', 'f:a', 'f:b'], false],
    ['one with a dot in its name', 'data[a.b]', ['f:data', 'f:a.b'], false],
  ])('%s', (_, field, path, expected) => {
    const error = new GitopsError('CLUSTER_INVALID', 'x', { data: { causes: [{ field, reason: 'x', message: 'x' }] } });

    expect(nearCauses(error)(path)).toBe(expected);
  });

  test('an answer without causes names none', () => {
    expect(nearCauses(new GitopsError('CLUSTER_INVALID', 'x'))(['f:spec', 'f:a'])).toBe(false);
    expect(nearCauses(undefined)(['f:spec', 'f:a'])).toBe(false);
  });

  test.each([
    ['no list', 'spec.a'],
    ['a text in the list', ['spec.a']],
    ['nothing in the list', [null]],
    ['a cause without a field', [{ reason: 'x' }]],
    ['a cause whose field is no text', [{ field: 7 }]],
    ['a cause with an empty field', [{ field: '' }]],
  ])('causes that cannot be read name none: %s', (_, causes) => {
    expect(nearCauses(new GitopsError('CLUSTER_INVALID', 'x', { data: { causes } }))(['f:spec', 'f:a'])).toBe(false);
  });
});
