import type { HealthFactsByCode } from '../domain/health-facts.ts';
import { type FindingPair, isTrouble } from './match-findings.ts';

type MovedFigure = HealthFactsByCode['compare-changed']['moved'][number];

/** More of them tell nobody anything. */
const MOST_TOLD = 20;
const LONGEST_TEXT = 80;
/** Ages and times differ between any two looks. */
const TIMES = /(?:Seconds|At|Ms)$|^(?:at|from|to|first|last|now)$/;
/** Counters that run by themselves, windows that slide, and the pod that happened to be asked: that they moved is no news. */
const NO_NEWS: readonly string[] = [
  'pod',
  'runs',
  'times',
  'lines',
  'bytes',
  'noise',
  'flushes',
  'successes',
  'lastEvents',
  'totalEvents',
  'logTimes',
  'page',
  'pages',
];
const TIMESTAMP = /^\d{4}-\d\d-\d\dT/;

/** Figures and short words of the same findings that differ, those of troubles first. Between two clusters names differ by nature: only figures count. */
export function movedFigures(pairs: readonly FindingPair[], isOneCluster: boolean): readonly MovedFigure[] {
  const [troubles, others] = [
    pairs.filter(({ after }) => isTrouble(after)),
    pairs.filter(({ after }) => !isTrouble(after)),
  ];
  return [...troubles, ...others].flatMap((pair) => movedIn(pair, isOneCluster)).slice(0, MOST_TOLD);
}

function movedIn({ before, after }: FindingPair, isOneCluster: boolean): readonly MovedFigure[] {
  const earlier: Readonly<Record<string, unknown>> = { ...before.facts };
  const subject = isOneCluster ? after.subject : '';
  const judged =
    isTrouble(before) && isTrouble(after) && before.verdict !== after.verdict
      ? [{ code: after.code, subject, fact: 'verdict', before: before.verdict, after: after.verdict }]
      : [];
  const facts = Object.entries(after.facts).flatMap(([fact, value]: [string, unknown]): readonly MovedFigure[] => {
    const [was, is] = [shown(earlier[fact], isOneCluster), shown(value, isOneCluster)];
    const isNews = was !== undefined && is !== undefined && was !== is;
    if (!isNews || TIMES.test(fact) || NO_NEWS.includes(fact)) return [];
    return [{ code: after.code, subject, fact, before: was, after: is }];
  });
  return [...judged, ...facts];
}

function shown(value: unknown, withWords: boolean): string | undefined {
  if (typeof value === 'number') return String(value);
  const isWord = withWords && typeof value === 'string' && value.length <= LONGEST_TEXT && !TIMESTAMP.test(value);
  return isWord ? value : undefined;
}
