// The interfaces that users and the JSON Schema read are written by hand, with words. `tsc` reads this file in
// `npm test`: an interface that differs from what is checked of the data is an error.
import type { ApplicationDestination, ApplicationSyncPolicy, CelHealthRule, LuaHealthRule } from 'cdk8s-gitops';
import type { DESTINATION_SHAPE, SYNC_POLICY_SHAPE } from '../../src/argocd/application/source-shape.js';
import type { CEL_RULE_SHAPE, LUA_RULE_SHAPE } from '../../src/cluster/health/parse-health-rules.js';
import type {
  Hold,
  InventoryEntry,
  Operation,
  Revision,
  SyncedRevision,
} from '../../src/cluster/inventory/inventory.js';
import type {
  ENTRY_SHAPE,
  HOLD_SHAPE,
  OPERATION_SHAPE,
  REVISION_SHAPE,
  SYNCED_SHAPE,
} from '../../src/cluster/inventory/inventory-shape.js';
import type { TypeOf } from '../../src/manifest/shape.js';
import type { PINS_SHAPE, Pins } from '../../src/model/pins.js';
import type { PlanFile } from '../../src/workflow/plan-files/plan-file.js';
import type { PLAN_FILE_SHAPE } from '../../src/workflow/plan-files/plan-file-shape.js';

/** True when the types are the same, and not only assignable, which a missing optional field is. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Destination = TypeOf<typeof DESTINATION_SHAPE>;

export const destination: Same<ApplicationDestination, Destination> = true;
export const syncPolicy: Same<ApplicationSyncPolicy, TypeOf<typeof SYNC_POLICY_SHAPE>> = true;
export const entry: Same<InventoryEntry, TypeOf<typeof ENTRY_SHAPE>> = true;
export const synced: Same<SyncedRevision, TypeOf<typeof SYNCED_SHAPE>> = true;
export const hold: Same<Hold, TypeOf<typeof HOLD_SHAPE>> = true;
export const operation: Same<Operation, TypeOf<typeof OPERATION_SHAPE>> = true;
export const planFile: Same<PlanFile, TypeOf<typeof PLAN_FILE_SHAPE>> = true;
export const pins: Same<Pins, TypeOf<typeof PINS_SHAPE>> = true;
export const celRule: Same<CelHealthRule, TypeOf<typeof CEL_RULE_SHAPE>> = true;
export const luaRule: Same<LuaHealthRule, TypeOf<typeof LUA_RULE_SHAPE>> = true;
export const revision: Same<Revision, TypeOf<typeof REVISION_SHAPE>> = true;
// @ts-expect-error: an interface without a field that is checked
export const fieldMissing: Same<Omit<ApplicationDestination, 'name'>, Destination> = true;
