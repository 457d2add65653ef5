import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Construct } from 'constructs';
import { GitopsError } from '../errors.js';
import { describeObject } from '../manifest/identity.js';
import { parseObjects } from '../manifest/yaml.js';
import { captureCallSite } from './call-site.js';
import { RawObject } from './raw-object.js';

/**
 * Every object of a YAML file, as it is; a `List` is taken apart. The objects serve as handles for patches.
 *
 * @param file relative to the file that calls, or a URL
 * @throws GitopsError MODEL_INVALID_VALUE when it cannot be read, MANIFEST_INVALID_YAML,
 * MANIFEST_INVALID_OBJECT
 * @example
 * const [crd] = yamlFile(scope, 'crds', './widget-crd.yaml');
 */
export function yamlFile(scope: Construct, id: string, file: string | URL): readonly RawObject[] {
  const site = captureCallSite();
  const path = file instanceof URL ? fileURLToPath(file) : resolve(site.file ? dirname(site.file) : '', file);
  const parent = new Construct(scope, id);
  const used = new Map<string, number>();
  return parseObjects(read(path), shownPath(path)).map((object) => {
    const name = describeObject(object)
      .replace(/[\s/]+/g, '-')
      .toLowerCase();
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return new RawObject(parent, count === 1 ? name : `${name}-${count}`, object);
  });

  function read(from: string): string {
    try {
      return readFileSync(from, 'utf8');
    } catch (cause) {
      throw new GitopsError('MODEL_INVALID_VALUE', `'${String(file)}' cannot be read`, {
        hint: 'Give a path relative to the file that calls yamlFile.',
        source: site.location,
        cause,
      });
    }
  }
}

/** As people would open it. */
function shownPath(path: string): string {
  const near = relative('', path);
  return near.startsWith('..') ? path : near;
}
