/**
 * Slack's limits as its Block Kit reference states them (characters unless said otherwise). Rich text has no published
 * limit of its own, so it is held to the section's; `messageCharacters` stays under the point where Slack was seen to
 * refuse a whole message with `msg_blocks_too_long`.
 */
export const SLACK_LIMITS = {
  blocks: 50,
  notification: 300,
  messageText: 35_000,
  messageCharacters: 11_000,
  richTextCharacters: 3000,
  buttonText: 75,
  buttonValue: 2000,
  actionId: 255,
  contextElements: 10,
  contextText: 2000,
} as const;

/** Our own limits, so that one endless value from a cluster cannot push out the rest of an answer. Characters or items. */
export const ANSWER_LIMITS = {
  value: 240,
  code: 400,
  sentence: 700,
  command: 900,
  words: 300,
  points: 8,
  pointsOfFollowing: 6,
  pointsUnderOverview: 3,
  pointsOfExplained: 1,
  findings: 12,
  unread: 6,
  clusters: 40,
  /** Of one cell, in columns of a fixed-width face. */
  cellColumns: 48,
  tableRows: 200,
  /** Of a whole table in Slack: what a thread of usual width shows before it breaks a line. */
  tableColumns: 64,
  /** Of a table in Slack, and of one of its boxes. */
  tableCharacters: 5600,
  boxCharacters: 2800,
} as const;
