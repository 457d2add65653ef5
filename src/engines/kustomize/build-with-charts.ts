import { posix } from 'node:path';
import { GitopsError } from '../../errors.js';
import { FileSet } from '../../files/file-set.js';
import type { NamedText } from '../helm/helm.js';
import type { ChartFields, ChartHost, ChartNeed } from './chart-host.js';

/** The result of one run of the engine: the objects, or the charts that it needs. */
type Step = (files: FileSet, charts: Readonly<Record<string, string>>) => Promise<string>;

export interface BuiltWithCharts {
  /** The objects as JSON. */
  readonly json: string;
  /** The files, with the charts that were pulled. */
  readonly files: FileSet;
}

/**
 * Repeats a build with the charts that it needs, until it needs no more.
 *
 * @throws GitopsError of the engine, or of the host, all at once
 */
export async function buildWithCharts(
  files: FileSet,
  step: Step,
  host: ChartHost | undefined,
): Promise<BuiltWithCharts> {
  const charts: Record<string, string> = {};
  const asked = new Set<string>();
  for (let all = files; ; ) {
    const json = await step(all, charts);
    if (json.startsWith('[')) return { json, files: all };
    const needs = needsIn(json).filter(({ key }) => !asked.has(key));
    if (host === undefined || needs.length === 0)
      throw new GitopsError('ENGINE_FAILED', 'kustomize asks for charts again and again', {
        hint: 'Name the charts as sources of their own.',
      });
    for (const { key } of needs) asked.add(key);
    const pulled = await settle(
      needs.filter(({ pull }) => pull),
      async (need) => inFolder(await host.pull(need), need.folder),
    );
    if (pulled.length > 0) all = pulled.reduce((before, added) => before.with(added), all);
    const current = all;
    const printed = await settle(
      needs.filter(({ pull }) => !pull),
      async (need) => [need.key, await host.template(need, current)] as const,
    );
    for (const [key, output] of printed) charts[key] = output;
  }
}

/** Each chart is requested once, however often a build uses it. */
async function settle<Result>(
  needs: readonly ChartNeed[],
  work: (need: ChartNeed) => Promise<Result>,
): Promise<readonly Result[]> {
  const unique = [...new Map(needs.map((need) => [need.key, need])).values()];
  const results = await Promise.all(
    unique.map((need) =>
      work(need).catch((error: unknown) => {
        if (GitopsError.is(error)) return error;
        throw error;
      }),
    ),
  );
  GitopsError.throwAll(results.flatMap((result) => (GitopsError.is(result) ? GitopsError.each(result) : [])));
  return results.filter((result): result is Exclude<typeof result, GitopsError> => !GitopsError.is(result));
}

function needsIn(json: string): readonly ChartNeed[] {
  // The engine returns this form.
  const { charts } = JSON.parse(json) as {
    readonly charts: readonly {
      readonly key: string;
      readonly pull: boolean;
      readonly home: string;
      readonly chart: ChartFields;
      readonly values: readonly NamedText[] | null;
    }[];
  };
  return charts.map(({ key, pull, home, chart, values }) => ({
    key,
    pull,
    chart,
    folder: posix.join(home, chart.name ?? '').replace(/^\/+/, ''),
    values: (values ?? []).map(({ name, content }) => ({ name: posix.relative('/', name), content })),
  }));
}

function inFolder(files: FileSet, folder: string): FileSet {
  return FileSet.of(files.entries().map(([path, text]) => [posix.join(folder, path), text] as const));
}
