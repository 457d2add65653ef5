import type { SourceLocation } from '../../errors.js';
import type { Oddity } from '../../manifest/read-documents.js';
import type { PlaceOf } from '../../manifest/text-place.js';

/** An oddity that Argo CD accepts and that is rarely meant. */
export interface RenderWarning {
  readonly rule: 'duplicate-key' | 'duplicate-object' | 'unread-text';
  readonly message: string;
  readonly source: SourceLocation;
  /** The Kubernetes object, such as `Deployment shop/web`. */
  readonly object?: string;
  /** The next action. */
  readonly hint: string;
}

/** The warning for an oddity of a text. */
export function warningOf({ kind, line }: Oddity, place: PlaceOf): RenderWarning {
  const { called, source } = place(line);
  if (kind === 'unread-file')
    return {
      rule: 'unread-text',
      message: `${called} looks like a manifest and cannot be read, so Argo CD passes over it`,
      source,
      hint: 'Correct the file at that line, or remove it.',
    };
  if (kind === 'unread-text')
    return {
      rule: kind,
      message: `${called} has text after the end of a document, which Argo CD does not read`,
      source,
      hint: 'Write --- on a line of its own between documents, or remove the text.',
    };
  return {
    rule: kind,
    message: `${called} has a key twice in one mapping, and Argo CD takes the last one`,
    source,
    hint: 'Remove the key that does not count. In the chart of somebody else, report it there.',
  };
}
