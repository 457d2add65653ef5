import type { Guestbook } from '../apps/guestbook/guestbook.js';

/** Every application of this repository, as the environments get them. */
export interface Applications {
  readonly guestbook: Guestbook;
}
