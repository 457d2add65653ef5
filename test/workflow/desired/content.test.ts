import { isHeld } from '../../../src/workflow/delivery/held.js';
import { contentOf, isSameContent } from '../../../src/workflow/desired/content.js';

const CONFIG = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: '1' } };
const secret = (value: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's' },
  stringData: { password: value },
});

test('equal objects in an equal namespace are the same content, others are not', () => {
  expect(isSameContent(contentOf('shop', [CONFIG]), contentOf('shop', [{ ...CONFIG }]))).toBe(true);
  expect(isSameContent(contentOf('shop', [CONFIG]), contentOf('other', [CONFIG]))).toBe(false);
  expect(isSameContent(contentOf('shop', [CONFIG]), contentOf('shop', [{ ...CONFIG, data: { a: '2' } }]))).toBe(false);
  expect(isSameContent(undefined, undefined)).toBe(false);
});

test('values of Secrets are in no digest, so that nobody can guess them; whether such content is the same cannot be told', () => {
  expect(contentOf('shop', [secret('one')])).toBe(contentOf('shop', [secret('two')]));
  expect(isSameContent(contentOf('shop', [secret('one')]), contentOf('shop', [secret('one')]))).toBe(false);
  expect(
    isSameContent(
      contentOf('shop', [{ ...secret('x'), stringData: undefined }]),
      contentOf('shop', [{ ...secret('x'), stringData: undefined }]),
    ),
  ).toBe(true);
});

test('a hold does not forbid a newer commit that changes nothing but the value of a Secret', async () => {
  const hold = { commit: 'bad', to: 'good', content: contentOf('shop', [secret('bad')]), actor: 'x', since: 'y' };

  expect(
    await isHeld(hold, { commit: 'newer', content: contentOf('shop', [secret('mended')]) }, async () => false),
  ).toBe(false);
  expect(await isHeld(hold, { commit: 'bad', content: contentOf('shop', [secret('bad')]) }, async () => false)).toBe(
    true,
  );
});
