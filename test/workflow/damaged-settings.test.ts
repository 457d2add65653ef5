import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { toJson } from '../../src/manifest/to-json.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { check } from '../../src/workflow/check.js';
import { listApplications } from '../../src/workflow/list-applications.js';
import { render } from '../../src/workflow/render.js';
import { DAMAGES, type Place, placesIn, replaced } from '../helpers/damage.js';
import { PARTS, type PartName, soundPart } from '../helpers/sound-repository/sound-part.js';
import { soundSettings } from '../helpers/sound-repository/sound-settings.js';
import { SENTINEL } from '../helpers/sound-repository/sound-surroundings.js';
import { tempRepository } from '../helpers/temp-repository.js';

// Argo CD's resources, kustomizations and charts with any value at any place, many in one repository, through
// the verbs that read them without a cluster. FUZZ_RUNS=1500 and FUZZ_SEED look longer and elsewhere; a failure
// names the file, the place and the value.

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 30);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
/** In one repository. */
const BATCH = 50;

const SETTINGS = soundSettings('sound-directory');

/** What is sound is rendered once for all repositories. */
const cacheDirectory = mkdtempSync(join(tmpdir(), 'gitops-test-'));
afterAll(() => rmSync(cacheDirectory, { recursive: true, force: true }));

/**
 * How many objects each Argo Application of a sound part yields, by what its name ends with, and how often it
 * is damaged: a kustomization costs three times more than a chart.
 */
const SOUND: Readonly<
  Record<PartName, { readonly objects: Readonly<Record<string, number>>; readonly weight: number }>
> = {
  directory: { objects: { '': 3 }, weight: 8 },
  jsonnet: { objects: { '': 2 }, weight: 4 },
  kustomize: { objects: { '': 2 }, weight: 1 },
  patches: { objects: { '': 3 }, weight: 2 },
  helm: { objects: { '': 2 }, weight: 8 },
  set: { objects: { '-x': 1, '-y': 1, '-z': 1, '-f': 1, '-m': 1, '-p': 1 }, weight: 8 },
};

/** What a damage of one file changes is told at another one: it reads that file, or names what is in it. */
const READ_BY: readonly (readonly [damaged: RegExp, told: RegExp])[] = [
  [/\/argo\/(project|secrets)\.yaml$/, /\/argo\/application\.yaml$/],
  [/\/argo\/application\.yaml$/, /\/(jsonnet\/b\.jsonnet|overlay|overlay\/kustomization\.yaml|chart\/.*)$/],
  [/\/(overlay|base|component)\//, /\/overlay(\/kustomization\.yaml)?$/],
  [/\/(chart|more)\//, /\/chart\/Chart\.yaml$/],
  // The file of a generator.
  [/\/more\//, /\/argo\/application\.yaml$/],
];

test('any value at any place is told where it is, and hides nothing else: for every verb', async () => {
  const damages = someDamages();
  const wrong: unknown[] = [];
  for (let at = 0; at < damages.length; at += BATCH) {
    const batch = damages.slice(at, at + BATCH);
    const heard = await hearOrFind(batch);

    expect(toJson(heard.told)).not.toContain(SENTINEL);
    for (const told of heard.told) {
      const damage = batch.find(({ id }) => told.file?.startsWith(`${id}/`));
      if (damage === undefined || isCrash(told) || !isAbout(told, damage))
        wrong.push({ ...told, damage: damage === undefined ? 'none' : inWords(damage) });
    }
    wrong.push(...batch.filter((damage) => isHidden(damage, heard)).map(inWords));
  }
  expect(wrong).toEqual([]);
});

test("any value at any place of Argo CD's settings is told there, and hides nothing", async () => {
  const { documents } = soundPart('directory', 'sound-directory');
  const damage = fc.tuple(fc.constantFrom(...placesIn(SETTINGS)), fc.constantFrom(...DAMAGES));
  const damaged = fc.sample(damage, { numRuns: Math.ceil(RUNS / 10), seed: SEED });
  const heardOf = (settings: unknown) => hear(textsOf({ ...documents, 'argo/settings.yaml': [settings] }));

  for (const [place, value] of damaged) {
    const heard = await heardOf(replaced(SETTINGS, place, value));
    const words = `${place.join('.')}: ${toJson(value)}`;
    const wrong = heard.told.filter((told) => isCrash(told) || told.file !== 'argo/settings.yaml');
    expect([words, wrong, [...heard.objects]]).toEqual([words, [], [['sound-directory', 3]]]);
  }
});

/** One value in place of another one. */
interface Damage {
  readonly id: string;
  readonly part: PartName;
  readonly file: string;
  /** Which document of the file. */
  readonly index: number;
  readonly place: Place;
  readonly damage: unknown;
}

interface Told {
  readonly verb: string;
  /** Code of an error, or rule of a finding. */
  readonly id: string;
  readonly message: string;
  readonly file: string | undefined;
}

interface Heard {
  readonly told: readonly Told[];
  /** By Argo Application. */
  readonly verdicts: ReadonlyMap<string, string>;
  readonly objects: ReadonlyMap<string, number>;
}

function soundObjects(): readonly (readonly [string, number])[] {
  const all = PARTS.flatMap((part) =>
    Object.entries(SOUND[part].objects).map(([end, count]) => [`sound-${part}${end}`, count] as const),
  );
  return all.sort();
}

function isSound([name]: readonly [string, unknown]): boolean {
  return name.startsWith('sound-');
}

function someDamages(): readonly Damage[] {
  const places = (part: PartName) =>
    Object.entries(soundPart(part, '').documents).flatMap(([file, documents]) =>
      documents.flatMap((document, index) => placesIn(document).map((place) => ({ file, index, place }))),
    );
  const weights = PARTS.reduce((sum, part) => sum + SOUND[part].weight, 0);
  const damage = fc.oneof(fc.constantFrom(...DAMAGES), fc.constantFrom(null, ''));
  return PARTS.flatMap((part) => {
    const where = fc.constantFrom(...places(part).map((at) => ({ part, ...at })));
    return fc.sample(fc.tuple(where, damage), {
      numRuns: Math.ceil((RUNS * SOUND[part].weight) / weights),
      seed: SEED,
    });
  }).map(([at, value], index) => ({ ...at, id: `d${index}`, file: `d${index}${at.file}`, damage: value }));
}

function inWords({ file, place, damage }: Damage): string {
  return `${file} ${place.join('.')}: ${toJson(damage)}`;
}

function filesOf(damages: readonly Damage[]): Readonly<Record<string, string>> {
  const parts = [
    { documents: { 'argo/settings.yaml': [SETTINGS] }, texts: {} },
    ...PARTS.map((part) => soundPart(part, `sound-${part}`)),
    ...damages.map(({ id, part, file, index, place, damage }) => {
      const { documents, texts } = soundPart(part, id);
      const damaged = (documents[file] ?? []).map((one, at) => (at === index ? replaced(one, place, damage) : one));
      return { documents: { ...documents, [file]: damaged }, texts };
    }),
  ];
  return Object.assign({}, ...parts.map(({ documents, texts }) => ({ ...textsOf(documents), ...texts })));
}

function textsOf(documents: Readonly<Record<string, readonly unknown[]>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(documents).map(([file, all]) => [file, textOf(file, all)]));
}

function textOf(file: string, documents: readonly unknown[]): string {
  if (file.endsWith('.jsonnet')) return toJson(documents[0]);
  return documents.map((one) => toYaml(one)).join('---\n');
}

/** When a verb fails or the sound parts are not whole, the error has a damage that is enough for it. */
async function hearOrFind(damages: readonly Damage[]): Promise<Heard> {
  try {
    const heard = await hear(filesOf(damages));
    expect([...heard.objects].filter(isSound).sort()).toEqual(soundObjects());
    expect([...heard.verdicts].filter(isSound).sort()).toEqual(soundObjects().map(([name]) => [name, 'permitted']));
    return heard;
  } catch (error) {
    const [one] = damages;
    if (damages.length <= 1) throw new Error(one && inWords(one), { cause: error });
    const half = Math.ceil(damages.length / 2);
    await hearOrFind(damages.slice(0, half));
    await hearOrFind(damages.slice(half));
    throw error;
  }
}

/** What the verbs say of a repository with the sound parts and damaged ones. */
async function hear(files: Readonly<Record<string, string>>): Promise<Heard> {
  await using repository = tempRepository();
  repository.commit('all of them', files);
  const options = {
    repository: repository.directory,
    // Without one, it is guessed from the very sources that are damaged.
    repositoryUrls: ['https://git.example.com/a.git'],
    cacheDirectory,
    sources: { offline: true },
  };
  const told: Told[] = [];
  const { findings } = await check(options);
  for (const { rule, message, file, places = [] } of findings)
    for (const place of [{ file }, ...places]) told.push({ verb: 'check', id: rule, message, file: place.file });
  const { applications, problems } = await listApplications(options);
  for (const { code, message, file } of problems) told.push({ verb: 'list', id: code, message, file });
  const { objects } = await render({
    ...options,
    all: true,
    tracking: 'annotation',
    onProblem: ({ code, message, source }) => told.push({ verb: 'render', id: code, message, file: source?.file }),
  });
  const verdicts = new Map(applications.map(({ name, verdict }) => [name, verdict]));
  return { told, verdicts, objects: countByApplication(objects) };
}

function countByApplication(objects: readonly KubeObject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { metadata } of objects) {
    const name = metadata.annotations?.['argocd.argoproj.io/tracking-id']?.split(':')[0] ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Neither listed nor told of; an object of another kind is none of Argo CD's. */
function isHidden({ id, place }: Damage, { told, verdicts }: Heard): boolean {
  if (place[0] === 'kind' || place[0] === 'apiVersion') return false;
  const isOfIt = (name: string) => name === id || name.startsWith(`${id}-`);
  return ![...verdicts.keys()].some(isOfIt) && !told.some(({ file }) => file?.startsWith(`${id}/`));
}

function isCrash({ id, message }: Told): boolean {
  return id === 'UNEXPECTED' || /TypeError|RangeError|\[object |is not a function|Cannot read|undefined/.test(message);
}

/** It names the damaged file, or it is at one that reads it. */
function isAbout({ file = '', message }: Told, { file: damaged }: Damage): boolean {
  const isReadBy = ([from, by]: readonly [RegExp, RegExp]) => from.test(damaged) && by.test(file);
  return file === damaged || message.includes(damaged) || READ_BY.some(isReadBy);
}
