import { createHash } from 'node:crypto';
import { GitopsError } from '../../errors.js';
import { identityKey, type ObjectIdentity } from '../../manifest/identity.js';
import type { DesiredObject } from '../objects/desired.js';

/** As many random characters as make a name that nobody uses. */
const ENOUGH = 12;

/**
 * An object under a name that nobody uses, for a dry run that cannot be made in place. The name is of the
 * same shape as its own (letters, digits and everything else where they were), so that one that is not
 * allowed is still found. Pure.
 */
export function trialOf(desired: DesiredObject, namespace?: string): DesiredObject {
  const place = namespace === undefined ? {} : { namespace };
  const name = trialName(desired.identity);
  return {
    ...desired,
    identity: { ...desired.identity, ...place, name },
    manifest: { ...desired.manifest, metadata: { ...desired.manifest.metadata, ...place, name } },
  };
}

/** What the API server said of a trial, in the words of the object that was meant. */
export function errorOfTrial(error: unknown, trial: DesiredObject, { name }: Pick<ObjectIdentity, 'name'>): unknown {
  if (!GitopsError.is(error)) return error;
  const own = (text: string) => text.replaceAll(trial.identity.name, name);
  return error.with(({ message, data }) => {
    const answer = typeof data?.['message'] === 'string' ? { message: own(data['message']) } : {};
    return { message: own(message), data: { ...data, ...answer } };
  });
}

function trialName(identity: ObjectIdentity): string {
  const digest = createHash('sha256').update(identityKey(identity)).digest();
  const letter = (index: number) => String.fromCharCode(97 + ((digest[index % digest.length] ?? 0) % 26));
  const digit = (index: number) => String((digest[index % digest.length] ?? 0) % 10);
  const name = [...identity.name]
    .map((sign, index) => {
      if (/[a-z]/.test(sign)) return letter(index);
      return /\d/.test(sign) ? digit(index) : sign;
    })
    .join('');
  if ((name.match(/[a-z\d]/g) ?? []).length >= ENOUGH) return name;
  const middle = Math.ceil(name.length / 2);
  const more = Array.from({ length: ENOUGH }, (_, index) => letter(digest.length - 1 - index));
  return `${name.slice(0, middle)}${more.join('')}${name.slice(middle)}`;
}
