import type { Construct } from 'constructs';
import { GitopsError } from '../errors.js';
import { describeShapeProblem } from '../manifest/describe-shape-problem.js';
import { AnyApplication, type AnyApplicationSettings } from './any-application.js';
import { brand, hasBrand } from './brand.js';
import type { CallSite } from './call-site.js';
import type { Cluster } from './cluster.js';
import type { Environment } from './environment.js';
import type { OnlyIn } from './only-in.js';
import type { AnyOverlaySettings, Overlay } from './overlay.js';
import { report } from './problem.js';
import { type DescribedSources, type DescribeInput, describeSources } from './sources/describe-sources.js';
import type { Here } from './sources/locate.js';
import { mergeProps } from './sources/merge-props.js';
import { plainValues } from './sources/plain-values.js';
import { readNeeds, settingsProblems } from './sources/read-needs.js';
import type { SourceKind } from './sources/source-kind.js';
import type { SourceNeeds } from './sources/source-needs.js';

/** In place of this repository, where only the props are judged. */
const ANYWHERE: Here = { repoURL: 'https://git.example.com/here.git', targetRevision: 'main' };

type Values = Readonly<Record<string, unknown>>;

/** What an overlay on a cluster reads, as Argo CD spells it. */
export interface SourceBuild extends Omit<DescribedSources, 'problems'> {
  readonly needs: Required<SourceNeeds>;
  /** Problems that the base does not have. */
  readonly problems: readonly GitopsError[];
}

/** The values that synth writes as files, for an overlay on a cluster. */
export interface SourceValues {
  readonly base: Values | undefined;
  readonly overlay: Values | undefined;
  readonly cluster: Values | undefined;
}

/**
 * An Application whose objects Argo CD makes from a source, such as a chart. Synth writes the Argo
 * Application and the values, and renders nothing. The kinds differ in their source alone.
 */
export abstract class SourceApplication<
  Props extends AnyApplicationSettings & OnlyIn = AnyApplicationSettings & OnlyIn,
  OverlayProps extends AnyOverlaySettings = AnyOverlaySettings,
> extends AnyApplication {
  /** Recognises every kind of it, of any loaded copy of this package. */
  static override is(value: unknown): value is SourceApplication {
    return hasBrand(value, 'SourceApplication');
  }

  readonly #reported = new Set<string>();

  protected constructor(scope: Construct, id: string, props: Props) {
    super(scope, id, props);
    brand(this, 'SourceApplication');
    this.#check(props, this._site, this.node.path);
    const about = { here: ANYWHERE, id: this.id, pins: {}, written: [] };
    for (const { message, hint } of describeSources(this._kind(), mergeProps([props]), about).problems) {
      this.#reported.add(message);
      report(this, this.node.path, { code: 'MODEL_INVALID_VALUE', message, hint, site: this._site });
    }
    for (const environment of [props.only ?? []].flat()) this._addOverlay(environment, {});
  }

  /**
   * Puts the Application into an Environment. What the overlay says is merged over the base: maps by key,
   * anything else is replaced.
   *
   * @throws nothing; wrong values are reported by synth, together
   */
  overlay(environment: Environment, props?: OverlayProps): Overlay {
    const overlay = this._addOverlay(environment, props ?? {});
    const { _settings: settings, _site: site, node } = overlay;
    this.#check(settings, site, node.path);
    for (const [id, change] of Object.entries(settings.clusters ?? {})) this.#check(change, site, `${node.path}/${id}`);
    return overlay;
  }

  /** @internal The kind of its source. */
  protected abstract _kind(): SourceKind;

  /** @internal The values that are written as files. Called by synth. */
  _values(overlay: Overlay, cluster: Cluster): SourceValues {
    const [base, own, there] = this.#levels(overlay, cluster).map((level) => plainValues(givenValues(level)).plain);
    return { base, overlay: own, cluster: there };
  }

  /**
   * @internal What an overlay on a cluster reads. Called by synth.
   * @param written the value files, as paths from the top of this repository
   */
  _build(overlay: Overlay, cluster: Cluster, about: Omit<DescribeInput, 'id'>): SourceBuild {
    const props = mergeProps(this.#levels(overlay, cluster));
    const { problems, ...build } = describeSources(this._kind(), props, { ...about, id: this.id });
    const context = { constructPath: overlay.node.path, source: overlay._site.location };
    return {
      ...build,
      needs: readNeeds(props),
      problems: problems
        .filter(({ message }) => !this.#reported.has(message))
        .map(({ message, hint }) => new GitopsError('MODEL_INVALID_VALUE', message, { ...context, hint })),
    };
  }

  /** @internal Whether pins may name images. */
  get _hasImages(): boolean {
    return this._kind().hasImages;
  }

  #levels({ _settings: settings }: Overlay, { id }: Cluster): readonly [object, object, object] {
    return [this._settings, settings, settings.clusters?.[id] ?? {}];
  }

  /** Types, which the types of TypeScript say already. */
  #check(props: object, site: CallSite, path: string): void {
    const refuse = (message: string, hint: string) =>
      report(this, path, { code: 'MODEL_INVALID_VALUE', message, hint, site });
    for (const problem of [...this._kind().check(props), ...settingsProblems(props)])
      refuse(describeShapeProblem(problem), problem.hint ?? 'Correct it: `tsc --noEmit` says which type it has.');
    for (const { message, hint } of plainValues(givenValues(props)).problems) refuse(message, hint);
  }
}

function givenValues(level: object): unknown {
  return 'values' in level ? level.values : undefined;
}
