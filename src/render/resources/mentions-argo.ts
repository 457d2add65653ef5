const API = /argoproj\.io\/v\d/;
const KIND = /kind["']?:\s*["']?(Application|ApplicationSet|AppProject)\b/;

/** Whether a text probably has an Application, ApplicationSet or AppProject, or the template of one. */
export function mentionsArgo(content: string): boolean {
  return API.test(content) && KIND.test(content);
}
