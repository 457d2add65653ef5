import { readDocuments } from '../../manifest/read-documents.js';
import { readJsonDocument } from '../../manifest/read-json-document.js';
import { type Manifests, readManifests } from '../../manifest/read-manifests.js';
import { placeInFile } from '../../manifest/text-place.js';

/** What Argo CD looks for in a file that it cannot read, before it passes over it. */
const MANIFEST_FIELDS = ['apiVersion:', 'kind:', 'metadata:'];
/** What a person may take for a manifest all the same: JSON. */
const LIKELY = [/"apiVersion"\s*:/, /"kind"\s*:/] as const;

/**
 * What Argo CD's directory source takes from a file: one object of `.json`, any number of YAML or JSON
 * objects otherwise. YAML of which its decoder cannot read the beginning and that does not look like a
 * manifest is passed over; JSON is not. Pure.
 */
export function readManifestFile(content: string, name: string): Omit<Manifests, 'isForeign'> {
  const place = placeInFile(name);
  const text = content.replace(/^\uFEFF/, '');
  if (name.endsWith('.json')) return readManifests(readJsonDocument(text, place), place);
  const manifests = readManifests(readDocuments(text, place), place);
  if (!manifests.isForeign || MANIFEST_FIELDS.every((field) => content.includes(field))) return manifests;
  const line = manifests.problems[0]?.source?.line ?? 1;
  return {
    objects: [],
    problems: [],
    oddities: LIKELY.every((field) => field.test(content)) ? [{ kind: 'unread-file', line }] : [],
  };
}
