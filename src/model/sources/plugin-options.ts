/** What Argo CD passes to a config management plugin. */
export interface PluginOptions {
  /** Name of the plugin, and `<name>-<version>` where it has a version. @default Argo CD discovers it */
  readonly plugin?: string;
  /** Environment variables. Argo CD adds its prefix to each name. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** Parameters that the plugin announces. @default none */
  readonly parameters?: Readonly<Record<string, string | readonly string[] | Readonly<Record<string, string>>>>;
}
