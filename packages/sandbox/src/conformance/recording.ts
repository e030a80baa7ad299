import { readFile, writeFile } from 'node:fs/promises';

import { recordedFile } from './places';
import { Transcripts } from './runCases';

/** What a real server answered to every case, kept for runs without one. */
export interface Recording {
  readonly product: 'vault' | 'openbao';
  readonly version: string;
  readonly date: string;
  readonly transcripts: Transcripts;
}

const file = recordedFile('openbao.json');

/** The answers of the last run against a real OpenBao. */
export async function readRecording(): Promise<Recording> {
  return JSON.parse(await readFile(file, 'utf8')) as Recording; // written by writeRecording only
}

/** Keeps a run; one line per case keeps changes readable. */
export async function writeRecording(recording: Recording): Promise<void> {
  const { transcripts, ...head } = recording;
  const lines = Object.entries(transcripts).map(
    ([name, transcript]) =>
      `${JSON.stringify(name)}:${JSON.stringify(transcript)}`,
  );
  const start = JSON.stringify(head).slice(0, -1);
  await writeFile(file, `${start},"transcripts":{\n${lines.join(',\n')}\n}}\n`);
}
