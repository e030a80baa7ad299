import { lifetime, roughDuration, wholeLife } from './duration';

const HOUR = 3600;
const DAY = 24 * HOUR;

describe('roughDuration', () => {
  it.each([
    [3 * HOUR + 59 * 60, '3 h'],
    [2 * DAY + 23 * HOUR, '2 d'],
    [19 * 60, '19 min'],
  ])('of %d seconds names the largest unit only: "%s"', (seconds, words) => {
    expect(roughDuration(seconds)).toBe(words);
  });
});

describe('wholeLife', () => {
  it('forgets the seconds by which an issuer backdates a certificate', () => {
    expect(wholeLife(DAY + 30)).toBe('24 h');
  });

  it('keeps minutes when the certificate lives for less than an hour', () => {
    expect(wholeLife(600)).toBe('10 min');
  });
});

describe('lifetime', () => {
  it.each([
    [HOUR, DAY, '1 h, at most 24 h'],
    [HOUR, HOUR, '1 h'],
    [HOUR, 0, '1 h, no known maximum'],
    [0, DAY, 'mount default, at most 24 h'],
  ])('of %d and %d seconds reads "%s"', (usual, most, words) => {
    expect(lifetime(usual, most)).toBe(words);
  });
});
