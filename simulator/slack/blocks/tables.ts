import { SLACK_LIMITS as L } from './limits.ts';
import { richText } from './rich-text.ts';
import {
  anything,
  both,
  byType,
  flag,
  integer,
  isObject,
  list,
  number,
  oneOf,
  type Rule,
  shape,
  text,
} from './schema.ts';

const rawText = shape({ type: anything, text: text(L.tableCharacters) });
const rawNumber = shape({ type: anything, value: number, text: text(L.tableCharacters) });
const cell = byType({ raw_text: rawText, raw_number: rawNumber, rich_text: richText });
const headerCell = byType({ raw_text: rawText, raw_number: rawNumber });

/** All text of a value that a reader would see: the strings under `text`, `name` and `url`-less mentions do not count. */
export function visibleCharacters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, entry) => sum + visibleCharacters(entry), 0);
  if (!isObject(value)) return 0;
  let sum = 0;
  for (const [name, field] of Object.entries(value)) {
    if (name === 'text' && typeof field === 'string') sum += field.length;
    else sum += visibleCharacters(field);
  }
  return sum;
}

const sameWidth: Rule = (rows, at, report) => {
  if (!Array.isArray(rows) || !Array.isArray(rows[0])) return;
  const width = rows[0].length;
  for (const [index, row] of rows.entries()) {
    if (Array.isArray(row) && row.length !== width)
      report(`must have ${width} cells like the first row`, `${at}/${index}`);
  }
};

const firstRowPlain: Rule = (rows, at, report) => {
  if (Array.isArray(rows)) list(headerCell)(rows[0] ?? [], `${at}/0`, report);
};

/** A `table` block. The character limit counts all tables of a message together: see `validate-blocks.ts`. */
export const table: Rule = shape(
  { type: anything, rows: list(list(cell, { min: 1, max: L.tableColumns }), { min: 1, max: L.tableRows }) },
  {
    block_id: text(L.blockId),
    column_settings: list(
      (value, at, report) => {
        // Slack takes null for "this column keeps the default".
        if (value !== null) shape({}, { align: oneOf('left', 'center', 'right'), is_wrapped: flag })(value, at, report);
      },
      { max: L.tableColumns },
    ),
  },
);

/** A `data_table` block: every row as wide as the first, which is the header and takes no rich text. */
export const dataTable: Rule = shape(
  {
    type: anything,
    caption: text(L.sectionText),
    rows: both(
      both(list(list(cell, { min: 1, max: L.dataTableColumns }), { min: 1, max: L.dataTableRows }), sameWidth),
      firstRowPlain,
    ),
  },
  {
    block_id: text(L.blockId),
    page_size: integer(1, L.dataTablePageSize),
    row_header_column_index: integer(0, L.dataTableColumns - 1),
  },
);
