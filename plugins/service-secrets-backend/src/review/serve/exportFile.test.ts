import { aRowRecord, fleetNow } from '../../testSupport/fleetBuilders';
import { aFindingRecord } from '../../testSupport/fleetBuilders';
import { toRows } from '../rows/toRow';
import { harmless, toCsv, toExportRow } from './exportFile';

const exception = {
  id: 'one',
  rowId: aRowRecord().id,
  findingId: aFindingRecord().findingId,
  code: 'serviceAccountNotBound' as const,
  reason: 'until the move',
  by: 'user:default/ann',
  at: fleetNow,
  until: fleetNow + 86_400_000,
};

describe('an export', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1', "'＝1"],
    ['  =1', "'  =1"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    ['\tx', "'\tx"],
    ['good until; =1', "good until;' =1"],
    ['good;"=1"', `good;'"=1"`],
    ['good\n=1', "good\n'=1"],
    ['good\t@x', "good\t'@x"],
  ])('keeps %j from being run as a formula', (text, expected) => {
    expect(harmless(text)).toBe(expected);
  });

  it('runs nothing that a person, a catalog or Vault worded, whatever splits the cells', () => {
    const evil = '=HYPERLINK("http://x")';
    const worded = `x;${evil}`;
    const record = aRowRecord({
      title: evil,
      owner: evil,
      system: evil,
      lifecycle: worded,
      instance: evil,
      cluster: evil,
      namespace: worded,
      sentence: evil,
      nextExpiry: { what: 'ca', name: worded, at: '2026-12-01T00:00:00.000Z' },
      signOff: {
        by: evil,
        at: fleetNow,
        until: fleetNow + 1,
        note: `line\n${evil}`,
        fingerprint: { findings: [] },
      },
    });
    const rows = toRows([record], {
      findings: [aFindingRecord()],
      exceptions: [{ ...exception, reason: worded }],
      mutes: [
        {
          rowId: record.id,
          until: fleetNow + 1,
          by: evil,
          at: fleetNow,
          reason: worded,
        },
      ],
      now: fleetNow,
    });
    const csv = toCsv(rows);

    expect(csv.match(/=HYPERLINK/g)).toHaveLength(14);
    expect(csv.match(/'=HYPERLINK/g)).toHaveLength(14);
  });

  it('leaves other text as it is', () => {
    expect(harmless('a=b')).toBe('a=b');
    expect(harmless('')).toBe('');
  });

  it('leaves a cell empty for what is not known, and writes 0 for none', () => {
    const record = aRowRecord({ leases: undefined, certificates: 0 });
    const [row] = toRows([record], {
      findings: [],
      exceptions: [],
      mutes: [],
      now: fleetNow,
    });

    expect(toExportRow(row)).toMatchObject({ leases: '', certificates: '0' });
  });

  it('names accepted findings beside the open ones, with reason and end', () => {
    const [row] = toRows([aRowRecord()], {
      findings: [aFindingRecord(), aFindingRecord({ findingId: 'other' })],
      exceptions: [exception],
      mutes: [],
      now: fleetNow,
    });

    expect(toExportRow(row)).toMatchObject({
      openFindings: 'serviceAccountNotBound',
      exceptions:
        'serviceAccountNotBound until 2026-11-23T12:00:00.000Z: until the move',
    });
  });

  it('is one line for the header and one for each row, quotes doubled', () => {
    const record = aRowRecord({ title: 'say "hi",\nthere' });
    const rows = toRows([record], {
      findings: [],
      exceptions: [],
      mutes: [],
      now: fleetNow,
    });
    const csv = toCsv(rows);

    expect(csv.startsWith('entityRef,title,')).toBe(true);
    expect(csv).toContain('"say ""hi"",\nthere"');
    expect(csv.endsWith('\r\n')).toBe(true);
  });
});
