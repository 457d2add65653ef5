import type { Construct } from 'constructs';
import { AnyApplication, type AnyApplicationSettings } from './any-application.js';
import { applyPatches } from './apply-patches.js';
import { brand, hasBrand } from './brand.js';
import type { Build } from './build.js';
import type { BuildContext } from './build-context.js';
import { type BuildPlace, type BuiltTree, buildTree } from './build-tree.js';
import type { Cluster } from './cluster.js';
import type { Environment } from './environment.js';
import { finishBuild } from './finish-build.js';
import type { KustomizationFields } from './kustomization-fields.js';
import type { OnlyIn } from './only-in.js';
import type { Overlay, OverlayProps, UntypedOverlaySettings } from './overlay.js';
import type { Patch } from './patch.js';
import { patchesOf } from './patches-of.js';
import { pinImages } from './pin-images.js';
import type { Pins } from './pins.js';
import { sinkOf } from './problem.js';
import { runUserCode } from './user-code.js';

/** Settings of an Application, in addition to its base. */
export interface ApplicationSettings extends AnyApplicationSettings {
  /**
   * Other fields of the kustomization.yaml of the base, as kustomize spells them. They are applied to the
   * objects that are proved without them; synth lets kustomize build the result and judges its objects as
   * well.
   *
   * @default none
   */
  readonly kustomization?: KustomizationFields;
  /** Names of Secrets that may be in Git with data. @default none */
  readonly allowSecrets?: readonly string[];
}

/** The base: a value for every property, but those every environment gives itself (there it is optional). */
export type BaseProps<Props, PerEnvironment extends keyof Props> = Omit<Props, PerEnvironment> &
  Partial<Pick<Props, PerEnvironment>>;

/** What the constructor of an Application takes: its settings, and `base`, the values of all environments. */
export type ApplicationProps<Props = object, PerEnvironment extends keyof Props = never> = ApplicationSettings &
  // Without required properties the base may be left out.
  (Partial<BaseProps<Props, PerEnvironment>> extends BaseProps<Props, PerEnvironment>
    ? { readonly base?: Readonly<BaseProps<Props, PerEnvironment>> }
    : { /** What all environments share. */ readonly base: Readonly<BaseProps<Props, PerEnvironment>> }) &
  // An overlay gives what every environment must give.
  ([PerEnvironment] extends [never] ? OnlyIn : { readonly only?: never });

/**
 * A deliverable thing, known to no environment.
 *
 * `Props` are its properties, `Handles` what `resources` returns for patches, `PerEnvironment` the properties
 * every environment must give itself. The base, from which overlays differ, takes those from the first
 * environment (by promotion order, then id) unless `base` has a value.
 *
 * @example
 * class Web extends Application<{ image: string; host: string }, { web: RawObject }, 'host'> {
 *   constructor(repository: Repository) {
 *     super(repository, 'web', { base: { image: 'registry.example.com/web:1.0.0' } });
 *   }
 *   protected resources(scope: Construct, { host }: { image: string; host: string }) {
 *     return { web: new RawObject(scope, 'web', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' }, data: { host } }) };
 *   }
 * }
 */
export abstract class Application<
  Props extends object = object,
  Handles = unknown,
  PerEnvironment extends keyof Props = never,
> extends AnyApplication<UntypedOverlaySettings> {
  /** Recognises an Application of constructs, of any loaded copy of this package. */
  static override is(value: unknown): value is Application {
    return hasBrand(value, 'Application');
  }

  /** @internal */
  declare readonly _settings: ApplicationSettings;
  readonly #base: Readonly<Partial<Props>>;

  protected constructor(scope: Construct, id: string, props: ApplicationProps<Props, PerEnvironment>) {
    super(scope, id, props);
    brand(this, 'Application');
    this.#base = given(props.base) as Readonly<Partial<Props>>; // BaseProps is Props with some keys optional
    for (const environment of [props.only ?? []].flat()) this._addOverlay(environment, {});
  }

  /**
   * Builds the objects, below `scope` and never below `this`. Called once for the base and once per overlay;
   * synchronous; it must depend on nothing but its arguments. What it returns are the handles for patches.
   */
  protected abstract resources(scope: Construct, props: Readonly<Props>, context: BuildContext): Handles;

  /**
   * Changes to objects that their constructs cannot express, applied to the base and to every overlay, after
   * the constructs are done (cdk8s's own JSON patches are undone by some typed constructs). Default: none.
   */
  protected patches(_handles: Handles, _props: Readonly<Props>, _context: BuildContext): readonly Patch[] {
    return [];
  }

  /**
   * Puts the Application into an Environment.
   *
   * @throws nothing; wrong values are reported by synth, together
   */
  overlay(
    environment: Environment,
    ...[options]: [PerEnvironment] extends [never]
      ? [options?: OverlayProps<Props, Handles, PerEnvironment>]
      : [options: OverlayProps<Props, Handles, PerEnvironment>]
  ): Overlay {
    // patches get the handles this class made: the erased type is sound
    return this._addOverlay(environment, (options ?? {}) as UntypedOverlaySettings);
  }

  /** @internal The objects all environments share. Called by synth. */
  _buildBase(): Build {
    const context: BuildContext = { namespace: this.namespace };
    const { objects } = this.#build({ where: this.id, site: this._site }, this.#baseProps(), context);
    return finishBuild(objects, context.namespace);
  }

  /** @internal The objects of one overlay on one cluster, as the cluster shall have them. Called by synth. */
  _buildOverlay(overlay: Overlay<UntypedOverlaySettings>, cluster: Cluster, pins: Pins): OverlayBuild {
    const { environment, _settings: settings, namespace } = overlay;
    let readsCluster = false;
    const context: BuildContext = {
      environment: environment.id,
      get cluster() {
        readsCluster = true;
        return cluster.id;
      },
      namespace,
    };
    const own = settings.clusters?.[cluster.id];
    const props = override(override(this.#baseProps(), settings.props), own?.props);
    const place = { where: overlay.node.path, site: overlay._site };
    const { handles, objects } = this.#build(place, props, context, (scope) => settings.resources?.(scope, context));
    const patches = [settings.patches, own?.patches].flatMap((give) =>
      give ? patchesOf(place, () => give(handles)) : [],
    );
    const foundImages = new Set<string>();
    const { images } = pins;
    const patched = applyPatches(objects, patches, place.where);
    const pinned = images
      ? patched.map((entry) => ({ ...entry, object: pinImages(entry.object, images, foundImages) }))
      : patched;
    return { ...finishBuild(pinned, context.namespace), foundImages, readsCluster };
  }

  #build(
    place: BuildPlace,
    given: Readonly<Partial<Props>>,
    context: BuildContext,
    more?: (scope: Construct) => unknown,
  ): Pick<BuiltTree<Handles>, 'handles' | 'objects'> {
    const props = Object.freeze({ ...given }) as Readonly<Props>; // complete by the types of base and overlay
    const { handles, objects, copies } = buildTree(this.id, place, (scope) => {
      const made = this.resources(scope, props, context);
      if (more) runUserCode({ what: "the overlay's resources()", ...place }, () => more(scope));
      return made;
    });
    if (copies !== undefined) this.#warnAboutCopies(copies);
    const patches = patchesOf(place, () => this.patches(handles, props, context));
    return { handles, objects: applyPatches(objects, patches, place.where) };
  }

  /**
   * The base with what it leaves to every environment: the first environment's value, so that the base is
   * complete and builds.
   */
  #baseProps(): Readonly<Partial<Props>> {
    const overlays = this.overlays;
    const first = overlays[0]?._settings.props as Partial<Props> | undefined;
    const missing = Object.entries(first ?? {}).filter(
      ([key, value]) =>
        value !== undefined &&
        this.#base[key as keyof Props] === undefined &&
        overlays.every(
          ({ _settings: settings }) =>
            (settings.props as Partial<Props> | undefined)?.[key as keyof Props] !== undefined,
        ),
    );
    return { ...(Object.fromEntries(missing) as Partial<Props>), ...this.#base };
  }

  #warnAboutCopies(path: string): void {
    const warning = `'${path}' was made by a second copy of the package constructs; run \`npm ls constructs cdk8s\` and keep one`;
    const { warnings } = sinkOf(this);
    if (!warnings.includes(warning)) warnings.push(warning);
  }
}

export interface OverlayBuild extends Build {
  /** Image repositories of the pins that some container uses. */
  readonly foundImages: ReadonlySet<string>;
  /** False when every cluster of the environment would give the same build. */
  readonly readsCluster: boolean;
}

function override<T extends object>(base: Readonly<Partial<T>>, over: object | undefined): Readonly<Partial<T>> {
  return { ...base, ...(given(over) as Partial<T>) }; // an overlay's props are props of the same Application
}

/** Without the keys whose value is undefined: those are not given. */
function given(props: object | undefined): object {
  return Object.fromEntries(Object.entries(props ?? {}).filter(([, value]) => value !== undefined));
}
