import type { Construct } from 'constructs';
import type { CallSite } from './call-site.js';
import { refuseLabelName } from './name-rules.js';
import { report } from './problem.js';

export interface ChildRules {
  /** What it is, for errors: `Environment`. */
  readonly what: string;
  readonly site: CallSite;
  /** @default 63 */
  readonly longest?: number;
  /** Says that the name is another construct's, where it was checked. @default false */
  readonly checked?: boolean;
}

/**
 * The id if it can be used; otherwise the problem is noted and a replacement is returned, so that
 * construction continues and finds further problems.
 */
export function usableId(
  scope: Construct,
  id: unknown,
  { what, site, longest = 63, checked = false }: ChildRules,
): string {
  const text = String(id);
  const path = [scope.node.path, text].filter((part) => part !== '').join('/');
  const refusal = checked ? undefined : refuseLabelName(id, longest);
  if (refusal) {
    report(scope, path, {
      code: 'MODEL_INVALID_NAME',
      message: `${what} '${text}' ${refusal}`,
      hint: 'Ids name folders and objects: choose a short lower-case one.',
      site,
    });
  } else if (scope.node.tryFindChild(text)) {
    report(scope, path, {
      code: 'MODEL_DUPLICATE',
      message: `${what} '${text}' exists already`,
      hint: 'Give each its own id, or remove one.',
      site,
    });
  }
  const base = text === '' ? 'unnamed' : text;
  let usable = base;
  for (let count = 2; scope.node.tryFindChild(usable); count++) usable = `${base}#${count}`;
  return usable;
}
