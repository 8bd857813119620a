import { writeFileSync } from 'node:fs';
import { findingsDoc } from '../test/diagnoses/findings-doc.ts';
import { askTopics } from '../test/diagnoses/topic-answers.ts';

writeFileSync(new URL('../docs/findings.md', import.meta.url), findingsDoc(await askTopics()));
