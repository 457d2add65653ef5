import { FileSet } from '../../files/file-set.js';
import type { OwnershipUnit } from '../../files/ownership.js';
import type { File } from './base.js';

/** A file, and the folder of the overlay that it belongs to, relative to the output folder. */
export interface PlacedFile {
  readonly file: File;
  /** Absent for a file that no overlay reads alone. */
  readonly overlay?: string;
}

/**
 * The units of one Application: its base, and each overlay with its Argo Application, so that branches that
 * change different overlays change different manifests.
 *
 * @param id of the Application
 * @param overlays folders such as `apps/web/overlays/prod`, relative to the output folder
 */
export function applicationUnits(
  id: string,
  files: readonly PlacedFile[],
  overlays: ReadonlySet<string>,
): readonly OwnershipUnit[] {
  const units = new Map<string, File[]>();
  for (const { file, overlay = overlayOf(file[0], overlays) } of files) {
    const part = overlay?.replace(/^.*?\/(?=overlays\/)/, '') ?? 'base';
    const name = `applications/${id}/${part}`;
    units.set(name, [...(units.get(name) ?? []), file]);
  }
  return [...units].map(([name, owned]) => ({ name, files: FileSet.of(owned) }));
}

function overlayOf(path: string, overlays: ReadonlySet<string>): string | undefined {
  for (let folder = path; folder.includes('/'); ) {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    if (overlays.has(folder)) return folder;
  }
  return undefined;
}
