import type { ObjectSource } from './object-source.js';
import type { SourceNeeds } from './source-needs.js';

/** What every kind of Application takes whose objects come from a source. */
export interface SourceSettings extends SourceNeeds {
  /**
   * Further sources of the same Argo Application, such as a folder with objects that the chart lacks. An
   * overlay replaces the list.
   *
   * @default none
   */
  readonly sources?: readonly ObjectSource[];
}
