import { readDocuments } from '../../manifest/read-documents.js';
import { readJsonDocument } from '../../manifest/read-json-document.js';
import { type Manifests, readManifests } from '../../manifest/read-manifests.js';
import { placeInFile } from '../../manifest/text-place.js';

/** Argo CD reports a file that it cannot read only when the file contains these texts. */
const MANIFEST_FIELDS = ['apiVersion:', 'kind:', 'metadata:'];
/** People would take JSON with both of these for a manifest. */
const LIKELY = [/"apiVersion"\s*:/, /"kind"\s*:/] as const;

/**
 * Reads a file as Argo CD's directory source does: one object of `.json`, any number of YAML or JSON objects
 * otherwise. A YAML file is ignored when its decoder cannot read the beginning and it does not look like a
 * manifest. A JSON file is not ignored. Pure.
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
