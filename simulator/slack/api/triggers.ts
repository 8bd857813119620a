/** Trigger ids open one view each, within three seconds of the click or command that carried them. */
export interface Triggers {
  issue(user: string, id?: string): string;
  /** Who the id was made for (and the id is now used), or the error Slack gives. */
  use(id: string): { user: string } | { error: string };
}

const LIFE_MS = 3000;

export function createTriggers(now: () => number, nextId: (prefix: string) => string): Triggers {
  const issued = new Map<string, { at: number; used: boolean; user: string }>();
  return {
    issue(user, id = nextId('1.2.')) {
      issued.set(id, { at: now(), used: false, user });
      return id;
    },
    use(id) {
      const trigger = issued.get(id);
      if (!trigger) return { error: 'invalid_trigger_id' };
      if (trigger.used) return { error: 'exchanged_trigger_id' };
      if (now() - trigger.at > LIFE_MS) return { error: 'expired_trigger_id' };
      trigger.used = true;
      return { user: trigger.user };
    },
  };
}
