import type { TypeOf } from '../../manifest/shape.js';
import type { EKS_SHAPE } from './access-shape.js';

/** The operator's choices for one EKS Cluster, from the access file. */
export type EksChoice = TypeOf<typeof EKS_SHAPE>;
