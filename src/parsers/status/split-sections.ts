import { indentOf } from './section.ts';

/** Sections that DCA texts before 7.53 print without a banner, some of them indented. */
const UNDERLINED_SECTIONS = new Set([
  'leader election',
  'custom metrics server',
  'custom metrics provider',
  'cluster checks dispatching',
  'admission controller',
]);

export interface SplitSection {
  readonly title: string;
  readonly lines: string[];
  readonly indent: number;
}

export interface SplitDocument {
  /** What stands between the title and the first section. */
  readonly header: readonly string[];
  readonly sections: readonly SplitSection[];
  /** True when the text ends between the first row of `=` of a banner and its last. */
  readonly endsInBanner: boolean;
}

/**
 * Splits a document's lines into top-level sections: three-line banners, and title + underline for the sections that
 * older texts print so. `columnZero`: any underlined title at column 0 begins a section (texts before 7.53).
 */
export function splitSections(lines: readonly string[], columnZero: boolean): SplitDocument {
  const header: string[] = [];
  const sections: SplitSection[] = [];
  let current: string[] = header;
  let last = 0;
  for (let i = 0; i < lines.length; i += 1) {
    const found = bannerAt(lines, i) ?? underlinedAt(lines, i, columnZero);
    if (found) {
      const section: SplitSection = { title: found.title, lines: [], indent: found.indent };
      sections.push(section);
      current = section.lines;
      i += found.rows - 1;
      last = i;
    } else {
      current.push(lines[i]!);
    }
  }
  return { header, sections, endsInBanner: endsInBanner(lines, last) };
}

interface Found {
  readonly title: string;
  readonly indent: number;
  readonly rows: number;
}

function bannerAt(lines: readonly string[], at: number): Found | undefined {
  const title = lines[at + 1];
  return isBannerRow(lines[at]) && isTitle(title) && isBannerRow(lines[at + 2]) && fits(title, lines[at + 2]!)
    ? { title: title.trim(), indent: indentOf(title), rows: 3 }
    : undefined;
}

function underlinedAt(lines: readonly string[], at: number, columnZero: boolean): Found | undefined {
  const title = lines[at];
  const underline = lines[at + 1];
  if (!isTitle(title) || underline === undefined || !/^ {0,8}={3,}$/.test(underline) || !fits(title, underline)) {
    return undefined;
  }
  const indent = indentOf(title);
  return (indent === 0 && columnZero) || UNDERLINED_SECTIONS.has(title.trim().toLowerCase())
    ? { title: title.trim(), indent, rows: 2 }
    : undefined;
}

// The first banners of 2018 are indented by one space.
function isBannerRow(line: string | undefined): line is string {
  return line !== undefined && /^ ?={3,}$/.test(line);
}

function isTitle(line: string | undefined): line is string {
  return line !== undefined && line.length <= 200 && line !== '' && !/^[ =-]*$/.test(line);
}

function fits(title: string, underline: string): boolean {
  return Math.abs([...title.trim()].length - underline.trim().length) <= 2;
}

// In a whole document the last row of `=` closes a title; an open one is a banner whose end is missing.
function endsInBanner(lines: readonly string[], lastTitleEnd: number): boolean {
  let end = lines.length - 1;
  while (end > lastTitleEnd && lines[end] === '') {
    end -= 1;
  }
  if (end <= lastTitleEnd) {
    return false;
  }
  const isRow = (at: number) => at > lastTitleEnd && /^ ?=+$/.test(lines[at] ?? '');
  return isRow(end) || isRow(end - 1);
}
