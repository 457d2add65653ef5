import type { Construct } from 'constructs';
import type { ArgoLevel } from './argo-level.js';
import type { CallSite } from './call-site.js';
import { checkArgoSettings } from './check-argo-settings.js';
import { refuseLabelName } from './name-rules.js';
import { report } from './problem.js';
import type { RootApplicationProps } from './root-application.js';

/** The root application as it is written. */
export interface RootApplication {
  readonly name: string;
  readonly project: string;
  readonly include: string;
  readonly exclude: string | undefined;
  readonly level: ArgoLevel;
}

/** Fills in what is not given and notes what is wrong. Undefined where no root application is wanted. */
export function checkRootApplication(
  repository: Construct,
  site: CallSite,
  props: RootApplicationProps | false = {},
): RootApplication | undefined {
  if (props === false) return undefined;
  const { name = 'root', project = 'default', include = INCLUDE, exclude } = props;
  const refuse = (message: string, hint: string) =>
    report(repository, '', { code: 'MODEL_INVALID_VALUE', message, hint, site });
  if (typeof props !== 'object' || props === null)
    refuse(`rootApplication '${String(props)}' is not a map`, 'Give { name: … }, or false for none.');
  for (const [prop, value] of Object.entries({ name, project })) {
    const refusal = refuseLabelName(value);
    if (refusal) refuse(`rootApplication.${prop} '${String(value)}' ${refusal}`, 'Give a short lower-case name.');
  }
  for (const [prop, value] of Object.entries({ include, exclude }))
    if (value !== undefined && (typeof value !== 'string' || value.trim() === ''))
      refuse(
        `rootApplication.${prop} '${String(value)}' is not a glob`,
        'Give a glob such as {applications/*,projects/*}.',
      );
  const { labels, annotations, syncPolicy, argoApplication } = props;
  const level = { settings: { labels, annotations, syncPolicy, argoApplication }, site, path: '' };
  return { name, project, include, exclude, level: { ...level, settings: checkArgoSettings(repository, level) } };
}

const INCLUDE = '{applications/*,applicationsets/*,clusters/*,projects/*}';
