import { harm, type Verdict } from '../domain/finding.ts';
import type { Report } from '../domain/report.ts';
import { shortReportId } from '../domain/report-id.ts';
import type { FindingWords, Phrases, Remedy, SignedLine, Table } from '../phrases/phrases.ts';
import { phrasesOf } from '../phrases/phrases-of.ts';
import { type Rich, say, strong, textOf } from '../phrases/rich.ts';
import { phraseContext, wordsOf } from './phrase-context.ts';
import { ANSWER_LIMITS } from './slack-limits.ts';
import { unreadOf } from './unread.ts';
import type { View } from './view.ts';

/** One finding as it will be shown, whatever it is shown on. */
export interface FindingOutline {
  readonly verdict: Verdict;
  readonly sum: Rich;
  readonly table: Table | null;
  readonly lines: readonly SignedLine[];
  readonly points: readonly Rich[];
  readonly remedy: Remedy | null;
}

/** An answer as it will be shown: chosen and shortened, not yet drawn. */
export interface Outline {
  readonly findings: readonly FindingOutline[];
  /** How many findings are left out. */
  readonly left: number;
  readonly notSeen: Rich | null;
  readonly teach: { readonly heading: Rich; readonly lines: readonly Rich[] } | null;
  readonly see: { readonly heading: Rich; readonly commands: readonly string[] } | null;
  readonly doHeading: Rich;
  /** Empty in the shortest depth. */
  readonly footer: readonly Rich[];
}

interface Told {
  readonly verdict: Verdict;
  readonly words: FindingWords;
}

/** Chooses what of a report is told in a depth: the asked question first and in full, the rest by how much it matters. */
export function outline(report: Report, view: View): Outline {
  const phrases = phrasesOf(view.language);
  const context = phraseContext(report, phrases);
  const told = distinct(
    report.findings.map((finding) => ({ verdict: finding.verdict, words: wordsOf(phrases, finding, context) })),
  );
  const doHeading = heading(phrases, 'do');
  if (view.depth === 'line') {
    const findings = shortest(told).map(({ verdict, words }) => ({
      verdict,
      sum: words.sum,
      table: null,
      lines: [],
      points: [],
      remedy: null,
    }));
    return { findings, left: 0, notSeen: null, teach: null, see: null, doHeading, footer: [] };
  }
  const shown = told.slice(0, ANSWER_LIMITS.findings);
  // Under an overview stands what each of its lines rests on; lists are what its topics are asked for.
  const limit = isOverview(report) ? ANSWER_LIMITS.pointsUnderOverview : ANSWER_LIMITS.pointsOfFollowing;
  const drawn = withoutRepeatedEffects(shown).map((one, index) => draw(one, index === 0, limit, phrases));
  return {
    findings: isOverview(report) ? drawn.map((one, index) => (index === 0 ? one : { ...one, table: null })) : drawn,
    left: told.length - shown.length,
    notSeen: notSeen(report, shown, phrases),
    ...(view.depth === 'teach' ? lesson(shown, phrases) : { teach: null, see: null }),
    doHeading,
    footer: phrases.ui.footer({
      cluster: report.cluster,
      versions: report.agent.versions,
      images: report.agent.images,
      time: report.at,
      tookMs: report.tookMs,
      masked: report.masked,
      codes: [...new Set(report.findings.map(({ code }) => code))],
      report: shownId(report, view),
    }),
  };
}

/** Of a report in which nothing was read there is nothing to ask for again. */
function shownId({ readings }: Report, { depth, reportId }: View): string | null {
  if (reportId === undefined || readings.length === 0) return null;
  return depth === 'teach' ? reportId : shortReportId(reportId);
}

/** What stands in the channel: the shortest answer, or an overview's line for each topic. */
export function glance(report: Report, language: View['language']): readonly FindingOutline[] {
  const { findings } = outline(report, { language, depth: isOverview(report) ? 'normal' : 'line' });
  return isOverview(report) ? findings.slice(0, 1) : findings;
}

/** The sums of the first finding and of the worst other one that is not harmless. */
export function shortest(told: readonly Told[]): readonly Told[] {
  const [first, ...others] = told;
  if (first === undefined) return [];
  const worst = others.reduce<Told | undefined>(
    (found, one) => (found === undefined || harm(one.verdict) > harm(found.verdict) ? one : found),
    undefined,
  );
  return worst !== undefined && harm(worst.verdict) >= harm('unknown') ? [first, worst] : [first];
}

/** Several replicas can tell the very same thing; told once is enough. */
function distinct(told: readonly Told[]): readonly Told[] {
  const seen = new Set<string>();
  return told.filter(({ words }) => {
    const text = textOf(words.sum);
    return !seen.has(text) && seen.add(text);
  });
}

/** What stands still is told with the first finding that tells it. */
function withoutRepeatedEffects(told: readonly Told[]): readonly Told[] {
  const seen = new Set<string>();
  return told.map(({ verdict, words }) => {
    const { effect, ...rest } = words;
    if (effect === undefined) return { verdict, words };
    const text = textOf(effect);
    if (seen.has(text)) return { verdict, words: rest };
    seen.add(text);
    return { verdict, words };
  });
}

function isOverview({ findings: [first] }: Report): boolean {
  return first?.code === 'health-overview';
}

function draw({ verdict, words }: Told, first: boolean, following: number, phrases: Phrases): FindingOutline {
  if (!first && verdict === 'ok') return { verdict, sum: words.sum, table: null, lines: [], points: [], remedy: null };
  const points = words.points ?? [];
  if (!first && verdict === 'explained')
    return {
      verdict,
      sum: words.sum,
      table: null,
      lines: [],
      points: points.slice(0, ANSWER_LIMITS.pointsOfExplained),
      remedy: null,
    };
  const limit = first ? ANSWER_LIMITS.points : following;
  const cut = points.length > limit ? [say`${phrases.ui.more(points.length - limit + 1)}`] : [];
  return {
    verdict,
    sum: words.sum,
    table: words.table ?? null,
    lines: words.lines ?? [],
    points: [
      ...points.slice(0, cut.length === 0 ? limit : limit - 1),
      ...cut,
      ...(words.effect === undefined ? [] : [say`${heading(phrases, 'effect')}${words.effect}`]),
      ...(words.notAtFault === undefined ? [] : [words.notAtFault]),
    ],
    remedy: words.remedy ?? null,
  };
}

function notSeen(report: Report, shown: readonly Told[], phrases: Phrases): Rich | null {
  const said = shown.flatMap(({ verdict, words }, index) =>
    index > 0 && verdict === 'ok' ? [] : (words.notSeen ?? []),
  );
  const unread = unreadOf(report);
  const named = unread
    .slice(0, ANSWER_LIMITS.unread)
    .map(({ source, why, detail, others }) => phrases.ui.unread(source, why, detail, others));
  const more = unread.slice(named.length).reduce((sum, { others }) => sum + 1 + others, 0);
  const parts = [...said, ...named, ...(more > 0 ? [say`${phrases.ui.more(more)}`] : [])];
  if (parts.length === 0) return null;
  const joined = parts.flatMap((part, index) => (index === 0 ? part : [...say`; `, ...part]));
  return [...heading(phrases, 'notSeen'), ...joined];
}

function lesson(told: readonly Told[], phrases: Phrases): Pick<Outline, 'teach' | 'see'> {
  const shown = told.filter(({ verdict }, index) => index === 0 || verdict !== 'explained');
  const lines = new Map(shown.flatMap(({ words }) => words.teach ?? []).map((line) => [textOf(line), line]));
  const commands = [...new Set(shown.flatMap(({ words }) => words.see ?? []))];
  const { howItWorks, seeItYourself } = phrases.ui.headings;
  return {
    teach: lines.size === 0 ? null : { heading: strong`${howItWorks}`, lines: [...lines.values()] },
    see: commands.length === 0 ? null : { heading: strong`${seeItYourself}`, commands },
  };
}

function heading(phrases: Phrases, name: keyof Phrases['ui']['headings']): Rich {
  return say`${strong`${phrases.ui.headings[name]}`}${phrases.ui.colon}`;
}
