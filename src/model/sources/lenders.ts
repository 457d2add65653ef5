import { posix } from 'node:path';
import type { ApplicationSource } from '../../argocd/application/application.js';
import { trimEndOf } from '../../host/trim-end-of.js';
import type { Here } from './locate.js';
import { gitProblems, pathProblems, type SourceProblem } from './reference-problems.js';
import type { GitRepositoryProps } from './references.js';
import { SourceFile } from './source-file.js';

/** The `ref` of this repository. */
const OWN = 'values';

/** The sources that lend files to the others of an Argo Application, and their names in `$ref/path`. */
export class Lenders {
  readonly #here: Here;
  readonly #sources = new Map<string, ApplicationSource & { readonly ref: string }>();
  readonly #files = new Set<string>();
  readonly #problems: SourceProblem[] = [];

  constructor(here: Here) {
    this.#here = here;
  }

  /**
   * The name of a value file or of the file of a parameter, for a chart.
   *
   * @param isHere whether the chart is in this repository
   */
  nameOf(what: string, file: unknown, isHere: boolean): string {
    if (SourceFile.is(file)) return this.#lent(what, file, isHere);
    if (typeof file === 'string' && file !== '' && !/^\$(?!ARGOCD_)/.test(file)) return file;
    this.#problems.push(
      typeof file === 'string' && file !== ''
        ? {
            message: `${what} '${file}' names another source by its text`,
            hint: "Give source.file('…') of a Source: then the source is there.",
          }
        : { message: `${what} is neither a path nor a file of a Source`, hint: "Give 'path' or source.file('path')." },
    );
    return '';
  }

  /** The name of a file that synth writes into this repository. */
  nameOfWritten(path: string, isHere: boolean): string {
    return this.#lent('values', new SourceFile(path, undefined), isHere);
  }

  /** In order of their first use. */
  get sources(): readonly ApplicationSource[] {
    return [...this.#sources.values()];
  }

  /** Paths of the files that are lent, from the top of their repositories. */
  get files(): readonly string[] {
    return [...this.#files];
  }

  get problems(): readonly SourceProblem[] {
    return this.#problems;
  }

  #lent(what: string, { path, _repository: repository }: SourceFile, isHere: boolean): string {
    this.#problems.push(
      ...pathProblems(what, path),
      ...(repository === undefined ? [] : gitProblems(`the repository of ${what}`, repository.repository)),
      ...(repository === undefined || repository.revision
        ? []
        : [{ message: `the Source of ${what} has no 'revision'`, hint: "Give revision: 'v1.2.0'." }]),
    );
    this.#files.add(path);
    if (repository === undefined && isHere) return `/${path}`;
    return `$${this.#refOf(repository)}/${path}`;
  }

  #refOf(repository: GitRepositoryProps | undefined): string {
    const place: Here =
      repository === undefined ? this.#here : { repoURL: repository.repository, targetRevision: repository.revision };
    const key = `${place.repoURL} ${place.targetRevision}`;
    const known = this.#sources.get(key);
    if (known !== undefined) return known.ref;
    const ref = repository === undefined ? OWN : this.#free(repository.repository);
    this.#sources.set(key, { ...place, ref });
    return ref;
  }

  /** The last part of the URL, as people call the repository. */
  #free(url: string): string {
    const taken = new Set([OWN, ...[...this.#sources.values()].map(({ ref }) => ref)]);
    const name = posix.basename(trimEndOf(url, '/'), '.git').replace(/[^\w-]/g, '-') || 'source';
    let free = name;
    for (let count = 2; taken.has(free); count++) free = `${name}-${count}`;
    return free;
  }
}
