import { boolean, list, text, texts } from '../../manifest/shape.js';

/** The fields of `spec.source.kustomize` that a KustomizeApplication has with the same name and type. */
export const KUSTOMIZE_FIELDS = {
  namePrefix: text,
  nameSuffix: text,
  images: list(text),
  components: list(text),
  ignoreMissingComponents: boolean,
  commonLabels: texts,
  commonAnnotations: texts,
  commonAnnotationsEnvsubst: boolean,
  forceCommonLabels: boolean,
  forceCommonAnnotations: boolean,
  labelWithoutSelector: boolean,
  labelIncludeTemplates: boolean,
  kubeVersion: text,
  apiVersions: list(text),
} as const;
