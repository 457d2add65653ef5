import type { Repository } from 'cdk8s-gitops';
import { Backup } from '../apps/backup/backup.js';
import { Catalog } from '../apps/catalog/catalog.js';
import { Guestbook } from '../apps/guestbook/guestbook.js';

/** Every Application of this repository, as the environments get them. */
export interface Applications {
  readonly backup: Backup;
  readonly catalog: Catalog;
  readonly guestbook: Guestbook;
}

export function applications(repository: Repository): Applications {
  return { backup: new Backup(repository), catalog: new Catalog(repository), guestbook: new Guestbook(repository) };
}
