/** Every key dca-bot uses beside BullMQ's, which get the same prefix. */
export type Keys = ReturnType<typeof keysOf>;

/** The names of all keys under a prefix; one function per key, so that a search for it finds every user. */
export function keysOf(prefix: string) {
  const key = (...parts: readonly string[]): string => [prefix, ...parts].join(':');
  return {
    /** string: one ask. */
    ask: (askId: string) => key('ask', askId),
    /** string: what was pasted with an ask, gzipped. */
    askText: (askId: string) => key('ask-text', askId),
    /** sorted set of ask ids by the time they were stored, until their job is queued. */
    pending: () => key('pending'),
    /** sorted set of ask ids by the time at which an answer is due. */
    deadlines: () => key('deadlines'),
    /** string: one gzipped report. */
    report: (askId: string) => key('report', askId),
    /** string: the id of the report that has this short form; empty where several have. */
    reportId: (short: string) => key('report-id', short),
    /** string: the stand-in for a report that did not come in time. */
    overdue: (askId: string) => key('overdue', askId),

    /** string: what a blob is and how many chunks it has; there only once all of them are. */
    blob: (id: string) => key('blob', id),
    /** string: at most 1 MB of a blob. */
    blobChunk: (id: string, writer: string, at: number) => key('blob', id, writer, String(at)),
    /** string: an ask that waits for its asker's yes. */
    confirm: (askId: string) => key('confirm', askId),
    /** string: the questions that somebody was offered. */
    offer: (id: string) => key('offer', id),
    /** hash: archives that lie in containers of a cluster. */
    flarePlaces: (cluster: string) => key('flare-places', cluster),

    /** list of entries waiting to be sent to a Slack channel. */
    outbox: (channel: string) => key('outbox', channel),
    /** set of channels whose outbox holds something. */
    outboxes: () => key('outboxes'),
    /** marker: this entry was put into an outbox once. */
    queued: (entryId: string) => key('queued', entryId),
    /** string: what is being tried for an entry. */
    intent: (entryId: string) => key('intent', entryId),
    /** string: where an entry ended up. */
    sent: (entryId: string) => key('sent', entryId),
    /** sorted set of messages to be looked for again, by when. */
    rechecks: () => key('rechecks'),
    /** list of entries given up. */
    deadLetters: () => key('dead-letters'),
    /** list of the last fallbacks taken. */
    fallbacks: () => key('fallbacks'),
    /** hash: how often each kind of trouble with sending was met. */
    sendingCounts: () => key('sending-counts'),
    /** pub/sub: a channel has new mail. */
    mailChannel: () => key('mail'),

    /** string: the fence token of a lease's holder. */
    lease: (name: string) => key('lease', name),
    /** number: the last fence token given out for a lease. */
    fence: (name: string) => key('fence', name),

    /** stream: who asked what, and how it ended. */
    audit: () => key('audit'),
    /** marker: this record was put into the audit stream. */
    audited: (recordId: string) => key('audited', recordId),

    /** hash: cluster -> its entry in the registry. */
    clusters: () => key('clusters'),
    /** a part of one shared collection: who collects, its report, who waits, and the pub/sub channel of its progress. */
    share: (name: string) => key('share', name),
    /** marker: somebody stopped this ask. */
    cancel: (askId: string) => key('cancel', askId),
    /** pub/sub: an ask was stopped. */
    cancelChannel: () => key('cancels'),
    /** string: how far the work on an ask is. */
    progress: (askId: string) => key('progress', askId),
    /** pub/sub: the progress of an ask moved. */
    progressChannel: () => key('progress-moved'),
  };
}
