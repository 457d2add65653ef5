import type { Delivery } from '../../workflow/api/results.js';

const SHOWN = 12;

/**
 * Where objects were looked for that Argo CD tracks and that left Git, and that nowhere else was; undefined
 * for what we deliver, and where nothing could be looked at.
 */
export function searchedNote({ deliveredBy, searched }: Delivery): string | undefined {
  if (deliveredBy === undefined || searched === undefined) return undefined;
  if (searched.length === 0) return 'what left Git was not looked for';
  const more = searched.length > SHOWN ? ` and ${searched.length - SHOWN} more` : '';
  return `what left Git was looked for only among ${searched.slice(0, SHOWN).join(', ')}${more}`;
}
