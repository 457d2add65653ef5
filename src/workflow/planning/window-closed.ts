import { GitopsError } from '../../errors.js';
import type { WindowNote } from '../api/window-note.js';
import { describeWindow } from './closed-windows.js';

/** The error that a closed window is where it forbids. */
export function windowClosed(
  { name, file }: { readonly name: string; readonly file: string },
  note: WindowNote,
): GitopsError {
  return new GitopsError('WORKFLOW_WINDOW_CLOSED', describeWindow(name, note), {
    object: `Application ${name}`,
    source: { file },
    hint: 'Wait, leave it out of the selection, or sync with --ignore-windows.',
    data: { ...note },
  });
}
