import type { RevisionOptions } from '../api/options.js';
import type { Notice } from '../api/source-options.js';

/** The options with a listener that keeps each notice once, for the result, and passes it on. */
export function collectNotices<Options extends Pick<RevisionOptions, 'onNotice'>>(
  options: Options,
): { readonly options: Options; readonly notices: readonly Notice[] } {
  const notices: Notice[] = [];
  const onNotice = (notice: Notice) => {
    if (notices.some(({ message }) => message === notice.message)) return;
    notices.push(notice);
    options.onNotice?.(notice);
  };
  return { options: { ...options, onNotice }, notices };
}
