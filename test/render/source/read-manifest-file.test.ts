import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../../src/manifest/canonical.js';
import { isKubeObject, isRecord } from '../../../src/manifest/kube-object.js';
import { parseJson } from '../../../src/manifest/parse-json.js';
import { readDocuments } from '../../../src/manifest/read-documents.js';
import { readManifests } from '../../../src/manifest/read-manifests.js';
import { placeInFile } from '../../../src/manifest/text-place.js';
import { readManifestFile } from '../../../src/render/source/read-manifest-file.js';

/** What Argo CD's own code reads in files that were made by chance: tools/readings records it. */
interface Recorded {
  /** Of a file of a directory source, or `printed`: what an engine prints. */
  readonly name: string;
  readonly text: string;
  readonly manifests?: readonly string[];
  readonly error?: string;
}

const RECORDED = JSON.parse(readFileSync(join(import.meta.dirname, 'readings.json'), 'utf8')) as readonly Recorded[]; // written by tools/readings/generate.mjs

test('files are read as by Argo CD, or refused where only the API server, or Argo CD later, would', () => {
  const differences = RECORDED.flatMap((recorded) => {
    const ours = read(recorded);
    const theirs =
      recorded.error === undefined ? (recorded.manifests ?? []).map((json) => plain(parseJson(json))) : 'refused';
    if (canonicalJson(ours) === canonicalJson(theirs)) return [];
    if (ours === 'refused' && isRefusedLater(theirs)) return [];
    if (theirs === 'refused' && (isPrintedJson(recorded) || isLimit(recorded))) return [];
    return [{ ...recorded, ours }];
  });

  expect(differences).toEqual([]);
});

test('what is refused and what is read stand both among the recorded files', () => {
  expect(RECORDED.filter(({ error }) => error === undefined).length).toBeGreaterThan(RECORDED.length / 4);
  expect(RECORDED.filter(({ error }) => error !== undefined).length).toBeGreaterThan(RECORDED.length / 4);
});

function read({ name, text }: Recorded): unknown {
  const place = placeInFile(name);
  const { objects, problems } =
    name === 'printed' ? readManifests(readDocuments(text, place), place) : readManifestFile(text, name);
  return problems.length > 0 ? 'refused' : objects.map(plain);
}

/** Argo CD adds an annotation, and what recorded took it away again. Null labels are none. */
function plain(object: unknown): unknown {
  if (!isRecord(object) || !isRecord(object['metadata'])) return object;
  const { annotations, ...metadata } = object['metadata'];
  const isEmpty = annotations === null || (isRecord(annotations) && Object.keys(annotations).length === 0);
  const kept = Object.entries(isEmpty ? metadata : object['metadata']).filter(([, value]) => value !== null);
  return { ...object, metadata: Object.fromEntries(kept) };
}

/** Argo CD reads JSON that an engine prints once more, as YAML. Helm and kustomize print none. */
function isPrintedJson({ name, text }: Recorded): boolean {
  return name === 'printed' && text.trimStart().startsWith('{') && /\\\/|\\ud/.test(text);
}

/** Rows of docs/render.md: Argo CD refuses these, wherever they stand in the file. */
function isLimit({ text }: Recorded): boolean {
  return text.includes('\u2028') || /^ *\t\s*$/m.test(text);
}

/** No API server takes an object without these. */
function isRefusedLater(manifests: unknown): boolean {
  return Array.isArray(manifests) && !manifests.every(isKubeObject);
}
