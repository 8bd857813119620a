/** What Go takes for true. */
const TRUE = ['1', 't', 'T', 'true', 'True', 'TRUE'];

/** Whether a setting is switched on; one that is not written is not. */
export function isTrue(setting: string | undefined): boolean {
  return setting !== undefined && TRUE.includes(setting);
}
