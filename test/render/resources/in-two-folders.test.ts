import { inTwoFolders } from '../../../src/render/resources/in-two-folders.js';

const two = (name: string, one: string, other: string) => ({
  name,
  files: [`${one}/${name}.yaml`, `${other}/${name}.yaml`] as const,
});

test.each([
  ['one name', [two('web', 'a', 'b')], ["Argo Application 'web' is in two folders, 'a' and 'b'"]],
  [
    'two names',
    [two('web', 'a', 'b'), two('api', 'a', 'b')],
    ["2 Argo Applications are in two folders, 'a' and 'b': 'web', 'api'"],
  ],
  [
    'three folders',
    [two('web', 'a', 'b'), two('web', 'a', 'c')],
    ["Argo Application 'web' is in several folders, 'a', 'b', 'c'"],
  ],
  [
    'folders that are joined by a third name',
    [two('web', 'a', 'b'), two('api', 'c', 'd'), two('db', 'b', 'c')],
    ["3 Argo Applications are in several folders, 'a', 'b', 'c', 'd': 'web', 'db', 'api'"],
  ],
  [
    'folders without a name in common',
    [two('web', 'a', 'b'), two('api', 'x/c', 'x/d')],
    [
      "Argo Application 'web' is in two folders, 'a' and 'b'",
      "Argo Application 'api' is in two folders, 'x/c' and 'x/d'",
    ],
  ],
])('%s', (_, found, messages) => {
  expect(inTwoFolders(found).map(({ message }) => message)).toStrictEqual(messages);
});
