import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ScenarioFile } from '../../simulator/cluster/scenario-file.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Report } from '../../src/domain/report.ts';
import { answerQuestion, type EngineOptions, type Hooks } from '../../src/engine/answer-question.ts';
import { parseQuestion } from '../../src/parsers/question/parse-question.ts';
import { scenarioFolder } from '../kube/open-simulated.ts';
import { type AskedCluster, askedCluster } from './ask-cluster.ts';

/** Asks in the words that a person would type. */
export function askWords(
  { reader }: AskedCluster,
  words: string,
  over: Partial<EngineOptions> = {},
  hooks: Hooks = {},
): Promise<Report> {
  const options = { exec: true, clock: Date.now, deadlineMs: 30_000, ...over };
  return answerQuestion(reader, questionOf(words), options, hooks);
}

function questionOf(words: string): Question {
  const parsed = parseQuestion(words);
  if (!parsed.ok) throw new Error(`${words}: ${JSON.stringify(parsed)}`);
  return parsed.question;
}

/** The paths asked for while `work` ran, decoded. */
export async function pathsDuring({ simulated }: AskedCluster, work: () => Promise<unknown>): Promise<string[]> {
  const before = simulated.requests.length;
  await work();
  return simulated.requests.slice(before).map(({ path }) => decodeURIComponent(path));
}

export type MadeHpas = Omit<ScenarioFile, 'extends'>;

/** The captured cluster with other HPAs or objects in it; its folder is gone when it is closed. */
export async function madeHpas(made: MadeHpas, objects: readonly unknown[] = []): Promise<AskedCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'dca-hpas-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const scenario = { ...made, extends: scenarioFolder('leader-and-follower') };
    await writeFile(join(folder, 'scenario.yaml'), stringify(scenario));
    if (objects.length > 0) {
      await mkdir(join(folder, 'kube'));
      await writeFile(
        join(folder, 'kube', 'more.json'),
        JSON.stringify({ kind: 'List', apiVersion: 'v1', items: objects }),
      );
    }
    const cluster = await askedCluster(folder);
    return {
      ...cluster,
      close: async () => {
        await cluster.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
