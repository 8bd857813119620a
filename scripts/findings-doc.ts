import { writeFileSync } from 'node:fs';
import { findingsDoc } from '../test/diagnoses/findings-doc.ts';

writeFileSync(new URL('../docs/findings.md', import.meta.url), findingsDoc());
