import { Construct } from 'constructs';
import type { ArgoApplicationSettings } from './argo-application-settings.js';
import { brand } from './brand.js';
import type { BuildContext } from './build-context.js';
import type { CallSite } from './call-site.js';
import type { Environment } from './environment.js';
import type { KustomizationFields } from './kustomization-fields.js';
import type { Patch } from './patch.js';

/**
 * Values of one environment that override the base. All are optional, except those that every environment
 * must give. `undefined` overrides nothing.
 */
export type PropsOverride<Props, PerEnvironment extends keyof Props> = {
  readonly [Key in Exclude<keyof Props, PerEnvironment>]?: Props[Key];
} & {
  readonly [Key in PerEnvironment]: Props[Key];
};

/** What one cluster of an environment changes beyond the overlay. */
export interface ClusterOverride<Props, Handles> {
  readonly props?: Partial<Props>;
  readonly patches?: (handles: Handles) => readonly Patch[];
}

/** Settings that an overlay of every kind of Application has. */
export interface AnyOverlaySettings extends ArgoApplicationSettings {
  /** @default what the Environment says, otherwise the Application's namespace */
  readonly namespace?: string;
  /** By id of the cluster: what differs there. */
  readonly clusters?: Readonly<Record<string, object>>;
}

/** Settings of an overlay of an Application of constructs, in addition to the values of its props. */
export interface OverlaySettings<Props, Handles> extends AnyOverlaySettings {
  /** Changes to single objects, applied after `resources` was built with the overlay's props. */
  readonly patches?: (handles: Handles) => readonly Patch[];
  /** Objects that only this environment has. */
  readonly resources?: (scope: Construct, context: BuildContext) => void;
  /**
   * Other fields of the kustomization.yaml of the overlay, as kustomize spells them. They are applied to the
   * objects that are proved without them; synth lets kustomize build the result and judges its objects as
   * well.
   *
   * @default none
   */
  readonly kustomization?: KustomizationFields;
  /** By id of the cluster: what differs there. */
  readonly clusters?: Readonly<Record<string, ClusterOverride<Props, Handles>>>;
}

/** The settings of an overlay, and its values over the base. */
export type OverlayProps<Props, Handles, PerEnvironment extends keyof Props> = OverlaySettings<Props, Handles> &
  ([PerEnvironment] extends [never]
    ? { readonly props?: PropsOverride<Props, PerEnvironment> }
    : {
        /** Values over the base; every environment must give its own. */ readonly props: PropsOverride<
          Props,
          PerEnvironment
        >;
      });

/** The settings of an overlay whose Application's props and handles are not known, as synth reads them. */
export type UntypedOverlaySettings = OverlaySettings<object, unknown> & { readonly props?: object };

/** An Application in an Environment. Made by `application.overlay(environment, …)`. */
export class Overlay<Given extends AnyOverlaySettings = AnyOverlaySettings> extends Construct {
  readonly environment: Environment;
  /** @internal */
  readonly _settings: Given;
  readonly namespace: string;
  /** @internal */
  readonly _site: CallSite;

  /** @internal */
  constructor(
    scope: Construct,
    id: string,
    given: Pick<Overlay<Given>, 'environment' | 'namespace' | '_settings' | '_site'>,
  ) {
    super(scope, id);
    brand(this, 'Overlay');
    this.environment = given.environment;
    this.namespace = given.namespace;
    this._settings = given._settings;
    this._site = given._site;
  }
}
