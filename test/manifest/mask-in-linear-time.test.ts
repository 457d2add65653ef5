import { repositoryIdentity, withoutCredentials, withoutCredentialsIn } from '../../src/host/address.js';
import { joinedLines } from '../../src/host/joined-lines.js';
import { trimEndOf } from '../../src/host/trim-end-of.js';
import { maskText } from '../../src/manifest/mask-text.js';
import { secretManifests, secretsIn } from '../../src/manifest/secrets-in.js';
import { parseYaml, toYaml } from '../../src/manifest/yaml.js';

/** So long that quadratic work is seen, also where it is the fastest there is: one search of a text for each character. */
const SIZE = 250_000;
/** Twice the text may take twice the time, and some more: caches of the processor, collections of memory. */
const MOST = 3.2;
/** Below it there is nothing to compare: quadratic work of this size takes longer. */
const TOO_SHORT_MS = 60;

const fill = (part: string, size: number) => part.repeat(Math.ceil(size / part.length)).slice(0, size);

const PARTS: readonly string[] = [
  'a',
  '0123456789abcdef',
  'a.',
  'a:',
  '-eyJ',
  'eyJaaaaa.',
  'password',
  'password ',
  'password: ',
  'password=',
  'token=x ',
  'data:{',
  'kind: Secret\ndata: {',
  'literals: [',
  'literals:\n - a\n ',
  '"',
  "'",
  '\\',
  '"\\',
  '\n',
  '\r',
  ' ',
  '\t',
  '\n\n ',
  ',',
  ';}',
  '# ',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  'https://',
  'https://a@',
  'https://u:p@h/?a=',
  'a:b@',
  'a!',
  '/',
  '/passwd: ',
  '{{',
  '---\n',
  'kind:',
  'kind: Secret\n',
  'basic ',
  'cannot unmarshal !!str `',
  'sk-',
  'x: y: ',
];

const WORK: Readonly<Record<string, (text: string) => unknown>> = {
  maskText,
  'maskText with values': (text) => maskText(text, [text.slice(0, 50), 'aaaa', 'aaaaaaaa', '\n\n\n\n\n', '    ']),
  secretsIn: (text) => secretsIn([text]),
  'secretsIn of a Secret': (text) => secretsIn([`kind: Secret\nsecretGenerator:\nstringData:\n  a: ${text}`]),
  'maskText with what it holds': (text) => maskText(text.slice(0, 20_000), secretsIn([text])),
  secretManifests,
  withoutCredentials,
  withoutCredentialsIn,
  repositoryIdentity,
  'lines and ends': (text) => joinedLines(trimEndOf(`${text}x`, text.slice(0, 1)), ' '),
  'writing a scalar': (text) => toYaml({ a: text, b: `a ${text}!`, c: `${text}\n1` }),
};

test.each(Object.keys(WORK))('%s takes time in proportion to the length of the text', (name) => {
  const work = WORK[name]!;
  const slow = PARTS.flatMap((part) => {
    if (usedBy(() => work(fill(part, SIZE))) < TOO_SHORT_MS) return [];
    // Three times: something else may have been compiled or collected.
    const isSlow = () => usedBy(() => work(fill(part, SIZE))) > MOST * usedBy(() => work(fill(part, SIZE / 2)));
    return isSlow() && isSlow() && isSlow() ? [part] : [];
  });
  expect(slow).toEqual([]);
});

test('the beginning of a document is looked at once, however many empty lines it has', () => {
  const used = usedBy(() => {
    for (const text of [`${'\n'.repeat(200_000)}x: {`, `{}\n${'\n\t'.repeat(100_000)}x`])
      try {
        parseYaml(text, 'a.yaml');
      } catch {
        // What is wrong is told elsewhere.
      }
  });
  expect(used).toBeLessThan(20_000);
});

function usedBy(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
