import { SOUND_APPLICATIONS, soundApplicationSet } from './sound-applications.js';
import { SOUND_SOURCES, type SoundSource } from './sound-sources.js';
import { soundSurroundings } from './sound-surroundings.js';

export type PartName = keyof typeof SOUND_SOURCES;

/** Every part that there is. */
export const PARTS = Object.keys(SOUND_SOURCES) as readonly PartName[];

/**
 * An Argo Application, or an ApplicationSet, with everything that Argo CD and its tools read for it. Its
 * AppProject, its cluster and its files, which are in a folder of its id, are its own: many are in one
 * repository.
 */
export function soundPart(part: PartName, id: string): Required<SoundSource> {
  const { documents, texts = {} }: SoundSource = SOUND_SOURCES[part];
  const resource = part === 'set' ? soundApplicationSet(id) : SOUND_APPLICATIONS[part](id);
  const all = { 'argo/application.yaml': [resource], ...soundSurroundings(id), ...documents };
  const inFolder = <Value>(files: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(files).map(([file, value]) => [`${id}/${file}`, value]));
  return { documents: inFolder(all), texts: inFolder(texts) };
}
